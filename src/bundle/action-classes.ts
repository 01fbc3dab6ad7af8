/**
 * Which resource patterns an agent's action leads to.
 *
 * Actions that a statement names exactly are looked up, and their class says at once which roots to
 * walk; only other actions are matched against the agent's action patterns. So the number of classes
 * is linear in the policies, whatever the patterns.
 */
import { defined } from "../base/invariant.ts";
import type { Agent, Glob, Scope, Statement } from "../ir/ir.ts";
import { emptyTrie, addGlob } from "./glob-trie.ts";
import { matchesActionGlob } from "./match-action.ts";
import type { MatcherWriter, WrittenRoot } from "./matcher-writer.ts";
import { slotTable, type TextTable } from "./text-table.ts";
import { WordWriter } from "./word-writer.ts";

/** What a statement says of actions. Equal parts are one object. */
interface ActionPart {
  readonly key: string;
  readonly globs: readonly Glob[];
  readonly excepts: readonly Glob[];
  /** Names it speaks of exactly, in lower case. */
  readonly exact: readonly string[];
  readonly hasWildcards: boolean;
}

/** Statements (numbers, ascending) with one action part; those of roles and guardrails apart. */
interface Group {
  readonly part: ActionPart;
  readonly shared: boolean;
  readonly rows: number[];
}

export interface AgentEntry {
  /** Offset in `ACTIONS`. */
  readonly table: number;
  /** Slots there, less one. */
  readonly mask: number;
  /** Offset in `MATCHER`, or `null` where no statement's actions have a wildcard. */
  readonly wild: number | null;
  /** The most steps of one request's walks. */
  readonly steps: number;
}

export class ActionClasses {
  readonly actions: WordWriter = new WordWriter();
  readonly classes: WordWriter = new WordWriter();
  readonly #matcher: MatcherWriter;
  readonly #texts: TextTable;
  readonly #rowOf: ReadonlyMap<Statement, number>;
  readonly #parts: Map<string, ActionPart> = new Map<string, ActionPart>();
  readonly #partOf: Map<Statement, ActionPart> = new Map<Statement, ActionPart>();
  readonly #matched: Map<ActionPart, Map<string, boolean>> = new Map<ActionPart, Map<string, boolean>>();
  readonly #roots: Map<string, WrittenRoot> = new Map<string, WrittenRoot>();
  readonly #classOf: Map<string, { offset: number; steps: number }> = new Map<
    string,
    { offset: number; steps: number }
  >();
  readonly #tableOf: Map<string, { table: number; mask: number }> = new Map<
    string,
    { table: number; mask: number }
  >();
  readonly #wildOf: Map<string, WrittenRoot> = new Map<string, WrittenRoot>();
  readonly #statements: readonly Statement[];

  constructor(
    statements: readonly Statement[],
    texts: TextTable,
    rowOf: ReadonlyMap<Statement, number>,
    matcher: MatcherWriter,
  ) {
    this.#statements = statements;
    this.#texts = texts;
    this.#rowOf = rowOf;
    this.#matcher = matcher;
  }

  add(agent: Agent): AgentEntry {
    const groups = this.#groupsOf(agent);
    const names = [...new Set(groups.flatMap(({ part }) => part.exact))].sort();
    const merged = new Map<string, number[][]>(names.map((name) => [name, []]));
    const apart = new Map<string, Group[]>(names.map((name) => [name, []]));
    for (const group of groups) {
      const met = this.#namesMet(group.part, names);
      const target = isMerged(group, met.length) ? null : group;
      for (const name of met) {
        if (target === null) defined(merged.get(name), "name").push(group.rows);
        else defined(apart.get(name), "name").push(target);
      }
    }
    let steps = 0;
    const entries = names.map((name): readonly [string, number] => {
      const rows = ascending(defined(merged.get(name), "name").flat());
      const sets = [rows, ...defined(apart.get(name), "name").map((group) => group.rows)];
      const found = this.#class(sets);
      steps = Math.max(steps, found.steps);
      return [name, found.offset];
    });
    const wild = this.#wild(groups.filter(({ part }) => part.hasWildcards));
    if (wild !== null) steps = Math.max(steps, wild.steps);
    return { ...this.#table(entries), wild: wild === null ? null : wild.offset, steps };
  }

  #groupsOf(agent: Agent): Group[] {
    const own = new Map<ActionPart, Group>();
    const shared = new Map<ActionPart, Group>();
    for (const statement of [...agent.statements, ...agent.guardrails]) {
      const part = this.#partFor(statement);
      const isShared = statement.owner.kind !== "agent";
      const groups = isShared ? shared : own;
      const known = groups.get(part);
      const row = defined(this.#rowOf.get(statement), `statement ${statement.id}`);
      if (known === undefined) groups.set(part, { part, shared: isShared, rows: [row] });
      else known.rows.push(row);
    }
    return [...own.values(), ...shared.values()]
      .map(({ rows, ...group }) => ({ ...group, rows: ascending(rows) }))
      .sort((a, b) => (a.rows[0] ?? 0) - (b.rows[0] ?? 0));
  }

  #partFor(statement: Statement): ActionPart {
    const known = this.#partOf.get(statement);
    if (known !== undefined) return known;
    const part = partOf(statement.scope);
    const same = this.#parts.get(part.key) ?? part;
    this.#parts.set(part.key, same);
    this.#partOf.set(statement, same);
    return same;
  }

