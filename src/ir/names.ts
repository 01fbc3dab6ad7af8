/** Names that nothing declares, with did-you-mean. */
import type { Fix, Report } from "../base/diagnostic.ts";
import { assertNever } from "../base/invariant.ts";
import type { SourceFile } from "../base/source.ts";
import { suggest } from "../base/suggest.ts";
import type { ConfigNode, FileNode, Located } from "../syntax/ast.ts";
import { irMessages } from "./messages.ts";

const { build } = irMessages;

/** The file's name without folder and `.yaml` or `.yml`. */
export function stemOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/\.ya?ml$/, "");
}

/** What a reference can name. */
export type ReferenceKind =
  | "agent"
  | "role"
  | "variable"
  | "statement id"
  | "label"
  | "project"
  | "channel"
  | "vocabulary word"
  | "time zone";

/** Looking for a near name costs time; after this many comparisons messages do without. */
const maxComparisons = 1_000_000;
/** Writes another name in the place of one; nothing where the text is not the name itself. */
export function renaming({ value, span }: Located<string>, name: string): readonly Fix[] {
  const quotes = span.end - span.start - value.length;
  if (quotes !== 0 && quotes !== 2) return [];
  const place = { file: span.file, start: span.start + quotes / 2, end: span.end - quotes / 2 };
  return [{ title: `write \`${name}\``, kind: "review", edits: [{ span: place, text: name }] }];
}

/** `suggest` looks at no more names than this. */
const maxKnown = 10_000;

/**
 * Reports names that nothing declares, unless a file that could not be read whole declares them by
 * the look of its text: then that file's own errors are the cause.
 */
export class References {
  /** Policy files with errors, and the config if its tree could not be built. */
  readonly #damaged: readonly SourceFile[];
  readonly #damagedConfig: SourceFile | null;
  readonly #report: Report;
  #comparisons = 0;

  constructor(
    files: readonly FileNode[],
    config: ConfigNode | null,
    sources: ReadonlyMap<string, SourceFile>,
    report: Report,
  ) {
    this.#report = report;
    const trees = new Map(files.map((file) => [file.file, file]));
    const all = [...sources.values()];
    this.#damaged = all.filter(({ path }) => trees.get(path)?.complete === false);
    // A source without a tree is a config that could not be read.
    this.#damagedConfig = config === null ? (all.find(({ path }) => !trees.has(path)) ?? null) : null;
  }

  /** Whether there is a config whose contents are unknown: what it would say must not be missed. */
  get lacksConfig(): boolean {
    return this.#damagedConfig !== null;
  }

  /** Reports the name; `help` is given when no known name is near. */
  undefined(
    what: ReferenceKind,
    name: Located<string>,
    known: ReadonlySet<string> | ReadonlyMap<string, unknown>,
    help: string | null = null,
  ): void {
    if (this.#mayBeLost(what, name.value)) return;
    const near = this.#comparisons < maxComparisons ? suggest(name.value, known.keys()) : null;
    this.#comparisons += Math.min(known.size, maxKnown);
    const question = near === null ? null : `did you mean \`${near}\`?`;
    const advice = near === null || what === "vocabulary word" ? [question, help] : [question];
    this.#report(
      build["undefined-reference"](
        name.span,
        { what, name: name.value },
        {
          help: advice.filter((part) => part !== null).join("; ") || null,
          fixes: near === null ? [] : renaming(name, near),
        },
      ),
    );
  }

  #mayBeLost(what: ReferenceKind, name: string): boolean {
    switch (what) {
      case "agent":
        return this.#damaged.some(
          ({ path, text }) =>
            stemOf(path) === name ||
            text.includes(`agent: ${name}`) ||
            (text.includes("agents:") && text.includes(name)),
        );
      case "role":
        return this.#damaged.some(({ text }) => text.includes(`role: ${name}`));
      case "variable":
        if (name === "project") return this.lacksConfig;
        return this.#damaged.some(({ text }) => text.includes(`${name}:`));
      case "statement id":
        return this.#damaged.some(({ text }) => name.includes("/") || text.includes(`id: ${name}`));
      case "time zone":
        return false;
      case "label":
      case "project":
      case "channel":
      case "vocabulary word":
        return this.#damagedConfig?.text.includes(name) ?? false;
      default:
        return assertNever(what);
    }
  }
}
