import { expect, test } from "vitest";
import { positionAt } from "../../../src/base/source.ts";
import { decodeSource } from "../../../src/syntax/decode-source.ts";

const utf8 = new TextEncoder();

test("UTF-8 is decoded, a byte-order mark left out and told", () => {
  expect(decodeSource("f", utf8.encode("a: é\r\n"))).toEqual({
    source: { path: "f", text: "a: é\r\n" },
    problem: null,
    marked: false,
  });
  expect(decodeSource("f", utf8.encode("\ufeffa: 1"))).toMatchObject({
    source: { text: "a: 1" },
    marked: true,
  });
});

const malformed: readonly (readonly [title: string, bytes: readonly number[]])[] = [
  ["Latin-1", [0xe9, 0x20]],
  ["a lone continuation byte", [0x80]],
  ["an overlong form", [0xc0, 0xaf]],
  ["an overlong form of three bytes", [0xe0, 0x80, 0xaf]],
  ["half a surrogate pair", [0xed, 0xa0, 0x80]],
  ["a code point past the last", [0xf4, 0x90, 0x80, 0x80]],
  ["a sequence cut short", [0xe2, 0x82]],
];

test.each(malformed)("%s is an error at its line and column", (_, bytes) => {
  const { source, problem } = decodeSource("f", Uint8Array.from([...utf8.encode("a: ü\nbé: 𝄞 "), ...bytes]));
  expect(problem?.code).toBe("not-utf8");
  expect(positionAt(source, problem?.span?.start ?? -1)).toEqual({ line: 2, column: 8 });
});

test("the byte that is wrong is named", () => {
  expect(decodeSource("f", Uint8Array.of(0x61, 0xe9)).problem?.message).toBe("the byte 0xE9 is not UTF-8");
});

const utf16: readonly (readonly [title: string, bytes: Buffer])[] = [
  ["with a mark", Buffer.from("\ufeffa: 1\n", "utf16le")],
  ["big-endian, with a mark", Buffer.from("\ufeffa: 1\n", "utf16le").swap16()],
  ["without a mark", Buffer.from("policies:\n", "utf16le")],
];

test.each(utf16)("UTF-16 %s is called by its name", (_, bytes) => {
  expect(decodeSource("f", bytes).problem).toMatchObject({
    code: "not-utf8",
    message: "the file is UTF-16 text",
  });
});

test("a file over 5 MiB is refused before it is decoded", () => {
  const bytes = new Uint8Array(5 * 1024 * 1024 + 1).fill(0xff);
  expect(decodeSource("f", bytes).problem).toMatchObject({ code: "file-too-large" });
  expect(decodeSource("f", new Uint8Array(5 * 1024 * 1024).fill(0x20)).problem).toBeNull();
});