  #namesMet(part: ActionPart, names: readonly string[]): readonly string[] {
    if (!part.hasWildcards && part.excepts.length === 0) return part.exact;
    let known = this.#matched.get(part);
    if (known === undefined) this.#matched.set(part, (known = new Map<string, boolean>()));
    const answers = known;
    return names.filter((name) => {
      let answer = answers.get(name);
      if (answer === undefined) {
        answer =
          part.globs.some((glob) => matchesActionGlob(glob, name)) &&
          !part.excepts.some((glob) => matchesActionGlob(glob, name));
        answers.set(name, answer);
      }
      return answer;
    });
  }

  /** The class that walks a root for each of the sets of statements. */
  #class(sets: readonly (readonly number[])[]): { readonly offset: number; readonly steps: number } {
    const roots = sets.filter((rows) => rows.length > 0).map((rows) => this.#root(rows));
    const offsets = ascending(roots.map((root) => root.offset));
    const key = offsets.join(" ");
    const known = this.#classOf.get(key);
    if (known !== undefined) return known;
    const found = {
      offset: this.classes.pushAll([offsets.length, ...offsets]),
      steps: roots.reduce((sum, root) => sum + root.steps, 1),
    };
    this.#classOf.set(key, found);
    return found;
  }

  #root(rows: readonly number[]): WrittenRoot {
    const key = rows.join(" ");
    const known = this.#roots.get(key);
    if (known !== undefined) return known;
    const trie = emptyTrie();
    for (const row of rows) {
      const { scope } = defined(this.#statements[row], "statement");
      for (const pattern of scope.resources) for (const glob of pattern.globs) addGlob(trie, glob, row * 2);
      for (const pattern of scope.exceptResources) {
        for (const glob of pattern.globs) addGlob(trie, glob, row * 2 + 1);
      }
    }
    const written = this.#matcher.write(trie);
    this.#roots.set(key, written);
    return written;
  }

  /** The root that matches actions which no statement of the agent names. */
  #wild(groups: readonly Group[]): WrittenRoot | null {
    if (groups.length === 0) return null;
    const targets = groups.map(({ part, rows }) => ({ part, target: this.#class([rows]) }));
    const key = targets.map(({ part, target }) => `${target.offset} ${part.key}`).join("\n");
    const known = this.#wildOf.get(key);
    if (known !== undefined) return known;
    const trie = emptyTrie();
    for (const { part, target } of targets) {
      for (const glob of part.globs) addGlob(trie, glob, target.offset * 2);
      for (const glob of part.excepts) addGlob(trie, glob, target.offset * 2 + 1);
    }
    const { offset, steps } = this.#matcher.write(trie);
    const found = { offset, steps: targets.reduce((sum, { target }) => sum + target.steps, steps) };
    this.#wildOf.set(key, found);
    return found;
  }

  #table(entries: readonly (readonly [string, number])[]): { readonly table: number; readonly mask: number } {
    const slots = slotTable(entries.map(([name]) => name));
    const words = slots.flatMap((entry) => {
      if (entry === null) return [0, 0];
      const [name, offset] = defined(entries[entry], "entry");
      return [this.#texts.of(name) + 1, offset];
    });
    const key = words.join(" ");
    const known = this.#tableOf.get(key);
    if (known !== undefined) return known;
    const found = { table: this.actions.pushAll(words), mask: slots.length - 1 };
    this.#tableOf.set(key, found);
    return found;
  }
}

/**
 * Whether the statements are copied into the root of each action they meet, which saves a walk, or
 * have a root of their own, which all of these actions and agents share.
 */
function isMerged({ shared, rows }: Group, names: number): boolean {
  return shared ? rows.length <= 4 && names <= 2 : names <= 2 || rows.length * names <= 16;
}

/** The texts that tables of actions hold. */
export function actionNames(scope: Scope): readonly string[] {
  return partOf(scope).exact;
}

function partOf({ actions, exceptActions }: Scope): ActionPart {
  const byKey = (globs: readonly Glob[]): Glob[] =>
    [...new Map(globs.map((glob) => [glob.key, glob])).values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const globs = byKey(actions.flatMap((pattern) => pattern.globs));
  const excepts = byKey(exceptActions.flatMap((pattern) => pattern.globs));
  const exact = globs.flatMap(({ tokens: [token, ...rest] }) =>
    rest.length === 0 && token?.kind === "text" ? [token.text] : [],
  );
  return {
    key: JSON.stringify([globs.map((glob) => glob.key), excepts.map((glob) => glob.key)]),
    globs,
    excepts,
    exact,
    hasWildcards: exact.length < globs.length,
  };
}

function ascending(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
