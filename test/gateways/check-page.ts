/** Runs the commands of a gateway's page as a reader would, in a copy of the examples, and compares what they print. */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { blocksOf, pageText, type Block } from "../support/markdown-blocks.ts";
import { examplePorts, type Gateway, type Ports } from "./gateway.ts";
import { folderOf } from "./install.ts";
import { copyExamples, freePort, onPorts, removeFolder } from "./sandbox.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The kind of block that is run here. */
export const consoleKind = "console gateway";

export function pageOf(gateway: Gateway): string {
  return `docs/gateways/${gateway.name}.md`;
}

interface Step {
  readonly block: Block;
  /** Without `$ `. */
  readonly command: string;
  readonly expected: string;
}

function stepsOf(block: Block): Step[] {
  return block.text
    .split(/^(?=\$ )/m)
    .filter((part) => part !== "")
    .map((part) => {
      const end = part.indexOf("\n");
      return { block, command: part.slice(2, end), expected: part.slice(end + 1) };
    });
}

/**
 * What a reader does between two commands without noticing: wait until a server that was started listens, or one that was
 * told to reload or stop has done so.
 */
function pauseAfter(command: string, ports: Ports): string {
  if (/\bupstream\.mjs\b/.test(command)) return `until_open ${String(ports.upstream)}`;
  if (/-s reload|-sf |-s stop|restart-epoch|\bkill\b|\breload\b/.test(command)) return "sleep 1.5";
  if (/ &$|^(nginx|openresty|haproxy|kong|apisix) /.test(command))
    return `until_open ${String(ports.clients)}`;
  return "";
}

function scriptOf(steps: readonly Step[], ports: Ports): string {
  const lines = [
    "exec 2>&1",
    'until_open() { for i in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return; sleep 0.1; done; }',
  ];
  for (const [index, { command }] of steps.entries()) {
    lines.push(`echo "@@${String(index)}@@"`, onPorts(command, ports), pauseAfter(command, ports));
  }
  lines.push('echo "@@end@@"');
  return `${lines.join("\n")}\n`;
}

/** Programs that pages name and that the machine has elsewhere, or under another name. */
function writePrograms(folder: string, gateway: Gateway): void {
  mkdirSync(folder);
  const launcher = join(root, "test/gateways/sentrely-policy.ts");
  const programs = {
    ...gateway.programs,
    "sentrely-policy": `exec "${process.execPath}" "${launcher}" "$@"`,
  };
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }
}

function linkInstalled(from: string, to: string): void {
  for (const name of readdirSync(from).filter((file) => !file.startsWith("package") && file !== "apt.conf")) {
    symlinkSync(join(from, name), join(to, name));
  }
}

function runScript(script: string, folder: string, programs: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn("bash", ["-c", script], {
      cwd: folder,
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        HOME: folder,
        NO_COLOR: "1",
        PATH: [programs, dirname(process.execPath), process.env["PATH"] ?? "", "/usr/sbin"].join(delimiter),
      },
    });
    let text = "";
    const stop = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        // Nothing of it is left.
      }
    };
    const timer = setTimeout(stop, 120_000);
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
      if (text.includes("@@end@@")) stop();
    });
    child.on("close", () => {
      clearTimeout(timer);
      stop();
      resolve(text);
    });
  });
}

/** Servers that left the script's process group, by the files that name them. */
function stopDaemons(folder: string): void {
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".pid") || file.includes("node_modules")) continue;
    const pid = Number(readFileSync(join(folder, file), "utf8").trim());
    if (runsIn(pid, folder)) process.kill(pid, "SIGTERM");
  }
}

/** Whether the process still is one of this folder's: the file may have outlived its server. */
function runsIn(pid: number, folder: string): boolean {
  try {
    const words = readFileSync(`/proc/${String(pid)}/cmdline`, "utf8");
    return words.includes(folder) || readlinkSync(`/proc/${String(pid)}/cwd`).startsWith(folder);
  } catch {
    return false;
  }
}

/** What each command printed, with the ports that the page names. */
function outputsOf(text: string, count: number, ports: Ports): string[] {
  const named = (output: string): string =>
    (["clients", "adapters", "upstream"] as const).reduce(
      (result, key) => result.replaceAll(String(ports[key]), String(examplePorts[key])),
      output,
    );
  return Array.from({ length: count }, (_, index) => {
    const from = text.indexOf(`@@${String(index)}@@\n`);
    if (from === -1) return "(it did not come to this command)\n";
    const start = from + `@@${String(index)}@@\n`.length;
    const next = text.indexOf(index + 1 === count ? "@@end@@" : `@@${String(index + 1)}@@`, start);
    const output = named(next === -1 ? text.slice(start) : text.slice(start, next));
    return output === "" || output.endsWith("\n") ? output : `${output}\n`;
  });
}

function rewrite(page: string, steps: readonly Step[], outputs: readonly string[]): void {
  const lines = pageText(page).split("\n");
  const blocks = [...new Set(steps.map((step) => step.block))].reverse();
  for (const block of blocks) {
    const text = steps
      .map((s, i) => (s.block === block ? `$ ${s.command}\n${outputs[i] ?? ""}` : ""))
      .join("");
    lines.splice(block.line, block.text.split("\n").length - 1, ...text.split("\n").slice(0, -1));
  }
  writeFileSync(join(root, page), lines.join("\n"));
}

/** One check for each command of the page: `null`, or how its output differs. With `UPDATE_DOCS=1` the page is rewritten. */
export async function checkPage(gateway: Gateway, cache: string): Promise<(string | null)[]> {
  const page = pageOf(gateway);
  const steps = blocksOf(page)
    .filter((block) => block.kind === consoleKind)
    .flatMap(stepsOf);
  if (steps.length === 0) return [`${page} has no commands`];
  const ports = { clients: await freePort(), adapters: await freePort(), upstream: await freePort() };
  const folder = copyExamples(ports, gateway.prepare);
  try {
    const programs = join(folder, ".programs");
    writePrograms(programs, gateway);
    const installed = folderOf(cache, gateway.name);
    mkdirSync(installed, { recursive: true });
    linkInstalled(installed, folder);
    const text = await runScript(scriptOf(steps, ports), folder, programs);
    const outputs = outputsOf(text, steps.length, ports);
    if (process.env["UPDATE_DOCS"] === "1") rewrite(page, steps, outputs);
    return steps.map(({ block, command, expected }, index) => {
      const output = outputs[index] ?? "";
      if (output === expected || process.env["UPDATE_DOCS"] === "1") return null;
      return `${page}:${String(block.line)}: \`${command}\` prints\n${output}instead of\n${expected}`;
    });
  } finally {
    stopDaemons(folder);
    await removeFolder(folder);
  }
}
