/** `decide`: a bundle's decisions for requests given as JSON lines. */
import { resolve } from "node:path";
import { safeJson } from "../../report/sanitize.ts";
import { loadBundle, type Bundle } from "../../runtime/index.ts";
import { CallFailure, exitCodes, Interruption, withSystemErrors } from "../failure.ts";
import { readLines } from "../read-lines.ts";
import { say, type Session } from "../session.ts";

export interface DecideOptions {
  readonly bundle: string;
}

/** Bytes of a bundle that are read at most. */
const sizeLimit = 256 * 1024 * 1024;

export async function decide(session: Session, { bundle: file }: DecideOptions): Promise<number> {
  const { host } = session;
  const bundle = readBundle(session, file);
  if (host.stdin.isTerminal)
    await say(session, "reading requests, one JSON object a line; end them with Ctrl-D");

  let interrupt: () => void = () => undefined;
  const interrupted = new Promise<"interrupted">((done) => {
    interrupt = () => {
      done("interrupted");
    };
  });
  const release = host.onInterrupt(interrupt);
  const lines = readLines(host.stdin.chunks());
  try {
    for (;;) {
      const next = await Promise.race([lines.next(), interrupted]);
      if (next === "interrupted") throw new Interruption();
      if (next.done === true) return exitCodes.fine;
      const decision = bundle.decide(parseRequest(next.value));
      // Nobody reads any more: what is left is not asked for.
      if (!(await host.stdout.write(`${safeJson(decision)}\n`))) return exitCodes.fine;
    }
  } finally {
    release();
    host.stdin.close();
  }
}

function readBundle({ host }: Session, file: string): Bundle {
  const bytes = withSystemErrors(`read ${file}`, () => {
    const path = resolve(host.cwd, file);
    const info = host.files.stat(path);
    if (info === null) throw new CallFailure(`cannot read ${file}: no such file`);
    if (info.kind === "folder")
      throw new CallFailure(`cannot read ${file}: it is a folder`, "name the bundle in it");
    if (info.size > sizeLimit) throw new CallFailure(`cannot read ${file}: it is too large to be a bundle`);
    return host.files.read(path);
  });
  try {
    return loadBundle(bytes);
  } catch (error) {
    if (error instanceof Error && error.name === "BundleError") {
      throw new CallFailure(`${file} is no bundle that can be trusted: ${error.message}`);
    }
    throw error;
  }
}

/** A line that is no JSON becomes a value that is no request. */
function parseRequest(line: string | null): unknown {
  if (line === null) return null;
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
