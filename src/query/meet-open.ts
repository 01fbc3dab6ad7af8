/**
 * What a glob with an open end may have in common with one that can begin anywhere: `files/app/*` and
 * `**secret**` have `files/app/**secret**`.
 *
 * INVARIANT: a guess. Only what is then shown to be the intersection may be taken for it.
 */
import { pushToken, tokensText } from "../ir/glob.ts";
import type { Glob, GlobToken } from "../ir/ir.ts";

/** The first glob as far as its open end, then the second from its first `**` on; `null` for others. */
export function meetOpen(open: Glob, other: Glob): Glob | null {
  const before = open.tokens.slice(0, -1);
  if (open.tokens.at(-1)?.kind !== "deep" || before.length === 0) return null;
  const [first, second] = other.tokens;
  const [head, rest] = first?.kind === "text" ? [first.text, other.tokens.slice(1)] : ["", other.tokens];
  const wild = first?.kind === "text" ? second : first;
  if (wild?.kind !== "deep" && wild?.kind !== "gap") return null;
  const [begin] = before;
  if (head !== "" && (begin?.kind !== "text" || !begin.text.startsWith(head))) return null;
  const last = before.at(-1);
  const endsSegment = last?.kind === "text" && last.text.endsWith("/");
  const joint: readonly GlobToken[] =
    wild.kind === "deep" || endsSegment ? [wild] : [{ kind: "deep" }, { kind: "text", text: "/" }];
  const tokens: GlobToken[] = [];
  for (const token of [...before, ...joint, ...rest.slice(1)]) pushToken(tokens, token);
  return { dimension: open.dimension, tokens, key: `${open.dimension}:${tokensText(tokens)}` };
}
