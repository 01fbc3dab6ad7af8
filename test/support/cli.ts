/** The CLI in process: a real temporary folder, captured streams, a fixed clock, and faults on request. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { onTestFinished } from "vitest";
import { nodeFiles, runGit, type Files, type Host } from "../../src/cli/host.ts";
import { run } from "../../src/cli/run.ts";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string | Uint8Array;
  readonly environment?: Host["environment"];
  /** Both output streams are terminals. */
  readonly terminal?: boolean;
  /** Relative to the folder. */
  readonly cwd?: string;
  /** Replaces parts of the file system. */
  readonly faults?: Partial<Files>;
  /** Stands in for the files that are shipped beside the program. */
  readonly readShipped?: Host["readShipped"];
  /** Stands in for git. */
  readonly git?: Host["git"];
  /** Writes to stdout that are read before the reader goes away. */
  readonly readerStopsAfter?: number;
  /** Is given the handler of Ctrl-C when the CLI asks for it. */
  readonly onInterrupt?: (handler: () => void) => void;
}

export interface Folder {
  readonly path: string;
  readonly run: (argv: readonly string[], options?: RunOptions) => Promise<Outcome>;
  readonly write: (files: { readonly [path: string]: string | Uint8Array }) => void;
  readonly read: (path: string) => string;
  /** Every file below, with `/`, sorted. */
  readonly list: () => readonly string[];
}

/** 2026-01-05T03:00:00Z */
export const testNow = 1_767_582_000_000;

/** A folder with these files, gone after the test. It holds `.git`, so that no config above it is found. */
export function folderWith(files: { readonly [path: string]: string | Uint8Array }): Folder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "sentrely-")));
  onTestFinished(() => {
    rmSync(path, { recursive: true, force: true });
  });
  mkdirSync(join(path, ".git"));
  const folder: Folder = {
    path,
    run: (argv, options = {}) => runIn(path, argv, options),
    write: (more) => {
      for (const [name, content] of Object.entries(more)) {
        mkdirSync(dirname(join(path, name)), { recursive: true });
        writeFileSync(join(path, name), content);
      }
    },
    read: (name) => readFileSync(join(path, name), "utf8"),
    list: () =>
      readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(path.length + 1)
            .split(sep)
            .join("/"),
        )
        .sort(),
  };
  folder.write(files);
  return folder;
}

function readShipped(name: string): string {
  return readFileSync(new URL(`../../src/generated/${name}`, import.meta.url), "latin1");
}

async function runIn(path: string, argv: readonly string[], options: RunOptions): Promise<Outcome> {
  const written = { stdout: "", stderr: "" };
  let writes = 0;
  const stdin = typeof options.stdin === "string" ? new TextEncoder().encode(options.stdin) : options.stdin;
  const host: Host = {
    cwd: options.cwd === undefined ? path : join(path, options.cwd),
    environment: options.environment ?? {},
    now: () => testNow,
    stdin: {
      isTerminal: false,
      chunks: async function* () {
        if (stdin !== undefined) yield await Promise.resolve(stdin);
      },
      close: () => undefined,
    },
    stdout: {
      isTerminal: options.terminal ?? false,
      write: (text) => {
        if (options.readerStopsAfter !== undefined && writes++ >= options.readerStopsAfter) {
          return Promise.resolve(false);
        }
        written.stdout += text;
        return Promise.resolve(true);
      },
    },
    stderr: {
      isTerminal: options.terminal ?? false,
      write: (text) => {
        written.stderr += text;
        return Promise.resolve(true);
      },
    },
    files: { ...nodeFiles, ...options.faults },
    readShipped: options.readShipped ?? readShipped,
    git: options.git ?? runGit,
    onInterrupt: (handler) => {
      options.onInterrupt?.(handler);
      return () => undefined;
    },
    processId: process.pid,
    runtimeVersion: process.version,
    isRunning: () => false,
  };
  const code = await run(argv, host);
  return { code, ...written };
}

/** An error as the operating system gives it. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code, syscall: "injected", errno: -1 });
}
