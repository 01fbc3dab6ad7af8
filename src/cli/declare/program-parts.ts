/** What every command's declaration is given, and what several of them take. */
import type { Command } from "commander";
import type { CommandHelp } from "../help.ts";
import type { ColorChoice, Session } from "../session.ts";

/** What every command takes besides its own options. */
export interface CommonOptions {
  readonly color?: ColorChoice;
  readonly verbose?: boolean;
}

export type Action<O> = (session: Session, args: readonly string[], options: O) => Promise<number>;

/** The program that commands are declared to. */
export interface Program {
  readonly command: <O extends CommonOptions>(
    name: string,
    about: CommandHelp,
    set: (command: Command) => Command,
    action: Action<O>,
  ) => void;
  /** The time that `--now` gives, else the clock's; milliseconds since the epoch. */
  readonly clock: (text: string | undefined) => number;
  readonly root: Command;
}

export function withPaths(command: Command): Command {
  return command.argument("[paths...]", "files, folders or globs; `-` is stdin");
}

/** Values with commas between them, of an option that may be repeated; empty ones are kept, to be refused. */
export function words(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(",").map((word) => word.trim())];
}
