/**
 * The machine as the CLI sees it. The only file that touches the file system, the environment, the
 * clock and the streams; everything else is given a `Host`, so that tests can put faults into it.
 */
import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  watch,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

export interface FileInfo {
  readonly kind: "file" | "folder" | "other";
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: "file" | "folder" | "link" | "other";
}

/** Absolute paths throughout. Methods throw Node's system errors (with `code`) where not said otherwise. */
export interface Files {
  /** Follows links; `null` when nothing is there. */
  readonly stat: (path: string) => FileInfo | null;
  /** Whether a name is taken, be it by a link that leads nowhere. */
  readonly taken: (path: string) => boolean;
  readonly list: (folder: string) => readonly FolderEntry[];
  readonly read: (path: string) => Uint8Array;
  /** Says which files will be read soon, for whom reading many at once is cheaper; what cannot be read is left for `read` to tell. */
  readonly readAhead?: (paths: readonly string[]) => void;
  readonly realPath: (path: string) => string;
  /** With its parents; returns the topmost folder that was made, if any. */
  readonly makeFolder: (path: string) => string | undefined;
  /** Creates a file that must not exist, and makes its content durable. */
  readonly create: (path: string, content: Uint8Array, mode?: number) => void;
  readonly rename: (from: string, to: string) => void;
  /** A file or a folder with its content; no error when nothing is there. */
  readonly remove: (path: string) => void;
  /** Calls back on changes below the folders until the returned function is called. */
  readonly watch: (folders: readonly string[], changed: () => void) => () => void;
}

export interface Input {
  readonly isTerminal: boolean;
  readonly chunks: () => AsyncIterable<Uint8Array>;
  /** Reads no more, so that an open stream does not keep the process alive. */
  readonly close: () => void;
}

export interface Output {
  readonly isTerminal: boolean;
  /** False when nobody reads any more (`EPIPE`); then further writes do nothing. */
  readonly write: (text: string) => Promise<boolean>;
}

/** What git answered; `null` status: it could not be run, or was stopped. */
export interface GitAnswer {
  readonly status: number | null;
  readonly stdout: Uint8Array;
  readonly stderr: string;
  /** The system's error code when it could not be run. */
  readonly error: string | null;
}

export interface GitOptions {
  /** Whether it may speak to a remote. */
  readonly network: boolean;
  /** Is added to the environment. */
  readonly environment: { readonly [name: string]: string };
}

export interface Host {
  readonly cwd: string;
  readonly environment: { readonly [name: string]: string | undefined };
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly files: Files;
  /** The ASCII text of a file that is shipped beside the program, such as `aws-catalogue.txt`. */
  readonly readShipped: (name: string) => string;
  /** Runs git in a folder, without hooks and prompts, without network unless that is asked for, and waits for it. */
  readonly git: (cwd: string, args: readonly string[], input?: string, options?: GitOptions) => GitAnswer;
  /** Is called on Ctrl-C instead of the process ending, until the returned function is called. */
  readonly onInterrupt: (handler: () => void) => () => void;
  readonly processId: number;
  /** Of Node, such as `v24.1.0`. */
  readonly runtimeVersion: string;
  readonly isRunning: (processId: number) => boolean;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}

function fileInfo(path: string): FileInfo | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  return {
    kind: stats.isFile() ? "file" : stats.isDirectory() ? "folder" : "other",
    size: stats.size,
    mode: stats.mode & 0o777,
  };
}

