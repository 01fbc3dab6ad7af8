import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLog, redactor } from "../../../src/action/messages.ts";
import type { Annotation } from "../../../src/report/review-annotations.ts";

let written = "";
const token = "ghs_secret42";
const log = createLog(redactor(token));

beforeEach(() => {
  written = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written += typeof text === "string" ? text : new TextDecoder().decode(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

const annotation: Annotation = {
  level: "error",
  title: "newly allowed: ci, cd",
  message: "first\nsecond 100 %",
  file: "policies/a,b:c.yaml",
  startLine: 4,
  endLine: 4,
  startColumn: 3,
  endColumn: 9,
};

test("an annotation is one command on its line, with everything escaped", () => {
  log.annotate({ annotations: [annotation], omitted: { error: 0, warning: 0, notice: 0 } });
  expect(written).toBe(
    "::error title=newly allowed%3A ci%2C cd,file=policies/a%2Cb%3Ac.yaml,line=4,endLine=4,col=3,endColumn=9::first%0Asecond 100 %25\n",
  );
});

test("an annotation about no line has none", () => {
  log.annotate({
    annotations: [{ ...annotation, level: "notice", file: null }],
    omitted: { error: 0, warning: 0, notice: 0 },
  });
  expect(written).toBe("::notice title=newly allowed%3A ci%2C cd::first%0Asecond 100 %25\n");
});

test("what GitHub would drop is counted in the log", () => {
  log.annotate({ annotations: [], omitted: { error: 3, warning: 0, notice: 1 } });
  expect(written).toBe(
    "not on the lines, but in the summary: 3 more of level error, 1 more of level notice\n",
  );
});

test("lines are no commands, whatever they quote", () => {
  log.lines([
    "::error::x",
    "  ::set-output name=x::y",
    "a\n::stop-commands::z",
    "##[error]x",
    "\u202ereversed",
  ]);
  expect(written.split("\n").filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
  expect(written).not.toContain("\u202e");
  expect(written.split("\n")).toHaveLength(6);
});

test("an error is one command", () => {
  log.error("policy check", ["::warning::x\n::error::y", "second"]);
  const lines = written.trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^::error title=policy check::\\u\{3a\}:warning/);
});

test("a token is taken out of a text, also as git sends it and as Markdown escapes it", () => {
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  const redact = redactor(token);
  expect(redact(`https://x:${token}@github.com said ${token}, basic ${basic}, ghs\\_secret42`)).toBe(
    "https://x:***@github.com said ***, basic ***, ***",
  );
  for (const none of [null, ""]) expect(redactor(none)("as it is")).toBe("as it is");
});

test("nothing of the log holds the token", () => {
  log.lines([`a ${token}`]);
  log.error("x", [`b ${token}`]);
  log.annotate({
    annotations: [{ ...annotation, title: token, message: token, file: `${token}.yaml` }],
    omitted: { error: 0, warning: 0, notice: 0 },
  });
  expect(written.split("***")).toHaveLength(6);
  expect(written).not.toContain(token);
});
