/**
 * Globs in normal form, interned.
 *
 * INVARIANT: one dimension's globs with equal tokens are one object. Text tokens are never empty nor
 * side by side; wildcards side by side are merged where one of them says all that both say.
 */
import { assertNever } from "../base/invariant.ts";
import type { Dimension, Glob, GlobToken } from "./ir.ts";

/** A token of a glob whose variables have no values yet. */
export type TemplateToken = GlobToken | { readonly kind: "variable"; readonly name: string };

/** Half a gigabyte. */
const maxExpanded = 4_000_000;

const deep: GlobToken = { kind: "deep" };

/** ASCII letters in lower case; all else as it is. */
export function lowerAscii(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}

/** Appends a token in normal form: merges texts, and wildcards of which one covers both. */
export function pushToken(tokens: TemplateToken[], token: TemplateToken): void {
  const last = tokens.at(-1);
  if (token.kind === "text") {
    if (token.text === "") return;
    if (last?.kind === "text") tokens[tokens.length - 1] = { kind: "text", text: last.text + token.text };
    else tokens.push(token);
    return;
  }
  if (last === undefined || last.kind === "text" || last.kind === "variable" || token.kind === "variable") {
    tokens.push(token);
    return;
  }
  // `gap` says nothing beside a `deep`, nor a `star` beside one; equal wildcards say one thing.
  if (last.kind === token.kind) return;
  if (last.kind === "deep") return;
  if (token.kind === "deep") {
    tokens.pop();
    pushToken(tokens, deep);
    return;
  }
  tokens.push(token);
}

/** The tokens as pattern syntax: reads back as the same tokens in a pattern of the same dimension. */
export function tokensText(tokens: readonly TemplateToken[]): string {
  let text = "";
  for (const token of tokens) {
    switch (token.kind) {
      case "text":
        text += escapeText(token.text);
        break;
      case "star":
        text += "*";
        break;
      case "deep":
        text += "**";
        break;
      case "gap":
        text += "**/";
        break;
      case "variable":
        text += `\${${token.name}}`;
        break;
      default:
        assertNever(token);
    }
  }
  return text;
}

function escapeText(text: string): string {
  return /[*?[\]{}\\]/.test(text) ? text.replace(/[*?[\]{}\\]/g, "\\$&") : text;
}

/** Hands out the one glob of given tokens; one store per compilation. */
export class GlobStore {
  readonly #globs: { readonly [D in Dimension]: Map<string, Glob> } = {
    action: new Map<string, Glob>(),
    resource: new Map<string, Glob>(),
  };

  /** Tokens that braces multiplied into being, so far. */
  #expanded = 0;

  /**
   * Counts the tokens of a pattern's alternatives: `over` once braces have multiplied a whole set to
   * more than it could hold, and `first` when this pattern did.
   */
  countExpanded(tokens: number): { readonly over: boolean; readonly first: boolean } {
    const before = this.#expanded;
    this.#expanded += tokens;
    return { over: this.#expanded > maxExpanded, first: before <= maxExpanded };
  }

  /** `tokens` must be in normal form; `text` is their `tokensText`. */
  intern(dimension: Dimension, tokens: readonly GlobToken[], text: string): Glob {
    const globs = this.#globs[dimension];
    const known = globs.get(text);
    if (known !== undefined) return known;
    const glob: Glob = { dimension, tokens, key: `${dimension}:${text}` };
    globs.set(text, glob);
    return glob;
  }

  /** The glob that matches every name. */
  everything(dimension: Dimension): Glob {
    return this.intern(dimension, [deep], "**");
  }
}

/** The glob as pattern syntax, unquoted. */
export function globText(glob: Glob): string {
  return glob.key.slice(glob.dimension.length + 1);
}