function createFile(path: string, content: Uint8Array, mode = 0o666): void {
  const file = openSync(path, "wx", mode);
  try {
    for (let at = 0; at < content.length;) at += writeSync(file, content, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Folder by folder from the topmost that is missing: where the system answers ENOENT although the
 * parent is there, as in `/proc`, Node's own recursive way never ends.
 */
function makeFolder(path: string): string | undefined {
  const missing: string[] = [];
  let folder = path;
  while (statSync(folder, { throwIfNoEntry: false }) === undefined && folder !== dirname(folder)) {
    missing.unshift(folder);
    folder = dirname(folder);
  }
  let made: string | undefined;
  for (const name of missing) {
    try {
      mkdirSync(name);
      made ??= name;
    } catch (error) {
      // Another process may have made it in the meantime.
      if (isSystemError(error) && error.code === "EEXIST" && fileInfo(name)?.kind === "folder") continue;
      if (made !== undefined) rmSync(made, { recursive: true, force: true });
      throw error;
    }
  }
  return made;
}

/** The real file system. */
export const nodeFiles: Files = {
  stat: fileInfo,
  taken: (path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined,
  list: (folder) =>
    readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      kind: entry.isSymbolicLink()
        ? "link"
        : entry.isFile()
          ? "file"
          : entry.isDirectory()
            ? "folder"
            : "other",
    })),
  read: (path) => readFileSync(path),
  realPath: (path) => realpathSync(path),
  makeFolder,
  create: createFile,
  rename: renameSync,
  remove: (path) => {
    rmSync(path, { recursive: true, force: true });
  },
  watch: (folders, changed) => {
    const watchers = folders.map((folder) => watch(folder, { recursive: true }, changed));
    return () => {
      for (const watcher of watchers) watcher.close();
    };
  },
};

/** Bytes that git may answer with: the names of some million files. */
const mostOfGit = 512 * 1024 * 1024;

/**
 * No pager, no hook, no program that tells which files changed, no object in the place of another; and no repository,
 * with a configuration and objects of its own, for which git takes a folder that a commit has filled like one.
 */
const asItIs = [
  "--no-pager",
  "--no-replace-objects",
  ...["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"],
  ...["-c", "safe.bareRepository=explicit"],
];

/** The real git. */
export function runGit(
  cwd: string,
  args: readonly string[],
  input?: string,
  options: GitOptions = { network: false, environment: {} },
): GitAnswer {
  // Loaded when asked for: most calls ask nothing of git.
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const { status, stdout, stderr, error } = spawnSync("git", [...asItIs, ...args], {
    cwd,
    input: input ?? "",
    maxBuffer: mostOfGit,
    env: {
      ...process.env,
      GIT_TERMINAL_PROMPT: "0",
      GIT_NO_LAZY_FETCH: "1",
      GIT_OPTIONAL_LOCKS: "0",
      LC_ALL: "C",
      // No protocol is allowed at all: a partial clone would fetch what it lacks.
      ...(options.network ? {} : { GIT_ALLOW_PROTOCOL: "" }),
      ...options.environment,
    },
  });
  const code = error !== undefined && isSystemError(error) ? (error.code ?? "EIO") : null;
  return {
    status,
    stdout: error === undefined ? stdout : new Uint8Array(),
    stderr: error === undefined ? stderr.toString("utf8") : "",
    error: code,
  };
}

function nodeOutput(stream: NodeJS.WriteStream): Output {
  let open = true;
  const ended = (error: Error): void => {
    open = false;
    if (!isSystemError(error) || (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED"))
      throw error;
  };
  stream.on("error", ended);
  return {
    isTerminal: stream.isTTY,
    write: (text) =>
      new Promise((resolve) => {
        if (!open) resolve(false);
        else stream.write(text, (error) => resolve(open && !(error instanceof Error)));
      }),
  };
}

/** The real machine; `home` is the URL of the folder that the program is shipped in. */
export function nodeHost(home: string): Host {
  // With these the YAML parser prints what it reads to stdout.
  delete process.env["LOG_STREAM"];
  delete process.env["LOG_TOKENS"];
  return {
    cwd: process.cwd(),
    environment: process.env,
    now: Date.now,
    stdin: {
      get isTerminal(): boolean {
        return process.stdin.isTTY;
      },
      chunks: () => process.stdin,
      close: () => {
        process.stdin.destroy();
      },
    },
    // Streams are opened when first used: starting up is what a pre-commit hook pays each time.
    get stdout(): Output {
      return (stdout ??= nodeOutput(process.stdout));
    },
    get stderr(): Output {
      return (stderr ??= nodeOutput(process.stderr));
    },
    files: nodeFiles,
    readShipped: (name) => readFileSync(new URL(name, home), "latin1"),
    git: runGit,
    onInterrupt: (handler) => {
      process.on("SIGINT", handler);
      return () => {
        process.off("SIGINT", handler);
      };
    },
    processId: process.pid,
    runtimeVersion: process.version,
    isRunning: (id) => {
      try {
        process.kill(id, 0);
        return true;
      } catch (error) {
        return isSystemError(error) && error.code === "EPERM";
      }
    },
  };
}

let stdout: Output | undefined;
let stderr: Output | undefined;
