/**
 * `sentrely.yaml` as a node (LANGUAGE.md §1).
 *
 * INVARIANT: a node is only given for a config without any error, since a config read in part could
 * lose a border or a label that a guardrail hangs on.
 */
import type { ConfigDocument } from "../generated/documents.ts";
import { validateConfig } from "../generated/validators.mjs";
import type { Report } from "../base/diagnostic.ts";
import type { ConfigNode, Located, ProjectNode, VocabularyNode } from "./ast.ts";
import { readCatalog } from "./config-catalog.ts";
import { readAttributes } from "./config-context.ts";
import { readSensitive } from "./config-sensitive.ts";
import { documentMessages } from "./document-messages.ts";
import { readCondition, readPatterns } from "./expression-nodes.ts";
import { readProjectBudget } from "./limits-node.ts";
import { checkName } from "./name-rules.ts";
import {
  entriesOf,
  fieldsOf,
  fieldsOfEntries,
  itemsOf,
  mismatch,
  present,
  stringOf,
  wordOf,
} from "./node-reader.ts";
import type { Reading } from "./node-reader.ts";
import { readAgentGlobs, readChannel, readName, readNames, readTimezone } from "./scalar-nodes.ts";
import { checkStructure } from "./schema-check.ts";
import type { YamlEntry, YamlMap, YamlNode } from "./yaml-node.ts";

const { build } = documentMessages;

const levels = ["off", "info", "warning", "error"] as const;
const failLevels = ["error", "warning", "info"] as const;

/** Reads a mapping as the config; the caller drops the node when anything was reported. */
export function readConfig(map: YamlMap, file: string, report: Report): ConfigNode {
  const reading: Reading = { report, checked: checkStructure(map, validateConfig, report) };
  const fields = fieldsOfEntries<ConfigDocument>(map, map.entries);
  const channels = fields.value("channels");
  return {
    file,
    project: readName(reading, fields.value("project"), "project's name"),
    policies: readPaths(reading, fields.value("policies")),
    tests: readPaths(reading, fields.value("tests")),
    timezone: readTimezone(reading, fields.value("timezone")),
    projects: readProjects(reading, fields.value("projects")),
    labels: readLabels(reading, fields.value("labels")),
    splitAgents: readNames(reading, fields.value("split_agents"), "agent's name"),
    vocabulary: readVocabulary(reading, fields.value("vocabulary")),
    context: readAttributes(reading, fields.value("context")),
    channels:
      channels === null
        ? null
        : present(itemsOf(reading, channels).map((item) => readChannel(reading, item))),
    catalog: readCatalog(reading, fields.value("catalog")),
    sensitive: readSensitive(reading, fields.value("sensitive")),
    lint: readLint(reading, fields.value("lint")),
    compliance: present(itemsOf(reading, fields.value("compliance")).map((item) => stringOf(reading, item))),
    usdPerMillionTokens: readPrice(reading, fields.value("prices")),
    build: readBuild(reading, fields.value("build")),
  };
}

/** Entries of a mapping whose keys are names; those with another key are reported and left out. */
function namedEntries(
  reading: Reading,
  node: YamlNode | null,
  what: string,
): readonly { readonly name: Located<string>; readonly entry: YamlEntry }[] {
  return entriesOf(reading, node).flatMap((entry) => {
    const name = { value: entry.key.text.value, span: entry.key.span };
    return checkName(name, what, reading.report) ? [{ name, entry }] : [];
  });
}

function readPaths(reading: Reading, node: YamlNode | null): readonly Located<string>[] {
  return present(itemsOf(reading, node).map((item) => readPath(reading, item)));
}

function readPath(reading: Reading, node: YamlNode | null): Located<string> | null {
  const path = stringOf(reading, node);
  if (path === null || path.value !== "") return path;
  reading.report(
    build["bad-value"](path.span, { text: "", what: "a path" }, { help: "write a folder or a file" }),
  );
  return null;
}

function readProjects(reading: Reading, node: YamlNode | null): readonly ProjectNode[] {
  return namedEntries(reading, node, "project's name").flatMap(({ name, entry }) => {
    const fields = fieldsOf<NonNullable<ConfigDocument["projects"]>[string]>(reading, entry.value);
    if (fields === null) return [];
    return [
      {
        name,
        agents: readAgentGlobs(reading, fields.value("agents")),
        resources: readPatterns(reading, fields.value("resources")),
        budget: readProjectBudget(reading, fields.value("project_budget")),
        span: entry.key.span,
      },
    ];
  });
}

function readLabels(reading: Reading, node: YamlNode | null): ConfigNode["labels"] {
  return namedEntries(reading, node, "label's name").map(({ name, entry }) => ({
    name,
    agents: readAgentGlobs(reading, entry.value, false),
  }));
}

function readVocabulary(reading: Reading, node: YamlNode | null): ConfigNode["vocabulary"] {
  const fields = fieldsOf<NonNullable<ConfigDocument["vocabulary"]>>(reading, node);
  if (fields === null) return { actions: [], resources: [], conditions: [] };
  return {
    actions: readWords(reading, fields.value("actions")),
    resources: readWords(reading, fields.value("resources")),
    conditions: namedEntries(reading, fields.value("conditions"), "condition's name").flatMap(
      ({ name, entry }) => {
        const condition = readCondition(reading, entry.value);
        return condition === null ? [] : [{ name, condition }];
      },
    ),
  };
}

function readWords(reading: Reading, node: YamlNode | null): readonly VocabularyNode[] {
  return namedEntries(reading, node, "vocabulary word").map(({ name, entry }) => ({
    name,
    patterns: readPatterns(reading, entry.value),
  }));
}

function readLint(reading: Reading, node: YamlNode | null): ConfigNode["lint"] {
  const fields = fieldsOf<NonNullable<ConfigDocument["lint"]>>(reading, node);
  if (fields === null) return { rules: [], failLevel: null, failLevelPlace: null };
  const failLevel = wordOf(reading, fields.value("fail_level"), failLevels);
  return {
    rules: entriesOf(reading, fields.value("rules")).flatMap(({ key, value }) => {
      const level = wordOf(reading, value, levels);
      return level === null ? [] : [{ id: { value: key.text.value, span: key.span }, level: level.value }];
    }),
    failLevel: failLevel?.value ?? null,
    failLevelPlace: failLevel?.span ?? null,
  };
}

function readPrice(reading: Reading, node: YamlNode | null): number | null {
  const fields = fieldsOf<NonNullable<ConfigDocument["prices"]>>(reading, node);
  const price = fields?.value("usd_per_million_tokens") ?? null;
  if (price === null) return null;
  if (price.kind !== "scalar" || typeof price.value !== "number") return mismatch(reading, price);
  if (Number.isFinite(price.value) && price.value >= 0) return price.value;
  reading.report(
    build["bad-value"](
      price.span,
      { text: price.text.value, what: "a price" },
      { help: "write US dollars as a plain number, 0 or more" },
    ),
  );
  return null;
}

function readBuild(reading: Reading, node: YamlNode | null): ConfigNode["build"] {
  const fields = fieldsOf<NonNullable<ConfigDocument["build"]>>(reading, node);
  if (fields === null) return { out: null, targets: null };
  const targets = fields.value("targets");
  return {
    out: readPath(reading, fields.value("out")),
    targets:
      targets === null ? null : present(itemsOf(reading, targets).map((item) => stringOf(reading, item))),
  };
}
