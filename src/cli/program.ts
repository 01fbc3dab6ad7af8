/**
 * The command line: what can be said, and which command answers. Commands are loaded when called.
 *
 * INVARIANT: a flag that is not declared here is refused.
 */
import { Command, CommanderError, Option } from "commander";
import { version } from "../base/version.ts";
import { finishLines, visible } from "../report/sanitize.ts";
import { declareDiff, declareLint, declareTest } from "./declare/checks.ts";
import { declareCi } from "./declare/ci.ts";
import { declareBuild, declareDecide, declareExplain, declareQuery } from "./declare/decisions.ts";
import type { Action, CommonOptions, Program } from "./declare/program-parts.ts";
import { declareCompletion, declareFmt, declareInit, declareRules, declareVersion } from "./declare/tools.ts";
import { exitCodes } from "./failure.ts";
import * as help from "./help.ts";
import type { Host } from "./host.ts";
import { parseInstant } from "./instant.ts";
import { createSession } from "./session.ts";

/** In the order in which help lists them. */
const declarations: readonly ((program: Program) => void)[] = [
  declareInit,
  declareLint,
  declareTest,
  declareBuild,
  declareDecide,
  declareExplain,
  declareDiff,
  declareCi,
  declareQuery,
  declareFmt,
  declareRules,
  declareVersion,
  declareCompletion,
];

/** Runs one command line; usage errors are told on stderr with exit code 2. */
export async function runProgram(argv: readonly string[], host: Host): Promise<number> {
  const run: Run = { host, code: exitCodes.fine, out: "", err: "" };
  const program = createProgram(run);
  try {
    await program.parseAsync(withValues(argv), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    run.code = error.exitCode === 0 ? exitCodes.fine : exitCodes.callAtFault;
  }
  if (run.out !== "") await host.stdout.write(run.out);
  if (run.err !== "") await host.stderr.write(finishLines(run.err.trimEnd().split("\n").map(visible)));
  return run.code;
}

interface Run {
  readonly host: Host;
  code: number;
  /** What the argument parser prints: help, and its own errors. */
  out: string;
  err: string;
}

/**
 * `--fix` has an optional value that only `=` gives, so that `--fix policies` means a PATH; the
 * argument parser would take it as the value.
 */
function withValues(argv: readonly string[]): string[] {
  const end = argv.indexOf("--");
  return argv.map((argument, i) =>
    argument === "--fix" && (end === -1 || i < end) && argv[0] === "lint" ? "--fix=safe" : argument,
  );
}

/** Builds the whole program; also what shell completions are generated from. */
function createProgram(run: Run): Command {
  const program = new Command("sentrely-policy")
    .description(help.program.summary)
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand("help [command]", "show the help of a command")
    .addHelpText("after", help.program.after);
  const root = configure(program, run);

  const command = <O extends CommonOptions>(
    name: string,
    about: help.CommandHelp,
    set: (command: Command) => Command,
    action: Action<O>,
  ): void => {
    const sub = configure(root.command(name), run)
      .summary(about.summary)
      .description(about.description)
      .helpOption("-h, --help", "show this help")
      .addHelpText("after", about.after);
    set(sub)
      .addOption(
        new Option("--color <when>", "colour: auto, always or never (also NO_COLOR, FORCE_COLOR)")
          .choices(["auto", "always", "never"])
          .default("auto"),
      )
      .option("--verbose", "tell timings and absolute paths on stderr")
      .action(async () => {
        const options = sub.opts<O>();
        run.code = await action(createSession(run.host, options), sub.args, options);
      });
  };
  const clock = (text: string | undefined): number =>
    text === undefined ? run.host.now() : parseInstant(text, "--now");
  for (const declare of declarations) declare({ command, clock, root });
  return root;
}

function configure(command: Command, run: Run): Command {
  return command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        run.out += text;
      },
      writeErr: (text) => {
        run.err += text;
      },
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({
      optionTerm: (option) => (option.long === "--fix" && option.required ? "--fix[=review]" : option.flags),
    })
    .allowExcessArguments(false)
    .showSuggestionAfterError(true);
}
