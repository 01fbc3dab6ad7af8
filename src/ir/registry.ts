/**
 * Who is declared: agents with the documents that speak for them, roles, and the lists of agents
 * that documents name.
 *
 * INVARIANT: the result does not depend on the order of files or documents; every contradiction
 * between documents has been reported.
 */
import type { Report } from "../base/diagnostic.ts";
import { compareCodePoints, sortedUnique } from "../base/order.ts";
import type { Span } from "../base/source.ts";
import type { ConfigNode, DocumentNode, FileNode, Located } from "../syntax/ast.ts";
import { matchesAgentGlob, readAgentEntry } from "./agent-glob.ts";
import { lowerAscii } from "./glob.ts";
import { irMessages } from "./messages.ts";
import { stemOf, type References } from "./names.ts";

const { build } = irMessages;

export interface AgentDeclaration {
  readonly name: string;
  /** Where the name is first written, or the document that its file's stem names. */
  readonly place: Span;
  readonly documents: readonly DocumentNode[];
}

export interface RoleDeclaration {
  readonly name: string;
  readonly place: Span;
  readonly document: DocumentNode;
}

/** The names that an agent policy speaks for, each with its place; empty when its stem is refused. */
export function agentsOf(document: DocumentNode): readonly Located<string>[] {
  return document.namedByStem
    ? [{ value: stemOf(document.span.file), span: document.span }]
    : document.agents;
}

/** All agents, by name, in code-point order. */
export function declareAgents(
  files: readonly FileNode[],
  config: ConfigNode | null,
  references: References,
  report: Report,
): ReadonlyMap<string, AgentDeclaration> {
  const found = new Map<string, { places: Span[]; documents: Set<DocumentNode> }>();
  for (const document of files.flatMap((file) => file.documents)) {
    if (document.kind !== "agent") continue;
    for (const name of agentsOf(document)) {
      const known = found.get(name.value);
      if (known === undefined) found.set(name.value, { places: [name.span], documents: new Set([document]) });
      else {
        known.places.push(name.span);
        known.documents.add(document);
      }
    }
  }
  const split = new Set(config?.splitAgents.map(({ value }) => value));
  const agents = new Map<string, AgentDeclaration>();
  for (const [name, { places, documents }] of [...found].sort(([a], [b]) => compareCodePoints(a, b))) {
    const [place, ...others] = places.sort(compareSpans);
    if (place === undefined) continue;
    const elsewhere = others.find(({ file }) => file !== place.file);
    if (elsewhere !== undefined && !split.has(name) && !references.lacksConfig) {
      report(
        build["split-agent"](
          firstOf(elsewhere),
          { name },
          {
            related: [{ message: "also declared here", span: firstOf(place) }],
            help: "keep an agent in one file, or list it under `split_agents:` in `sentrely.yaml`",
          },
        ),
      );
    }
    agents.set(name, { name, place, documents: [...documents].sort(compareDocuments) });
  }
  checkCase(agents, report);
  return agents;
}

function checkCase(agents: ReadonlyMap<string, AgentDeclaration>, report: Report): void {
  const byFolded = new Map<string, AgentDeclaration>();
  for (const agent of agents.values()) {
    const folded = lowerAscii(agent.name);
    const other = byFolded.get(folded);
    if (other === undefined) byFolded.set(folded, agent);
    else {
      report(
        build["confusable-agents"](
          firstOf(agent.place),
          { name: agent.name, other: other.name },
          { related: [{ message: `\`${other.name}\` is declared here`, span: firstOf(other.place) }] },
        ),
      );
    }
  }
}

