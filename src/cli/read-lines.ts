/** A stream of bytes as lines. */

/** Bytes of one line that are kept; a longer line is no request. */
const lineLimit = 1024 * 1024;

/**
 * The lines of a stream as they arrive, without their `\n`; a last one without a line break counts.
 * `null` stands for a line that is too long or no UTF-8.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string | null> {
  let parts: Uint8Array[] = [];
  let size = 0;
  const keep = (part: Uint8Array): void => {
    size += part.length;
    if (size <= lineLimit) parts.push(part);
    else parts = [];
  };
  const take = (): string | null => {
    const line = size > lineLimit ? null : decode(parts);
    parts = [];
    size = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      keep(chunk.subarray(from, at));
      yield take();
      from = at + 1;
    }
    if (from < chunk.length) keep(chunk.subarray(from));
  }
  if (size > 0) yield take();
}

function decode(parts: readonly Uint8Array[]): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    return null;
  }
}
