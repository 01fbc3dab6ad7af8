/**
 * The action, started as a runner starts it: a process in the workspace with the event's file, inputs and command files.
 *
 * INVARIANT: every run is searched for its token, in whatever it printed and wrote.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { GitHubEvent } from "./github-events.ts";
import { repositoryName } from "./github-events.ts";
import { temporaryFolder } from "./policy-repository.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The bundle that runs; another one shows that these tests fail with it. */
export const actionFile: string = process.env["ACTION_UNDER_TEST"] ?? join(root, "dist/action.mjs");

/** The CLI that is built with it. */
export const cliFile: string = join(dirname(actionFile), "cli.mjs");

export const token = "ghs_TokenOfTheRunnerThatNobodyMaySee0042";
const basicToken = Buffer.from(`x-access-token:${token}`).toString("base64");

export interface ActionCall {
  readonly event: GitHubEvent;
  /** The checkout in which it runs. */
  readonly workspace: string;
  readonly apiUrl: string;
  /** By their names in `action.yml`; the others have the defaults written there. */
  readonly inputs?: { readonly [name: string]: string };
  readonly environment?: { readonly [name: string]: string };
  /** Is given the process as soon as it runs. */
  readonly started?: (child: ChildProcess) => void;
}

/** A workflow command, such as `::error file=…::message`, with its escapes undone. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly title: string | null;
}

export interface ActionRun {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: { readonly [name: string]: string };
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  /** Names of all workflow commands, in their order. */
  readonly commands: readonly string[];
}

interface ActionMetadata {
  readonly inputs: { readonly [name: string]: { readonly default?: string } };
  readonly outputs: { readonly [name: string]: { readonly description: string } };
}

export function readMetadata(): ActionMetadata {
  return parse(readFileSync(join(root, "action.yml"), "utf8")) as ActionMetadata;
}

