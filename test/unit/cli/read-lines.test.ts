import fc from "fast-check";
import { expect, test } from "vitest";
import { readLines } from "../../../src/cli/read-lines.ts";
import { runs } from "../../support/runs.ts";

async function linesOf(chunks: readonly Uint8Array[]): Promise<(string | null)[]> {
  const lines: (string | null)[] = [];
  const stream = async function* (): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield await Promise.resolve(chunk);
  };
  for await (const line of readLines(stream())) lines.push(line);
  return lines;
}

test("lines are the same wherever the stream is cut", async () => {
  const text = fc.array(fc.string({ unit: fc.constantFrom("a", "é", "😀", "\r", " ") }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(40)), async (lines, sizes) => {
      const bytes = Buffer.from(lines.join("\n"));
      const chunks: Uint8Array[] = [];
      let at = 0;
      for (const size of sizes) chunks.push(bytes.subarray(at, (at += size)));
      chunks.push(bytes.subarray(at));
      const expected = lines.at(-1) === "" ? lines.slice(0, -1) : lines;
      expect(await linesOf(chunks)).toEqual(expected);
    }),
    { numRuns: runs(200) },
  );
});

test("a line over the limit, and one that is no UTF-8, are null, and the next is whole", async () => {
  const long = new Uint8Array(600_000).fill(0x61);
  expect(
    await linesOf([long, long, Buffer.from("\nb\n"), Buffer.from([0xff, 0x0a]), Buffer.from("c")]),
  ).toEqual([null, "b", null, "c"]);
});
