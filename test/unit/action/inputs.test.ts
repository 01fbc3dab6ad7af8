import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { inputDefaults, readInputs, type InputName, type Inputs } from "../../../src/action/inputs.ts";
import { outputNames } from "../../../src/action/outputs.ts";
import { valueAt } from "../../../src/action/payload.ts";
import { CallFailure } from "../../../src/cli/failure.ts";
import { defaultGates, gateWords } from "../../../src/diff/gate-words.ts";

const metadata: unknown = parse(
  readFileSync(fileURLToPath(new URL("../../../action.yml", import.meta.url)), "utf8"),
);

function keysOf(value: unknown): readonly string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

function read(given: { readonly [N in InputName]?: string } = {}): Inputs {
  return readInputs((name) => given[name] ?? "", "acme");
}

function refusal(given: { readonly [N in InputName]?: string }): CallFailure {
  try {
    read(given);
  } catch (error) {
    if (error instanceof CallFailure) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("action.yml", () => {
  test("declares the inputs that are read, with their defaults", () => {
    const declared = valueAt(metadata, "inputs");
    const defaults = Object.fromEntries(
      keysOf(declared).map((name) => [name, valueAt(declared, name, "default")]),
    );
    expect(defaults).toEqual(inputDefaults);
  });

  test("declares the outputs that are set", () => {
    expect([...keysOf(valueAt(metadata, "outputs"))].sort()).toEqual([...outputNames].sort());
  });

  test("describes every input with its default, and every output", () => {
    for (const name of keysOf(valueAt(metadata, "inputs"))) {
      expect(valueAt(metadata, "inputs", name, "description"), name).toMatch(/Default: \S/);
    }
    for (const name of keysOf(valueAt(metadata, "outputs"))) {
      expect(valueAt(metadata, "outputs", name, "description"), name).toMatch(/\w/);
    }
  });

  test("starts the built file with Node 24", () => {
    expect(valueAt(metadata, "runs")).toEqual({ using: "node24", main: "dist/action.mjs" });
  });
});

test("the defaults of action.yml mean what an empty input means", () => {
  const { token, ...defaults } = inputDefaults;
  expect(token).toBe("${{ github.token }}");
  expect(read(defaults)).toEqual(read());
  expect(read()).toEqual({
    paths: [],
    config: null,
    failLevel: null,
    failOn: defaultGates,
    base: null,
    comment: "auto",
    sarifFile: null,
    junitFile: null,
    build: false,
    out: null,
    baseline: null,
    knownActions: null,
    allowLabels: [],
    allowTeams: [],
    workingDirectory: ".",
    token: null,
  });
});

test("lists are on lines or between commas", () => {
  expect(read({ paths: "policies, tests/*.yaml\n  more  \n\n,\r\nlast" }).paths).toEqual([
    "policies",
    "tests/*.yaml",
    "more",
    "last",
  ]);
  expect(read({ "allow-label": "policy ok, second: label\nthird" }).allowLabels).toEqual([
    "policy ok",
    "second: label",
    "third",
  ]);
});

test("a team without an organisation is one of the repository's", () => {
  expect(read({ "allow-team": "security, @other/platform\nAcme/ops" }).allowTeams).toEqual([
    "acme/security",
    "other/platform",
    "Acme/ops",
  ]);
  for (const wrong of ["a/b/c", "acme/", "/security", "two words", "acme/../x y"]) {
    expect(refusal({ "allow-team": wrong }).message).toBe(`input \`allow-team\`: \`${wrong}\` is no team`);
  }
});

test("every word of a gate is taken, `none` alone opens all, and an empty input opens none", () => {
  expect(read({ "fail-on": gateWords.join("\n") }).failOn).toEqual(gateWords);
  expect(read({ "fail-on": " none " }).failOn).toEqual([]);
  for (const empty of ["", " ", ",", "\n,\n"])
    expect(read({ "fail-on": empty }).failOn).toEqual(defaultGates);
});

test.each([
  [{ "fail-on": "widend" }, "fail-on", "widend"],
  [{ "fail-on": "none, widened" }, "fail-on", "none"],
  [{ "fail-level": "Error" }, "fail-level", "Error"],
  [{ comment: "yes" }, "comment", "yes"],
  [{ build: "True" }, "build", "True"],
  [{ build: "1" }, "build", "1"],
  [{ paths: "policies\n-" }, "paths", "standard input"],
  [{ config: "a\0b" }, "config", "null character"],
] as const)("%j is refused by the name of its input", (given, name, word) => {
  const { message } = refusal(given);
  expect(message).toContain(`input \`${name}\``);
  expect(message).toContain(word);
});

test("an input that holds the token is refused by its name, without the token", () => {
  const token = "ghs_secret42";
  for (const name of ["paths", "fail-on", "allow-label", "working-directory", "out"] as const) {
    const { message } = refusal({ token, [name]: `x${token}` });
    expect(message).toBe(`input \`${name}\`: it holds the token`);
  }
});

test("values that are given are kept", () => {
  expect(
    read({
      config: "sub/sentrely.yaml",
      "fail-level": "info",
      base: "main",
      comment: "never",
      "sarif-file": "out.sarif",
      "junit-file": "out.xml",
      build: "true",
      out: "bundle",
      baseline: "baseline.json",
      "known-actions": "known.json",
      "working-directory": "gateway",
      token: " secret \n",
    }),
  ).toMatchObject({
    config: "sub/sentrely.yaml",
    failLevel: "info",
    base: "main",
    comment: "never",
    sarifFile: "out.sarif",
    junitFile: "out.xml",
    build: true,
    out: "bundle",
    baseline: "baseline.json",
    knownActions: "known.json",
    workingDirectory: "gateway",
    token: "secret",
  });
});