function inputVariables(inputs: { readonly [name: string]: string }): { readonly [name: string]: string } {
  const declared = readMetadata().inputs;
  const unknown = Object.keys(inputs).filter((name) => !Object.hasOwn(declared, name));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(", ")}`);
  return Object.fromEntries(
    Object.entries(declared).map(([name, { default: value = "" }]) => [
      `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`,
      // The one expression that a default may hold here.
      inputs[name] ?? String(value).replace(/\$\{\{\s*github\.token\s*\}\}/, token),
    ]),
  );
}

/** Starts the action and waits until it ends. */
export async function runAction(call: ActionCall): Promise<ActionRun> {
  const { event, workspace } = call;
  const folder = temporaryFolder();
  const home = join(folder, "home");
  const runnerTemp = join(folder, "runner-temp");
  for (const path of [home, runnerTemp]) mkdirSync(path);
  const file = (name: string, content = ""): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const configuration = readFileSync(join(workspace, ".git/config"), "utf8");
  const environment: { readonly [name: string]: string } = {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION: "__octo-org_policies",
    GITHUB_ACTOR: event.actor,
    GITHUB_API_URL: call.apiUrl,
    GITHUB_BASE_REF: event.baseRef ?? "",
    GITHUB_ENV: file("set_env"),
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: file("event.json", JSON.stringify(event.payload, null, 2)),
    GITHUB_GRAPHQL_URL: `${call.apiUrl}/graphql`,
    GITHUB_HEAD_REF: event.headRef ?? "",
    GITHUB_JOB: "policy",
    GITHUB_OUTPUT: file("set_output"),
    GITHUB_PATH: file("add_path"),
    GITHUB_REF: event.ref,
    GITHUB_REPOSITORY: repositoryName,
    GITHUB_REPOSITORY_OWNER: repositoryName.split("/")[0] ?? "",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_RUN_ID: "4400",
    GITHUB_RUN_NUMBER: "3",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: event.sha,
    GITHUB_STATE: file("save_state"),
    GITHUB_STEP_SUMMARY: file("step_summary"),
    GITHUB_WORKFLOW: "policy",
    GITHUB_WORKSPACE: workspace,
    RUNNER_ARCH: "X64",
    RUNNER_OS: "Linux",
    RUNNER_TEMP: runnerTemp,
    ...inputVariables(call.inputs ?? {}),
    ...call.environment,
  };
  const child = spawn(process.execPath, [actionFile], {
    cwd: workspace,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  const written = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (written.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (written.stderr += text));
  call.started?.(child);
  const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, by) => {
      resolve([code, by]);
    });
  });
  const texts: [string, string][] = [
    ["standard output", written.stdout],
    ["standard error", written.stderr],
    ...["set_env", "set_output", "add_path", "save_state", "step_summary"].map((name): [string, string] => [
      name,
      read(name),
    ]),
    ...filesBelow(runnerTemp),
    ...filesBelow(home),
    ...filesBelow(workspace).filter(([path]) => !path.startsWith(join(workspace, ".git/config"))),
  ];
  for (const [where, text] of texts) {
    // The message leaves the text out: it would print what nobody may print.
    if (text.includes(token) || text.includes(basicToken)) throw new Error(`the token is in ${where}`);
  }
  if (readFileSync(join(workspace, ".git/config"), "utf8") !== configuration) {
    throw new Error("the checkout's configuration was changed");
  }
  return {
    exitCode,
    signal,
    ...written,
    outputs: readOutputs(read("set_output")),
    summary: read("step_summary"),
    ...readCommands(written.stdout),
  };
}

/** Node's own recursive way follows links, of which a checkout may hold some that lead around in circles. */
function filesBelow(folder: string): readonly [string, string][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): readonly [string, string][] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [[path, readFileSync(path, "latin1")]] : [];
  });
}

/** The file that `GITHUB_OUTPUT` names: `name<<DELIMITER`, lines, `DELIMITER`; or `name=value`. */
function readOutputs(text: string): { readonly [name: string]: string } {
  const outputs: [string, string][] = [];
  const lines = text.split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    const [, name, delimiter] = /^([^=<]+)<<(.+)$/.exec(line) ?? [];
    if (name !== undefined && delimiter !== undefined) {
      const end = lines.indexOf(delimiter, i + 1);
      if (end === -1) throw new Error(`the output ${name} does not end`);
      outputs.push([name, lines.slice(i + 1, end).join("\n")]);
      i = end;
    } else if (line.includes("=")) {
      outputs.push([line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
    } else if (line !== "") throw new Error(`GITHUB_OUTPUT holds a line that is none: ${line}`);
  }
  if (new Set(outputs.map(([name]) => name)).size < outputs.length) throw new Error("an output is set twice");
  return Object.fromEntries(outputs);
}

function unescaped(text: string): string {
  return text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");
}

/** The parts of a command, read as a runner reads a line; `null` for other lines. */
function parseCommand(line: string): { name: string; properties: string; message: string } | null {
  const newer = line.trimStart();
  const old = line.indexOf("##[");
  const [text, end] = newer.startsWith("::") ? [newer.slice(2), "::"] : [line.slice(old + 3), "]"];
  if ((!newer.startsWith("::") && old === -1) || !text.includes(end)) return null;
  const info = text.slice(0, text.indexOf(end));
  const [name = ""] = info.split(" ");
  return {
    name: name.toLowerCase(),
    properties: info.slice(name.length + 1),
    message: text.slice(info.length + end.length),
  };
}

function readCommands(stdout: string): Pick<ActionRun, "annotations" | "commands"> {
  const annotations: Annotation[] = [];
  const commands: string[] = [];
  let resumedBy: string | null = null;
  for (const line of stdout.split(/\r\n|\r|\n/)) {
    const command = parseCommand(line);
    if (command === null) continue;
    const { name, properties, message } = command;
    if (resumedBy !== null) {
      if (name === resumedBy.toLowerCase()) resumedBy = null;
      continue;
    }
    commands.push(name);
    if (name === "stop-commands") resumedBy = message;
    if (name !== "error" && name !== "warning" && name !== "notice") continue;
    const values = new Map(
      properties
        .split(",")
        .map((part): [string, string] => [
          part.slice(0, part.indexOf("=")),
          unescaped(part.slice(part.indexOf("=") + 1)),
        ]),
    );
    const at = values.get("line");
    annotations.push({
      level: name,
      message: unescaped(message),
      file: values.get("file") ?? null,
      line: at === undefined ? null : Number(at),
      title: values.get("title") ?? null,
    });
  }
  return { annotations, commands };
}
