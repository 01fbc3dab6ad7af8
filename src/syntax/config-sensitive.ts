/**
 * `sensitive:` of `sentrely.yaml`: what extends and narrows the regions of sensitive operations, by rule id.
 *
 * INVARIANT: every narrowing has a reason, and no entry is of a rule without regions. An entry with an empty
 * list speaks of no request and is left out.
 */
import { suggest } from "../base/suggest.ts";
import type { Region, SensitiveRule } from "../generated/documents.ts";
import type { ConfigNode, PatternNode, SensitiveEntryNode } from "./ast.ts";
import { excerpt } from "./characters.ts";
import { documentMessages } from "./document-messages.ts";
import { readCondition, readPatterns } from "./expression-nodes.ts";
import { entriesOf, fieldsOf, itemsOf, stringOf, type Fields, type Reading } from "./node-reader.ts";
import { sensitiveRuleIds, type SensitiveRuleId } from "./sensitive-rule-ids.ts";
import type { YamlNode, YamlScalar } from "./yaml-node.ts";

const { build } = documentMessages;

export function readSensitive(reading: Reading, node: YamlNode | null): ConfigNode["sensitive"] {
  return entriesOf(reading, node).flatMap(({ key, value }) => {
    const rule = ruleOf(reading, key);
    const fields = fieldsOf<SensitiveRule>(reading, value);
    if (fields === null) return [];
    const entries = (kind: "add" | "narrow"): readonly SensitiveEntryNode[] =>
      itemsOf(reading, fields.value(kind)).flatMap((item) => {
        const entry = readEntry(reading, item, kind);
        return entry === null || rule === null ? [] : [{ rule, kind, ...entry }];
      });
    return [...entries("add"), ...entries("narrow")];
  });
}

function ruleOf({ report }: Reading, key: YamlScalar): SensitiveRuleId | null {
  const name = key.text.value;
  const rule = sensitiveRuleIds.find((id) => id === name);
  if (rule !== undefined) return rule;
  const meant = suggest(name, sensitiveRuleIds);
  const help =
    meant === null
      ? `its keys are ${sensitiveRuleIds.map((id) => `\`${id}\``).join(", ")}`
      : `did you mean \`${meant}\`?`;
  const fixes =
    meant === null
      ? []
      : [
          {
            title: `rename \`${excerpt(name)}\` to \`${meant}\``,
            kind: "review" as const,
            edits: [{ span: key.span, text: meant }],
          },
        ];
  report(build["unknown-key"](key.span, { key: excerpt(name), where: "`sensitive`" }, { help, fixes }));
  return null;
}

type EntryParts = Omit<SensitiveEntryNode, "rule" | "kind">;

/** An entry of `add` or `narrow`; `null` when it speaks of nothing, or when an error was reported. */
function readEntry(reading: Reading, node: YamlNode, kind: "add" | "narrow"): EntryParts | null {
  const fields = fieldsOf<Region>(reading, node);
  if (fields === null) return null;
  const lists = [fields.value("actions"), fields.value("resources")];
  const isEmpty = lists.some((list) => list?.kind === "seq" && list.items.length === 0);
  const reason = stringOf(reading, fields.value("reason"));
  if (isEmpty || !isComplete(reading, fields, kind)) return null;
  const when = fields.value("when");
  const condition = readCondition(reading, when);
  if (when !== null && condition === null) return null;
  return {
    actions: readList(reading, fields.value("actions")),
    resources: readList(reading, fields.value("resources")),
    when: condition,
    reason: reason?.value ?? null,
    span: node.span,
  };
}

function readList(reading: Reading, node: YamlNode | null): readonly PatternNode[] | null {
  return node === null ? null : readPatterns(reading, node);
}

/** Whether it says what it is about and, where it narrows, why. */
function isComplete(reading: Reading, fields: Fields<Region>, kind: "add" | "narrow"): boolean {
  const { report, checked } = reading;
  if (!checked) return false;
  const place = fields.map.entries[0]?.key.span ?? fields.map.span;
  const where = kind === "add" ? "an entry of `add`" : "an entry of `narrow`";
  const keys =
    kind === "add" ? (["actions", "resources"] as const) : (["actions", "resources", "when"] as const);
  if (keys.every((key) => fields.value(key) === null)) {
    const help =
      kind === "add" ? "say what is sensitive" : "say which part of the regions is not sensitive here";
    report(build["missing-key"](place, { keys, where }, { help }));
    return false;
  }
  if (kind === "add") return true;
  const reason = fields.value("reason");
  const help = "say in `reason` why this needs no approval; `sentrely-policy rules` lists it";
  if (reason === null) {
    report(build["missing-key"](place, { keys: ["reason"], where }, { help }));
    return false;
  }
  if (reason.kind === "scalar" && reason.text.value.trim() === "") {
    report(build["bad-value"](reason.span, { text: reason.text.value, what: "a reason" }, { help }));
    return false;
  }
  return true;
}
