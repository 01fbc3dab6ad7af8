/**
 * Writing files so that a reader sees the old content or the new, never a part.
 *
 * INVARIANT: every file is first written whole under another name in the same file system and made
 * durable; only then are names exchanged. A failure before that leaves everything as it was; one
 * among the renames puts back what was there.
 */
import { basename, dirname, join } from "node:path";
import { CallFailure, Interruption, withSystemErrors } from "./failure.ts";
import type { Files, Host } from "./host.ts";
import { shownPath } from "./read-source.ts";

export interface NewFile {
  /** Absolute. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

// The number is the process that made them.
const stagePattern = /^\.sentrely-stage-(\d+)$|^\..*\.sentrely-(\d+)-\d+\.(?:new|old)$/;

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

/** Ctrl-C waits until `action`, which must be brief, is done. */
export async function uninterrupted<T>(host: Host, action: () => T): Promise<T> {
  let interrupted = false;
  const release = host.onInterrupt(() => {
    interrupted = true;
  });
  try {
    return action();
  } finally {
    // A signal that came meanwhile is delivered in the next turns of the event loop.
    await new Promise((resolve) => setTimeout(resolve, 0));
    release();
    if (interrupted) throw new Interruption();
  }
}

/** Removes what a killed run left in a folder. */
function sweep(host: Host, folder: string): void {
  for (const { name } of host.files.list(folder)) {
    const match = stagePattern.exec(name);
    const id = match?.[1] ?? match?.[2];
    if (id !== undefined && (Number(id) === host.processId || !host.isRunning(Number(id)))) {
      host.files.remove(join(folder, name));
    }
  }
}

/** The file itself where a path is a link, so that the link stays one. */
function resolved(files: Files, path: string): string {
  return files.stat(path) === null ? path : files.realPath(path);
}

interface Staged {
  readonly target: string;
  readonly fresh: string;
  readonly backup: string;
}

/** `begins` is called with each file whose turn it is, so that a failure can name it. */
function exchange(
  files: Files,
  staged: readonly Staged[],
  remove: readonly Staged[],
  begins: (file: Staged) => void = () => undefined,
): void {
  const saved: Staged[] = [];
  const placed: Staged[] = [];
  try {
    for (const file of [...staged, ...remove]) {
      begins(file);
      if (!files.taken(file.target)) continue;
      // With one file the rename alone is atomic; with several the old ones are kept to be put back.
      if (staged.length + remove.length > 1 || remove.length > 0) {
        files.create(file.backup, files.read(file.target), files.stat(file.target)?.mode);
        saved.push(file);
      }
    }
    for (const file of staged) {
      begins(file);
      files.rename(file.fresh, file.target);
      placed.push(file);
    }
    for (const file of remove) files.remove(file.target);
  } catch (error) {
    for (const file of placed) {
      if (saved.includes(file)) files.rename(file.backup, file.target);
      else files.remove(file.target);
    }
    throw error;
  }
}

/**
 * Replaces several files of one folder together, making the folder when there is none. The last of
 * `files` takes its place last. `obsolete` (names) are removed with them.
 */
export async function writeFolder(
  host: Host,
  folder: string,
  files: readonly { readonly name: string; readonly content: string | Uint8Array }[],
  obsolete: readonly string[] = [],
): Promise<void> {
  await uninterrupted(host, () => {
    withSystemErrors(`write to ${shownPath(host, folder)}`, () => {
      const info = host.files.stat(folder);
      if (info !== null && info.kind !== "folder")
        throw new CallFailure(`cannot write to ${shownPath(host, folder)}: it is no folder`);
      const made = host.files.makeFolder(folder);
      const stage = join(folder, `.sentrely-stage-${host.processId}`);
      try {
        sweep(host, folder);
        host.files.makeFolder(stage);
        const place = (name: string): Staged => ({
          target: join(folder, name),
          fresh: join(stage, `new-${name}`),
          backup: join(stage, `old-${name}`),
        });
        const staged = files.map(({ name }) => place(name));
        files.forEach(({ content }, i) => {
          host.files.create(staged[i]?.fresh ?? "", bytesOf(content));
        });
        exchange(host.files, staged, obsolete.map(place));
        host.files.remove(stage);
      } catch (error) {
        host.files.remove(made ?? stage);
        throw error;
      }
    });
  });
}

/** Replaces files, wherever they are, together; each keeps its permissions. Folders are made as needed. */
export async function writeFiles(host: Host, files: readonly NewFile[]): Promise<void> {
  await uninterrupted(host, () => {
    const made: string[] = [];
    const staged: Staged[] = [];
    const swept = new Set<string>();
    const cleanUp = (): void => {
      for (const { fresh, backup } of staged) {
        host.files.remove(fresh);
        host.files.remove(backup);
      }
    };
    let current = "";
    try {
      withSystemErrorsOf(
        () => current,
        () => {
          files.forEach(({ path, content }, i) => {
            current = shownPath(host, path);
            const folder = host.files.makeFolder(dirname(path));
            if (folder !== undefined) made.push(folder);
            const target = resolved(host.files, path);
            // Exchanging names would replace a device or a pipe by a file, be it `/dev/null`, for everybody.
            if (host.files.stat(target)?.kind === "other") {
              throw new CallFailure(`cannot write to ${current}: it is no file`);
            }
            if (!swept.has(dirname(target))) sweep(host, dirname(target));
            swept.add(dirname(target));
            const stem = join(dirname(target), `.${basename(target)}.sentrely-${host.processId}-${i}`);
            const file: Staged = { target, fresh: `${stem}.new`, backup: `${stem}.old` };
            staged.push(file);
            host.files.create(file.fresh, bytesOf(content), host.files.stat(target)?.mode);
          });
          exchange(host.files, staged, [], ({ target }) => {
            current = shownPath(host, target);
          });
        },
      );
      cleanUp();
    } catch (error) {
      cleanUp();
      for (const folder of made) host.files.remove(folder);
      throw error;
    }
  });
}

function withSystemErrorsOf(path: () => string, action: () => void): void {
  try {
    action();
  } catch (error) {
    withSystemErrors(`write ${path()}`, () => {
      throw error;
    });
  }
}
