/** One run of the CLI: the host, and how output is to look. */
import { finishLines, visible } from "../report/sanitize.ts";
import { ansiStyle, plainStyle, type Style } from "../report/style.ts";
import { CallFailure } from "./failure.ts";
import type { Host, Output } from "./host.ts";

export type ColorChoice = "auto" | "always" | "never";

export interface Session {
  readonly host: Host;
  readonly verbose: boolean;
  /** For reports on stdout. */
  readonly outStyle: Style;
  /** For messages on stderr. */
  readonly errStyle: Style;
  readonly color: ColorChoice;
}

/** The flag decides, then FORCE_COLOR and NO_COLOR, then whether a person looks on. */
function colours(output: Output, choice: ColorChoice, environment: Host["environment"]): boolean {
  if (choice !== "auto") return choice === "always";
  const force = environment["FORCE_COLOR"];
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  if ((environment["NO_COLOR"] ?? "") !== "") return false;
  return output.isTerminal && environment["TERM"] !== "dumb";
}

export function createSession(
  host: Host,
  options: { readonly color?: ColorChoice; readonly verbose?: boolean },
): Session {
  const color = options.color ?? "auto";
  const style = (output: Output): Style =>
    colours(output, color, host.environment) ? ansiStyle : plainStyle;
  return {
    host,
    verbose: options.verbose ?? false,
    outStyle: style(host.stdout),
    errStyle: style(host.stderr),
    color,
  };
}

/** Writes messages to stderr, one a line; whatever they quote is made safe to print. */
export async function say(session: Session, ...lines: readonly string[]): Promise<void> {
  await session.host.stderr.write(finishLines(lines.map(visible)));
}

export async function sayFailure(session: Session, message: string, help: string | null): Promise<void> {
  const { severity, strong } = session.errStyle;
  await session.host.stderr.write(
    finishLines([
      `${severity.error("error")}${strong(`: ${visible(message)}`)}`,
      ...(help === null ? [] : [`  ${strong("help")}: ${visible(help)}`]),
    ]),
  );
}

/** Everything on stdin. */
export async function readStdin(session: Session): Promise<Uint8Array> {
  const { stdin } = session.host;
  if (stdin.isTerminal) await say(session, "reading standard input; end it with Ctrl-D");
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stdin.chunks()) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > 64 * 1024 * 1024) throw new CallFailure("standard input holds more than 64 MiB");
  }
  return Buffer.concat(chunks);
}
