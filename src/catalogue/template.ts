/**
 * Templates of resource names: `repos/{repo}/branches/{branch...}`, `arn:{Partition}:s3:::{BucketName}/{ObjectName...}`.
 *
 * INVARIANT: text parts are never empty. Other than in shapes that bind (`syntax/shape-parser.ts`), a
 * placeholder may be a part of its segment, as in `o-{OrganizationId}`.
 */
import { InternalError } from "../base/invariant.ts";
import type { ResourceTemplate } from "./catalogue.ts";

type Part = ResourceTemplate["parts"][number];

const placeholder = /\{([^{}]+?)(\.\.\.)?\}/g;

/** Reads a template that is shipped; one that is none is a bug. */
export function readTemplate(name: string, text: string): ResourceTemplate {
  const parts: Part[] = [];
  const literal = (from: number, to: number): void => {
    if (to > from) parts.push({ kind: "text", text: text.slice(from, to) });
  };
  let at = 0;
  for (const match of text.matchAll(placeholder)) {
    const [whole, variable = "", many] = match;
    literal(at, match.index);
    parts.push({ kind: many === undefined ? "segment" : "segments", name: variable });
    at = match.index + whole.length;
  }
  literal(at, text.length);
  const stray = parts.find((part) => part.kind === "text" && /[{}]/.test(part.text));
  if (text === "" || stray !== undefined) throw new InternalError(`not a template: ${text}`);
  return { name, text, parts };
}
