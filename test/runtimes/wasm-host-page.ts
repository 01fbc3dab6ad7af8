/**
 * Runs the commands of docs/wasm-hosts.md for one language in a copy of its example, as a reader would; then
 * gives the example files that no host may allow anything with.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { faultyWasm } from "../support/faulty-wasm.ts";
import { blocksOf, pageText, type Block } from "../support/markdown-blocks.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export const wasmHostsPage = "docs/wasm-hosts.md";
/** The kind of block that is run here; `host=` says for which host. */
export const consoleKind = "console wasm-host";

export interface PageRun {
  /** The example's folder below `examples/gateways/wasm-hosts`. */
  readonly host: string;
  /** An empty folder. */
  readonly scratch: string;
  /** The bundle of `examples/gateways`. */
  readonly bundle: Uint8Array;
  readonly env: NodeJS.ProcessEnv;
  /** Paths that the page names and that are elsewhere here. */
  readonly paths?: ReadonlyMap<string, string>;
  /** The bundle is compiled into the program: each file needs all commands. */
  readonly compiledIn?: boolean;
}

interface Ran {
  readonly text: string;
  readonly status: number | null;
}

const noText: Ran = { text: "", status: null };

export function consoleOf(host: string): Block {
  const found = blocksOf(wasmHostsPage).filter(
    ({ kind, options }) => kind === consoleKind && options.get("host") === host,
  );
  const [block] = found;
  if (block === undefined || found.length > 1) throw new Error(`${wasmHostsPage}: one block for ${host}`);
  return block;
}

function commandsOf(block: Block): string[] {
  return block.text
    .split("\n")
    .filter((line) => line.startsWith("$ "))
    .map((line) => line.slice(2));
}

/** Throws when a command prints something else than the page says, or a faulty file is not refused. */
export async function checkPage(run: PageRun): Promise<void> {
  const folder = join(run.scratch, "wasm-hosts", run.host);
  const file = join(run.scratch, "dist", "policy.wasm");
  cpSync(join(root, "examples/gateways/wasm-hosts", run.host), folder, { recursive: true });
  mkdirSync(join(run.scratch, "dist"));
  const shell = (command: string): Ran => {
    const here = [...(run.paths ?? [])].reduce((text, [from, to]) => text.replaceAll(from, to), command);
    const result = spawnSync("bash", ["-c", `{ ${here}\n} 2>&1`], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, ...run.env },
    });
    // Maven sets the terminal's colours back where there are none.
    return { text: stripVTControlCharacters(result.stdout), status: result.status };
  };
  const block = consoleOf(run.host);
  const commands = commandsOf(block);
  writeFileSync(file, run.bundle);
  checkBlock(block, commands, commands.map(shell));

  const asking = commands.find((command) => command.includes("/feature/"));
  if (asking === undefined) throw new Error(`${wasmHostsPage}: no request of ${run.host} is allowed`);
  const again = run.compiledIn === true ? commands.slice(0, commands.indexOf(asking) + 1) : [asking];
  const opens = (bytes: Uint8Array): boolean => {
    writeFileSync(file, bytes);
    // A step that fails leaves nothing to ask.
    return again.every((command) => shell(command).status === 0);
  };
  const { faulty, open } = await faultyWasm(run.bundle);
  if (!opens(open))
    throw new Error(`${run.host}: a module that allows all is refused: the faults show nothing`);
  for (const { name, bytes } of faulty) if (opens(bytes)) throw new Error(`${run.host} allows: ${name}`);
}

/** What is allowed exits with 0, and nothing else that is asked does. With `UPDATE_DOCS=1` the page is rewritten. */
function checkBlock(block: Block, commands: readonly string[], ran: readonly Ran[]): void {
  const printed = ({ text }: Ran): string => (text === "" || text.endsWith("\n") ? text : `${text}\n`);
  const text = commands.map((command, i) => `$ ${command}\n${printed(ran[i] ?? noText)}`).join("");
  const failed = commands.filter((_, i) => {
    const one = ran[i];
    const asked = one?.text.startsWith('{"effect":') === true;
    return (one?.status === 0) !== (!asked || one.text.startsWith('{"effect":"allow"'));
  });
  if (failed.length > 0) throw new Error(`exit status of \`${failed.join("`, `")}\`:\n${text}`);
  if (text === block.text) return;
  if (process.env["UPDATE_DOCS"] !== "1") {
    throw new Error(`${wasmHostsPage}:${String(block.line)} prints\n${text}instead of\n${block.text}`);
  }
  const lines = pageText(wasmHostsPage).split("\n");
  lines.splice(block.line, block.text.split("\n").length - 1, ...text.split("\n").slice(0, -1));
  writeFileSync(join(root, wasmHostsPage), lines.join("\n"));
}

/** The bundle of `examples/gateways` among the sets of a run. */
export function gatewayBundle(
  sets: readonly { readonly name: string; readonly folder: string }[],
): Uint8Array {
  const set = sets.find(({ name }) => name === "example-gateways");
  if (set === undefined) throw new Error("the set of examples/gateways is missing");
  return readFileSync(join(set.folder, "policy.wasm"));
}
