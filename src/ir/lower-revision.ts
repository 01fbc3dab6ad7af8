/**
 * The tests and sensitive regions of another revision, read against this set: its words and labels are the
 * other's, agents and types of attributes this set's.
 *
 * INVARIANT: nothing that the other revision asserts is lost: it is read, or it holds of agents that are gone,
 * or it is told as unreadable.
 */
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { ConfigNode, FileNode, MatrixTestNode, TestNode } from "../syntax/ast.ts";
import { Channels } from "./channels.ts";
import { GlobStore } from "./glob.ts";
import type { PolicyTest } from "./ir.ts";
import { compareSensitive, lowerSensitiveEntry, type SensitiveChange } from "./lower-sensitive.ts";
import type { Lowering } from "./lower-statement.ts";
import { lowerTest, matrixName, subjectAgents, type TestContext } from "./lower-test.ts";
import { References } from "./names.ts";
import { AgentLists, compareDocuments } from "./registry.ts";
import { Vocabulary } from "./vocabulary.ts";

/** The trees of another revision of a set. */
export interface OtherRevision {
  readonly trees: readonly FileNode[];
  readonly config: ConfigNode | null;
}

export interface RevisionReading {
  /** Its tests with this set's agents; an id that no statement here has stays, and the test fails when run. */
  readonly tests: readonly PolicyTest[];
  /** Its regions of sensitive operations. */
  readonly sensitive: readonly SensitiveChange[];
  /** What cannot be checked here, by place: each counts as broken. */
  readonly unreadable: readonly UnreadablePart[];
}

export interface UnreadablePart {
  /** A test's name, or the key of a sensitive region. */
  readonly name: string;
  /** In a file of the other revision. */
  readonly place: Span;
  /** Why; without final period. */
  readonly message: string;
}

/** What a reading takes from this set. */
export interface ReadingContext {
  /** Names of this set's agents, sorted. */
  readonly agents: readonly string[];
  readonly lowering: Lowering;
}

/**
 * Reads another revision. `receive` says where errors of this set's `lowering` go from now on; what is inferred
 * of attributes is the caller's to forget. Channels are not checked: an unknown one makes a test fail when run.
 */
export function readRevision(
  { trees, config }: OtherRevision,
  { agents, lowering }: ReadingContext,
  receive: (report: Report) => void,
): RevisionReading {
  let found: Diagnostic[] = [];
  const collect = (diagnostic: Diagnostic): void => {
    if (diagnostic.severity === "error") found.push(diagnostic);
  };
  receive(collect);
  // Its files were compiled by themselves: no name is missing because a file is damaged.
  const references = new References([], config, new Map(), collect);
  const lists = new AgentLists(agents, references, collect);
  for (const { name, agents: entries } of config?.labels ?? []) lists.declareLabel(name.value, entries);
  // An entry of a label may name an agent that is gone.
  found = [];
  const globs = new GlobStore();
  const noWords = { actions: [], resources: [], conditions: [] };
  const { conditions } = lowering;
  const vocabulary = new Vocabulary(config?.vocabulary ?? noWords, conditions, globs, references, collect);
  // Why a word means nothing here is known now; its uses say nothing more.
  const ofWords = found;
  const context: TestContext = {
    lists,
    ids: new Set(),
    lowering: {
      ...lowering,
      globs,
      vocabulary,
      references,
      channels: new Channels(null, references),
      report: collect,
    },
  };

  const unreadable: UnreadablePart[] = [];
  /** The result of `lower`, or `null` when it could not be read, which is then told. */
  const attempt = <T>(name: string, place: Span, lower: () => T | null): T | null => {
    found = [];
    const lowered = lower();
    if (lowered !== null && found.length === 0) return lowered;
    const message = found[0]?.message ?? ofWords[0]?.message ?? "it has no meaning in this set";
    unreadable.push({ name, place, message });
    return null;
  };
  const readTest = (node: TestNode): PolicyTest | null => {
    const [name, place] = nameAndPlace(node);
    const goneFor = (who: string): void => {
      unreadable.push({ name, place, message: `no agent of this set matches ${who}` });
    };
    if (node.kind === "sentence") {
      const { subject, verb } = node.sentence;
      const matched = attempt(name, place, () => subjectAgents(subject, lists));
      if (matched === null) return null;
      if (matched.length === 0) {
        if (verb.value !== "cannot" && subject.kind !== "no") goneFor(subjectText(subject));
        return null;
      }
    }
    if (node.kind !== "matrix") return attempt(name, place, () => lowerTest(node, context));
    const present = node.agents.filter(({ value }) => lists.has(value));
    const gone = node.agents.filter(({ value }) => !lists.has(value));
    if (gone.length > 0 && node.expect.value !== "deny")
      goneFor(gone.map(({ value }) => `\`${value}\``).join(" or "));
    if (present.length === 0) return null;
    const ids = new Set(node.because?.map(({ value }) => value));
    const test = attempt(name, place, () => lowerTest({ ...node, agents: present }, { ...context, ids }));
    return test?.kind === "matrix" ? { ...test, name } : test;
  };

  const documents = trees.flatMap((tree) => tree.documents).sort(compareDocuments);
  const tests = documents.flatMap((document) => document.tests.flatMap((test) => readTest(test) ?? []));
  const sensitive = (config?.sensitive ?? [])
    .flatMap((entry) => {
      const name = `sensitive.${entry.rule}.${entry.kind}`;
      return attempt(name, entry.span, () => lowerSensitiveEntry(entry, context.lowering)) ?? [];
    })
    .sort(compareSensitive);
  return { tests, sensitive, unreadable };
}

function nameAndPlace(node: TestNode): readonly [string, Span] {
  switch (node.kind) {
    case "sentence":
      return [node.sentence.text, node.sentence.span];
    case "matrix":
      return [node.name?.value ?? nameOfMatrix(node), node.span];
    case "scenario":
      return [node.name.value, node.span];
  }
}

function nameOfMatrix({ agents, actions, resources, expect }: MatrixTestNode): string {
  const texts = (list: readonly { readonly value: string }[]): string[] => list.map(({ value }) => value);
  return matrixName(texts(agents), texts(actions), texts(resources), expect.value);
}

type Subject = Extract<TestNode, { readonly kind: "sentence" }>["sentence"]["subject"];

function subjectText(subject: Subject): string {
  switch (subject.kind) {
    case "agents":
      return `\`${subject.glob}\``;
    case "label":
      return `\`label:${subject.name}\``;
    case "every":
    case "no":
      return `\`${subject.kind} agent\``;
  }
}
