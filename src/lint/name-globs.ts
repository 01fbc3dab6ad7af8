/**
 * Globs that rules ask about besides those of the policies: literal names, templates of the catalogue,
 * and names that no pattern of the set mentions.
 *
 * INVARIANT: equal globs have one entry in the library, whoever made them.
 */
import type { Box } from "../analysis/boxes.ts";
import { ALWAYS } from "../automata/decision-diagram.ts";
import { foldCase, isForbidden } from "../automata/alphabet.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import type { ResourceTemplate } from "../catalogue/catalogue.ts";
import { GlobStore, lowerAscii, pushToken, tokensText } from "../ir/glob.ts";
import type { Dimension, GlobToken, PolicySet, Scope } from "../ir/ir.ts";
import type { LintContext } from "./lint-context.ts";

export class NameGlobs {
  readonly #store: GlobStore = new GlobStore();
  readonly #context: LintContext;
  readonly #templates: Map<string, GlobEntry> = new Map<string, GlobEntry>();
  #mentioned: ReadonlySet<number> | null = null;

  constructor(context: LintContext) {
    this.#context = context;
  }

  /** The glob of these tokens, which need not be in normal form. */
  glob(dimension: Dimension, tokens: readonly GlobToken[]): GlobEntry {
    const normal: GlobToken[] = [];
    for (const token of tokens) {
      const folded: GlobToken =
        token.kind === "text" && dimension === "action"
          ? { kind: "text", text: lowerAscii(token.text) }
          : token;
      pushToken(normal, folded);
    }
    return this.#context.analysis.library.entry(this.#store.intern(dimension, normal, tokensText(normal)));
  }

  /** The glob that matches one name. */
  literal(dimension: Dimension, text: string): GlobEntry {
    return this.glob(dimension, [{ kind: "text", text }]);
  }

  /** All actions of a service: its key, a `:` and anything. */
  service(key: string): GlobEntry {
    return this.glob("action", [{ kind: "text", text: `${key}:` }, { kind: "deep" }]);
  }

  /**
   * The names of a template; variables that `values` names, in lower case, have that value. Where a
   * variable may not be empty, the rules of valid names say so.
   */
  template(template: ResourceTemplate, values: ReadonlyMap<string, string> | null = null): GlobEntry {
    const key = `${template.text}\u0000${values === null ? "" : JSON.stringify([...values])}`;
    let entry = this.#templates.get(key);
    if (entry === undefined) {
      entry = this.glob(
        "resource",
        template.parts.map((part): GlobToken => {
          if (part.kind === "text") return part;
          const value = values?.get(part.name.toLowerCase());
          if (value !== undefined) return { kind: "text", text: value };
          return part.kind === "segment" ? { kind: "star" } : { kind: "deep" };
        }),
      );
      this.#templates.set(key, entry);
    }
    return entry;
  }

  /**
   * A character that no pattern of the set and no binding shape holds: a name made of it is matched by
   * wildcards alone, so what holds for it holds for whatever nobody thought of.
   */
  get unnamed(): string {
    this.#mentioned ??= mentionedIn(this.#context.set);
    for (let c = 0x61; ; c = next(c)) {
      if (!this.#mentioned.has(c) && !isForbidden(c)) return String.fromCodePoint(c);
    }
  }
}

/** Lower-case letters, then digits, then what comes after ASCII. */
function next(c: number): number {
  return c === 0x7a ? 0x30 : c === 0x39 ? 0xe0 : c + 1;
}

function mentionedIn({ statements, services }: PolicySet): ReadonlySet<number> {
  const mentioned = new Set<number>();
  const add = (text: string): void => {
    for (const character of text) mentioned.add(foldCase(character.codePointAt(0) ?? 0));
  };
  for (const { scope } of statements) for (const text of textsOf(scope)) add(text);
  for (const { name, shapes, actions } of services) {
    add(name);
    for (const { action } of actions) add(action);
    for (const { parts } of [...shapes, ...actions.flatMap((a) => a.shapes)]) {
      for (const part of parts) if (part.kind === "text") add(part.text);
    }
  }
  return mentioned;
}

function* textsOf(scope: Scope): Generator<string> {
  const { actions, exceptActions, resources, exceptResources } = scope;
  for (const { globs } of [...actions, ...exceptActions, ...resources, ...exceptResources]) {
    for (const { tokens } of globs) for (const t of tokens) if (t.kind === "text") yield t.text;
  }
}

/** The set's globs for rules; one a run. */
export function nameGlobs(context: LintContext): NameGlobs {
  return context.share({ name: "name globs", make: (shared) => new NameGlobs(shared) });
}

/** Actions × resources in every context. */
export function boxOf(actions: readonly GlobEntry[], resources: readonly GlobEntry[]): Box {
  return {
    statement: null,
    region: { actions, resources, exceptActions: [], exceptResources: [] },
    condition: () => ALWAYS,
  };
}
