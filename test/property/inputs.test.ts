/** Bytes, arguments and whole sets of any kind: the readers at the edge and the compiler behind them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readLines } from "../../src/cli/read-lines.ts";
import { compile } from "../../src/pipeline.ts";
import { decodeSource } from "../../src/syntax/decode-source.ts";
import * as scalars from "../../src/syntax/scalars.ts";
import { folderWith, systemError } from "../support/cli.ts";
import { runs } from "../support/runs.ts";

const utf8 = new TextEncoder();
const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** Mostly text, with bytes that begin, continue and break sequences strewn in. */
const bytes = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 4 }).map((text) => utf8.encode(text)),
      fc.uint8Array({ maxLength: 3 }),
      fc
        .constantFrom(0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff)
        .map((b) => Uint8Array.of(b)),
      fc.constantFrom("\ufeff", "a: b\n", "\r\n", "\0").map((text) => utf8.encode(text)),
    ),
    { maxLength: 8 },
  )
  .map((parts) => new Uint8Array(Buffer.concat(parts)));

test("any bytes are text exactly when they are UTF-8, and else the place is that of the first wrong byte", () => {
  fc.assert(
    fc.property(bytes, (content) => {
      const { source, problem } = decodeSource("f", content);
      if (problem === null) {
        expect(source.text).toBe(new TextDecoder("utf-8", { fatal: true }).decode(content));
      } else if (source.text !== "") {
        expect(isUtf8(content)).toBe(false);
        const start = problem.span?.start ?? -1;
        expect(source.text.charAt(start)).toBe("\ufffd");
        expect(isUtf8(utf8.encode(source.text.slice(0, start)))).toBe(true);
      }
    }),
    { numRuns: runs(3000) },
  );
});

const scalar = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "$",
        "1",
        "0",
        "500",
        ",",
        ".",
        "_",
        "%",
        "-",
        "+",
        ":",
        "T",
        "Z",
        " ",
        "x",
        "2026",
        "12",
        "31",
      ),
      fc.constantFrom(
        "s",
        "m",
        "h",
        "d",
        "y",
        "mon",
        "fri",
        "sun",
        "1h30m",
        "2026-01-05",
        "18:00",
        "9".repeat(400),
      ),
      fc.string({ unit: "binary", maxLength: 2 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

test("any text is a scalar of finite value, or none", () => {
  const { parseDuration, parseMoney, parsePercent, parseInteger, parseFactor, parseInstant } = scalars;
  fc.assert(
    fc.property(scalar, (text) => {
      for (const parse of [
        parseDuration,
        parseMoney,
        parsePercent,
        parseInteger,
        parseFactor,
        parseInstant,
      ]) {
        expect(parse(text)).toSatisfy((value: number | null) => value === null || Number.isFinite(value));
      }
      for (const parse of [scalars.parseExpiry, scalars.parseClockRange, scalars.parseWeekdays]) {
        expect(() => parse(text)).not.toThrow();
      }
    }),
    { numRuns: runs(3000) },
  );
});

test("lines are the same however the stream is cut into chunks", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { maxLength: 6 }), async (chunks) => {
      const read = async (parts: readonly Uint8Array[]): Promise<(string | null)[]> => {
        const found: (string | null)[] = [];
        for await (const line of readLines(
          (async function* () {
            for (const part of parts) yield await Promise.resolve(part);
          })(),
        )) {
          found.push(line);
        }
        return found;
      };
      expect(await read(chunks)).toEqual(await read([new Uint8Array(Buffer.concat(chunks))]));
    }),
    { numRuns: runs(500) },
  );
});

const examples = fileURLToPath(new URL("../../examples/", import.meta.url));
const texts = readdirSync(examples, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".yaml"))
  .sort()
  .map((file) => ({ path: file, text: readFileSync(join(examples, file), "utf8") }));
const pieces = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "\n",
    "  ",
    "- ",
    ": ",
    "#",
    " #",
    "'",
    '"',
    "{",
    "}",
    "[",
    "]",
    "*",
    "&a",
    "!",
    "|",
    ">",
    "---\n",
    "\t",
    "\0",
    "\ud800",
    "😀",
  ),
  fc.constantFrom(
    "on",
    "except",
    "when",
    "deny",
    "policies:",
    "tests:",
    "agent: a",
    "${x}",
    "**",
    "-1",
    "1e999",
    "null",
  ),
  fc.string({ unit: "binary", maxLength: 5 }),
);

test("an example's file with a piece put in, left out or repeated compiles or has an error with a place", () => {
  fc.assert(
    fc.property(
      fc.nat(texts.length - 1),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(12), pieces), {
        minLength: 1,
        maxLength: 3,
      }),
      (at, edits) => {
        const original = texts[at];
        if (original === undefined) return;
        let { text } = original;
        for (const [where, removed, inserted] of edits) {
          const start = Math.floor(where * text.length);
          text = text.slice(0, start) + inserted + text.slice(start + removed);
        }
        const isConfig = original.path.endsWith("sentrely.yaml");
        const file = { path: original.path, text };
        const { set, diagnostics } = compile({
          files: isConfig ? [] : [file],
          config: isConfig ? file : null,
        });
        expect(set === null).toBe(diagnostics.some((d) => d.severity === "error"));
        for (const { span } of diagnostics) {
          if (span === null) continue;
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      },
    ),
    { numRuns: runs(150) },
  );
});

const words = fc.oneof(
  fc.constantFrom(
    "lint",
    "test",
    "build",
    "decide",
    "explain",
    "fmt",
    "rules",
    "version",
    "completion",
    "help",
  ),
  fc.constantFrom(
    "--format",
    "json",
    "--filter",
    "*",
    "--fix",
    "--dry-run",
    "--check",
    "--now",
    "0",
    "--out",
    "-",
    "--",
    "bash",
  ),
  fc.constantFrom(
    "--agent",
    "ci",
    "--action",
    "git:read",
    "--resource",
    "repos/a",
    "--context",
    "{}",
    "--bundle",
    "policies",
    "--verbose",
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
);

/** Arguments may name any place, so nothing is written. */
const refuse = (): never => {
  throw systemError("EROFS");
};
const readOnly = { makeFolder: refuse, create: refuse, rename: refuse, remove: () => undefined };

test("no arguments are a fault of the program", async () => {
  const folder = folderWith({
    "policies/ci.yaml": "policies:\n  - git:read on repos/*\n",
    "tests/ci.test.yaml": "tests:\n  - ci can git:read on repos/*\n",
  });
  await fc.assert(
    fc.asyncProperty(fc.array(words, { maxLength: 8 }), async (argv) => {
      const { code, stderr } = await folder.run(argv, { stdin: "agent: x\n", faults: readOnly });
      expect(stderr).not.toContain("internal error");
      expect(code).toBeLessThan(3);
    }),
    { numRuns: runs(150) },
  );
});
