/**
 * The inputs of the action: names, defaults, and what they may say. `action.yml` declares the same; a test compares.
 *
 * INVARIANT: a value that is not understood is an error that names its input, never a default.
 */
import type { Severity } from "../base/diagnostic.ts";
import { CallFailure } from "../cli/failure.ts";
import { readGates } from "../cli/gates.ts";
import { defaultGates } from "../diff/gate-words.ts";

export type InputName =
  | "paths"
  | "config"
  | "fail-level"
  | "fail-on"
  | "base"
  | "comment"
  | "sarif-file"
  | "junit-file"
  | "build"
  | "out"
  | "baseline"
  | "known-actions"
  | "allow-label"
  | "allow-team"
  | "working-directory"
  | "token";

/** Every input, with the default that `action.yml` gives it. */
export const inputDefaults: { readonly [N in InputName]: string } = {
  paths: "",
  config: "",
  "fail-level": "",
  "fail-on": defaultGates.join(", "),
  base: "",
  comment: "auto",
  "sarif-file": "",
  "junit-file": "",
  build: "false",
  out: "",
  baseline: "",
  "known-actions": "",
  "allow-label": "",
  "allow-team": "",
  "working-directory": ".",
  token: "${{ github.token }}",
};

export type CommentWhen = "auto" | "always" | "never";

export interface Inputs {
  /** Relative to the working directory. */
  readonly paths: readonly string[];
  readonly config: string | null;
  /** `null`: what the configs say. */
  readonly failLevel: Severity | null;
  /** Words of the gates; empty: `none` was asked for. */
  readonly failOn: readonly string[];
  readonly base: string | null;
  readonly comment: CommentWhen;
  readonly sarifFile: string | null;
  readonly junitFile: string | null;
  readonly build: boolean;
  readonly out: string | null;
  readonly baseline: string | null;
  readonly knownActions: string | null;
  readonly allowLabels: readonly string[];
  /** `organisation/team` each. */
  readonly allowTeams: readonly string[];
  /** Relative to the workspace. */
  readonly workingDirectory: string;
  /** `null`: none was given. */
  readonly token: string | null;
}

/** Reads the inputs; `get` is `getInput` of the toolkit, `owner` the organisation of the repository. */
export function readInputs(get: (name: InputName) => string, owner: string): Inputs {
  const token = get("token").trim() || null;
  const text = (name: InputName): string => {
    const value = get(name).trim();
    if (value.includes("\0")) throw invalid(name, "it holds a null character", null);
    // Inputs are quoted in messages, reports, comments and names of files.
    if (name !== "token" && token !== null && value.includes(token)) {
      throw invalid(name, "it holds the token", "the token belongs in the input `token` alone");
    }
    return value;
  };
  const optional = (name: InputName): string | null => text(name) || null;
  const paths = listOf(text("paths"));
  if (paths.includes("-")) throw invalid("paths", "there is no standard input to read", null);
  return {
    paths,
    config: optional("config"),
    failLevel: text("fail-level") === "" ? null : oneOf("fail-level", text("fail-level"), severities),
    // An empty variable in a workflow must not open the gates: only `none` does.
    failOn: readGates(listOf(text("fail-on")), defaultGates, "input `fail-on`"),
    base: optional("base"),
    comment: oneOf("comment", text("comment") || inputDefaults.comment, commentWhen),
    sarifFile: optional("sarif-file"),
    junitFile: optional("junit-file"),
    build: oneOf("build", text("build") || inputDefaults.build, ["true", "false"]) === "true",
    out: optional("out"),
    baseline: optional("baseline"),
    knownActions: optional("known-actions"),
    allowLabels: listOf(text("allow-label")),
    allowTeams: listOf(text("allow-team")).map((entry) => readTeam(entry, owner)),
    workingDirectory: text("working-directory") || inputDefaults["working-directory"],
    token,
  };
}

const severities: readonly Severity[] = ["error", "warning", "info"];
const commentWhen: readonly CommentWhen[] = ["auto", "always", "never"];

/** Entries on lines of their own or between commas. */
function listOf(text: string): readonly string[] {
  return text
    .split(/[\n,]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

function invalid(name: InputName, problem: string, help: string | null): CallFailure {
  return new CallFailure(`input \`${name}\`: ${problem}`, help);
}

function oneOf<T extends string>(name: InputName, value: string, choices: readonly T[]): T {
  const choice = choices.find((c) => c === value);
  if (choice !== undefined) return choice;
  throw invalid(name, `\`${value}\` is none of its values`, `it takes ${choices.join(", ")}`);
}

function readTeam(entry: string, owner: string): string {
  const [, organisation = owner, team] = /^@?(?:([\w.-]+)\/)?([\w.-]+)$/.exec(entry) ?? [];
  if (team !== undefined) return `${organisation}/${team}`;
  throw invalid("allow-team", `\`${entry}\` is no team`, "write `organisation/team`");
}
