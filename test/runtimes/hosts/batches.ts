/** Vectors to hosts that are servers: in parts, each the body of a request. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { vectorFiles, type HostResult, type VectorKind, type VectorSet } from "../host.ts";
import { checkResult, sumResults } from "../process.ts";

const maxLines = 2000;
const maxCharacters = 1_000_000;

interface Batch {
  readonly first: number;
  readonly body: string;
}

/** Parts of a file in whole lines. */
export function batchesOf(text: string, lines: number = maxLines): Batch[] {
  const batches: Batch[] = [];
  let body: string[] = [];
  let size = 0;
  let next = 1;
  const flush = (): void => {
    if (body.length > 0) batches.push({ first: next - body.length, body: body.join("") });
    body = [];
    size = 0;
  };
  for (const line of text.split("\n").slice(0, -1)) {
    if (body.length === lines || size + line.length > maxCharacters) flush();
    body.push(`${line}\n`);
    size += line.length;
    next++;
  }
  flush();
  return batches;
}

/**
 * Posts every line to `ORIGIN/SET/KIND?first=LINE` and sums up what comes back; of one set so many parts at
 * the same time.
 */
export async function postVectors(
  origin: string,
  sets: readonly VectorSet[],
  kinds: readonly VectorKind[],
  lines: number = maxLines,
  parallel = 1,
): Promise<HostResult> {
  const results: HostResult[] = [];
  for (const { name, folder } of sets) {
    const parts = kinds.flatMap((kind) =>
      batchesOf(readFileSync(join(folder, vectorFiles[kind]), "utf8"), lines).map((batch) => ({
        url: `${origin}/${name}/${kind}?first=${String(batch.first)}`,
        body: batch.body,
      })),
    );
    for (let i = 0; i < parts.length; i += parallel) {
      results.push(...(await Promise.all(parts.slice(i, i + parallel).map(post))));
    }
  }
  return sumResults(results);
}

async function post({ url, body }: { readonly url: string; readonly body: string }): Promise<HostResult> {
  const response = await fetch(url, { method: "POST", body });
  const text = await response.text();
  if (response.status !== 200) {
    throw new Error(`${url}: status ${String(response.status)}: ${text.slice(0, 300)}`);
  }
  return checkResult(JSON.parse(text));
}
