/** One document of a policy or test file as a node (LANGUAGE.md §1). */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type {
  GuardrailDocument,
  LimitsDocument,
  PolicyDocument,
  RoleDocument,
  TestsDocument,
} from "../generated/documents.ts";
import {
  validateAgent,
  validateGuardrail,
  validateLimits,
  validateRole,
  validateTests,
  type Validator,
} from "../generated/validators.mjs";
import type { DocumentKind, DocumentNode, Located } from "./ast.ts";
import { limitKeys } from "./document-kind.ts";
import { documentMessages } from "./document-messages.ts";
import { readLimits } from "./limits-node.ts";
import { fieldsOfEntries, proseOf } from "./node-reader.ts";
import type { Fields, Reading } from "./node-reader.ts";
import { readAgentGlobs, readExpiry, readName, readNames } from "./scalar-nodes.ts";
import { checkStructure } from "./schema-check.ts";
import { readStatements } from "./statement-node.ts";
import { readTests } from "./tests-node.ts";
import { readVariables } from "./variables-node.ts";
import type { YamlMap } from "./yaml-node.ts";

const { build } = documentMessages;

const validators: { readonly [K in DocumentKind]: Validator } = {
  agent: validateAgent,
  role: validateRole,
  guardrail: validateGuardrail,
  limits: validateLimits,
  tests: validateTests,
};

/** Every key of every kind of document. */
type AnyDocument = PolicyDocument & RoleDocument & GuardrailDocument & LimitsDocument & TestsDocument;

/** A document without anything in it. */
export function emptyDocument(kind: DocumentKind, span: Span): DocumentNode {
  return {
    kind,
    agents: [],
    namedByStem: false,
    role: null,
    extends: [],
    appliesTo: null,
    exceptAgents: [],
    project: null,
    vars: [],
    expires: null,
    owner: null,
    description: null,
    statements: [],
    limits: [],
    tests: [],
    span,
  };
}

/** Reads a mapping as a document of `kind`; what is wrong with it is reported. */
export function readDocument(map: YamlMap, kind: DocumentKind, span: Span, report: Report): DocumentNode {
  const reading: Reading = { report, checked: checkStructure(map, validators[kind], report) };
  const fields = fieldsOfEntries<AnyDocument>(map, map.entries);
  const tests = readTests(reading, fields.value("tests"));
  const base = {
    ...emptyDocument(kind, span),
    description: proseOf(reading, fields.value("description")),
    tests,
  };
  switch (kind) {
    case "tests":
      return base;
    case "role":
      return {
        ...base,
        role: readName(reading, fields.value("role"), "role's name"),
        extends: readNames(reading, fields.value("extends"), "role's name"),
        vars: readVariables(reading, fields.value("vars")),
        statements: readStatements(reading, fields.value("policies"), "policies"),
      };
    case "guardrail":
      return {
        ...base,
        ...readSelection(reading, fields),
        statements: readStatements(reading, fields.value("guardrails"), "guardrails"),
        limits: readLimits(reading, fields),
      };
    case "limits":
      checkLimits(reading, fields);
      return {
        ...base,
        ...readSelection(reading, fields),
        agents: readAgents(reading, fields),
        project: readName(reading, fields.value("project"), "project's name"),
        limits: readLimits(reading, fields),
      };
    case "agent":
      return {
        ...base,
        agents: readAgents(reading, fields),
        namedByStem: fields.entry("agent") === null && fields.entry("agents") === null,
        extends: readNames(reading, fields.value("extends"), "role's name"),
        project: readName(reading, fields.value("project"), "project's name"),
        vars: readVariables(reading, fields.value("vars")),
        expires: readExpiry(reading, fields.value("expires")),
        owner: proseOf(reading, fields.value("owner")),
        statements: readStatements(reading, fields.value("policies"), "policies"),
        limits: readLimits(reading, fields),
      };
  }
}

function readAgents(reading: Reading, fields: Fields<AnyDocument>): readonly Located<string>[] {
  refuseBeside(reading, fields, "agents", "agent");
  const one = readName(reading, fields.value("agent"), "agent's name");
  return [...(one === null ? [] : [one]), ...readNames(reading, fields.value("agents"), "agent's name")];
}

function readSelection(
  reading: Reading,
  fields: Fields<AnyDocument>,
): Pick<DocumentNode, "appliesTo" | "exceptAgents"> {
  const appliesTo = fields.value("applies_to");
  return {
    appliesTo: appliesTo === null ? null : readAgentGlobs(reading, appliesTo),
    exceptAgents: readAgentGlobs(reading, fields.value("except_agents")),
  };
}

/** Limits name their agents in one way, and hold at least one block. */
function checkLimits(reading: Reading, fields: Fields<AnyDocument>): void {
  for (const named of ["agent", "agents"] as const) {
    for (const selecting of ["applies_to", "except_agents"] as const) {
      refuseBeside(reading, fields, selecting, named);
    }
  }
  if (reading.checked && limitKeys.every((key) => fields.entry(key) === null)) {
    reading.report(
      build["empty-document"](
        fields.map.entries[0]?.key.span ?? fields.map.span,
        {},
        { help: "write a block such as `budget:`" },
      ),
    );
  }
}

/** Two ways to name agents in one document: which holds would be a guess. */
function refuseBeside(
  reading: Reading,
  fields: Fields<AnyDocument>,
  key: keyof AnyDocument & string,
  other: keyof AnyDocument & string,
): void {
  const [entry, beside] = [fields.entry(key), fields.entry(other)];
  if (entry === null || beside === null) return;
  reading.report(
    build["conflicting-keys"](
      entry.key.span,
      { key, other },
      { related: [{ message: "the other key", span: beside.key.span }], help: "keep one of the two" },
    ),
  );
}