/** All roles, by name, in code-point order. */
export function declareRoles(
  files: readonly FileNode[],
  report: Report,
): ReadonlyMap<string, RoleDeclaration> {
  const roles = new Map<string, RoleDeclaration>();
  const documents = files.flatMap((file) => file.documents).sort(compareDocuments);
  for (const document of documents) {
    if (document.kind !== "role" || document.role === null) continue;
    const { value: name, span: place } = document.role;
    const first = roles.get(name);
    if (first === undefined) roles.set(name, { name, place, document });
    else {
      report(
        build["duplicate-role"](
          place,
          { name },
          { related: [{ message: "first declared here", span: first.place }] },
        ),
      );
    }
  }
  return new Map([...roles].sort(([a], [b]) => compareCodePoints(a, b)));
}

/** Documents by file, then by place. */
export function compareDocuments(a: DocumentNode, b: DocumentNode): number {
  return compareSpans(a.span, b.span);
}

function compareSpans(a: Span, b: Span): number {
  return compareCodePoints(a.file, b.file) || a.start - b.start || a.end - b.end;
}

/** The first character of a place: a whole document is too much to underline. */
export function firstOf(span: Span): Span {
  return span.end - span.start <= 200 ? span : { ...span, end: span.start + 1 };
}

/** Resolves entries such as `ci-*`, `label:trusted` or a literal name to declared agents. */
export class AgentLists {
  readonly #names: readonly string[];
  /** The declared agents. */
  readonly known: ReadonlySet<string>;
  readonly #labels: Map<string, readonly string[]> = new Map<string, readonly string[]>();
  readonly #references: References;
  readonly #report: Report;

  /** `names` are the declared agents, sorted; labels are added by `declareLabel`. */
  constructor(names: readonly string[], references: References, report: Report) {
    this.#names = names;
    this.known = new Set(names);
    this.#references = references;
    this.#report = report;
  }

  /** Makes a label known; its entries hold no labels. */
  declareLabel(name: string, entries: readonly Located<string>[]): readonly string[] {
    const agents = this.resolve(entries);
    this.#labels.set(name, agents);
    return agents;
  }

  has(name: string): boolean {
    return this.known.has(name);
  }

  /** Every declared agent, sorted. */
  every(): readonly string[] {
    return this.#names;
  }

  /** The agents that any of the entries names, sorted. An entry that names none is reported. */
  resolve(entries: readonly Located<string>[]): readonly string[] {
    const found = new Set<string>();
    for (const entry of entries) for (const name of this.#resolveEntry(entry)) found.add(name);
    return sortedUnique(found);
  }

  /** The agents of `applies_to` (absent: every agent) without those of `except_agents`, sorted. */
  selected({ appliesTo, exceptAgents }: DocumentNode): readonly string[] {
    const applied = appliesTo === null ? this.#names : this.resolve(appliesTo);
    if (exceptAgents.length === 0) return applied;
    const excepted = new Set(this.resolve(exceptAgents));
    return applied.filter((name) => !excepted.has(name));
  }

  #resolveEntry(entry: Located<string>): readonly string[] {
    const read = readAgentEntry(entry.value);
    if (read.kind === "name") {
      if (this.known.has(read.name)) return [read.name];
      this.#references.undefined("agent", entry, this.known);
      return [];
    }
    const agents = read.kind === "glob" ? this.matching(read.glob) : this.label(read.name, entry.span);
    if (agents?.length === 0) this.#report(build["unmatched-agents"](entry.span, { entry: entry.value }));
    return agents ?? [];
  }

  /** The agents that a glob matches, sorted; none is no error here. */
  matching(glob: string): readonly string[] {
    if (glob === "*") return this.#names;
    if (!glob.includes("*")) return this.known.has(glob) ? [glob] : [];
    return this.#names.filter((name) => matchesAgentGlob(glob, name));
  }

  /** The agents with a label, sorted; `null` when the label is reported as undeclared. */
  label(name: string, span: Span): readonly string[] | null {
    const agents = this.#labels.get(name);
    if (agents !== undefined) return agents;
    this.#references.undefined(
      "label",
      { value: name, span },
      this.#labels,
      "labels are declared under `labels:` in `sentrely.yaml`",
    );
    return null;
  }
}
