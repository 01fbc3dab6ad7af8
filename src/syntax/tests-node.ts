/** What `tests:` holds (LANGUAGE.md §7): sentences, tests of concrete requests, scenarios. */
import type { Matrix, Scenario, Step } from "../generated/documents.ts";
import type { Located, MatrixTestNode, ScenarioTestNode, TestNode } from "./ast.ts";
import { documentMessages } from "./document-messages.ts";
import { readLiteral, readLiterals } from "./literal-node.ts";
import { entriesOf, fieldsOf, itemsOf, mismatch, present, stringOf, textOf, wordOf } from "./node-reader.ts";
import type { Reading } from "./node-reader.ts";
import { readChannels, readCount, readDuration, readForm, readInstant } from "./scalar-nodes.ts";
import { parseSentence } from "./sentence-parser.ts";
import { toContextData } from "./yaml-data.ts";
import type { YamlMap, YamlNode } from "./yaml-node.ts";

const { build } = documentMessages;

const effects = ["allow", "deny", "require_approval"] as const;

/** The tests of a list; none when the node is absent. */
export function readTests(reading: Reading, node: YamlNode | null): readonly TestNode[] {
  return present(itemsOf(reading, node).map((item) => readTest(reading, item)));
}

function readTest(reading: Reading, item: YamlNode): TestNode | null {
  if (item.kind === "map") {
    const isScenario = item.entries.some(({ key }) => key.text.value === "scenario");
    return isScenario ? readScenario(reading, item) : readMatrix(reading, item);
  }
  const text = textOf(reading, item);
  const sentence = text === null ? null : parseSentence(text, reading.report);
  return sentence === null ? null : { kind: "sentence", sentence, span: item.span };
}

function readMatrix(reading: Reading, map: YamlMap): MatrixTestNode | null {
  const fields = fieldsOf<Matrix>(reading, map);
  if (fields === null) return null;
  const contexts = readContexts(reading, fields.value("context"), fields.value("contexts"));
  const [one, many] = [fields.entry("context"), fields.entry("contexts")];
  if (one !== null && many !== null) {
    reading.report(
      build["conflicting-keys"](
        many.key.span,
        { key: "contexts", other: "context" },
        {
          related: [{ message: "the other key", span: one.key.span }],
          help: "write one context under `context`, or several under `contexts`",
        },
      ),
    );
  }
  const because = fields.value("because");
  const channels = fields.value("approval_channel");
  const notify = fields.value("notify");
  const expect = wordOf(reading, fields.value("expect"), effects);
  const node = {
    name: stringOf(reading, fields.value("name")),
    agents: readLiterals(reading, fields.value("agents")),
    actions: readLiterals(reading, fields.value("actions")),
    resources: readLiterals(reading, fields.value("resources")),
    contexts,
    now: readInstant(reading, fields.value("now")),
    because:
      because === null ? null : present(itemsOf(reading, because).map((item) => stringOf(reading, item))),
    approvalChannel: channels === null ? null : readChannels(reading, channels),
    approvalTimeout: readDuration(reading, fields.value("approval_timeout")),
    notify: notify === null ? null : readChannels(reading, notify),
    span: map.span,
  };
  return expect === null ? null : { kind: "matrix", ...node, expect };
}

function readContexts(
  reading: Reading,
  one: YamlNode | null,
  many: YamlNode | null,
): readonly { readonly [name: string]: unknown }[] {
  const nodes = many === null ? (one === null ? [] : [one]) : itemsOf(reading, many);
  if (nodes.length === 0) return [{}];
  return nodes.map((node) => {
    const data: Record<string, unknown> = {};
    for (const { key, value } of entriesOf(reading, node)) {
      Object.defineProperty(data, key.text.value, {
        value: toContextData(value),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return data;
  });
}

/** Checks a scenario as a whole; running it is not this version's business. */
function readScenario(reading: Reading, map: YamlMap): ScenarioTestNode | null {
  const fields = fieldsOf<Scenario>(reading, map);
  const name = stringOf(reading, fields?.value("scenario") ?? null);
  if (fields === null || name === null) return null;
  readLiteral(reading, fields.value("agent"));
  itemsOf(reading, fields.value("steps")).forEach((step, index) => {
    checkStep(reading, step, index === 0);
  });
  return { kind: "scenario", name, span: map.span };
}

function checkStep(reading: Reading, node: YamlNode, isFirst: boolean): void {
  const step = fieldsOf<Step>(reading, node);
  if (step === null) return;
  for (const key of ["action", "resource"] as const) {
    readLiteral(reading, step.value(key));
    if (isFirst && reading.checked && step.entry(key) === null) {
      reading.report(
        build["missing-key"](
          step.map.entries[0]?.key.span ?? node.span,
          { keys: [key], where: "the first step" },
          { help: "later steps take it from the step before" },
        ),
      );
    }
  }
  readDuration(reading, step.value("at"));
  readDuration(reading, step.value("every"));
  readCount(reading, step.value("repeat"));
  readCount(reading, step.value("tokens"));
  readStatusCode(reading, step.value("status"));
  const expect = step.value("expect");
  if (expect?.kind === "map") {
    const outcome = fieldsOf<Exclude<Step["expect"], string>>(reading, expect);
    readCount(reading, outcome?.value("circuit_open_at") ?? null);
  }
  for (const alert of itemsOf(reading, step.value("alerts"))) {
    readForm(
      reading,
      alert,
      parseAlert,
      "an alert",
      "the counter and a percentage: `budget.session_tokens 80%`",
    );
  }
}

function readStatusCode(reading: Reading, node: YamlNode | null): Located<number> | null {
  if (node === null) return null;
  if (node.kind !== "scalar" || typeof node.value !== "number") return mismatch(reading, node);
  if (/^[1-5]\d\d$/.test(node.text.value)) return { value: node.value, span: node.span };
  reading.report(
    build["bad-value"](
      node.span,
      { text: node.text.value, what: "a status code" },
      { help: "write a code from 100 to 599" },
    ),
  );
  return null;
}

function parseAlert(text: string): string | null {
  return text.length <= 128 && /^[a-z][a-z_]*(?:\.[a-z][a-z_]*)*(?: \d{1,3}%)?$/.test(text) ? text : null;
}
