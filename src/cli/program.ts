/**
 * The command line: what can be said, and which command answers. Commands are loaded when called.
 *
 * INVARIANT: a flag that is not declared here is refused.
 */
import { Command, CommanderError, Option } from "commander";
import { version } from "../base/version.ts";
import { finishLines, visible } from "../report/sanitize.ts";
import { exitCodes } from "./failure.ts";
import * as help from "./help.ts";
import type { Host } from "./host.ts";
import { parseInstant } from "./instant.ts";
import { createSession, type ColorChoice, type Session } from "./session.ts";

/** What every command takes besides its own options. */
interface CommonOptions {
  readonly color?: ColorChoice;
  readonly verbose?: boolean;
}

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

type Action<O> = (session: Session, args: readonly string[], options: O) => Promise<number>;

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
  const paths = (c: Command): Command => c.argument("[paths...]", "files, folders or globs; `-` is stdin");
  const clock = (text: string | undefined): number =>
    text === undefined ? run.host.now() : parseInstant(text, "--now");

  command<CommonOptions>(
    "init",
    help.init,
    (c) => c.argument("[dir]", "the folder; made when it is not there", "."),
    async (session, [folder]) => (await import("./commands/init.ts")).init(session, folder ?? "."),
  );

  command<
    CommonOptions & {
      format: "pretty" | "compact" | "json" | "github" | "sarif" | "junit";
      failLevel?: "error" | "warning" | "info";
      fix?: "safe" | "review";
      dryRun?: boolean;
      baseline?: string;
      writeBaseline?: string;
      rule: string[];
      now?: string;
      outputFile?: string;
    }
  >(
    "lint",
    help.lint,
    (c) =>
      paths(c)
        .addOption(
          new Option("--format <format>", "how to report")
            .choices(["pretty", "compact", "json", "github", "sarif", "junit"])
            .default("pretty"),
        )
        .addOption(
          new Option(
            "--fail-level <level>",
            "the least severity that fails (default: the config's, else warning)",
          ).choices(["error", "warning", "info"]),
        )
        .addOption(
          new Option("--fix <kind>", "apply safe fixes; `--fix=review` also those to be reviewed").choices([
            "safe",
            "review",
          ]),
        )
        .option("--dry-run", "with --fix: print the changes as a diff, write nothing")
        .option(
          "--baseline <file>",
          "leave out the findings that this file holds; errors are told all the same",
        )
        .option("--write-baseline <file>", "write the findings of this call, but errors, to a baseline")
        .addOption(
          new Option("--rule <id>", "report only this rule, and errors; may be repeated")
            .argParser((id: string, before: string[]) => [...before, ...id.split(",")])
            .default([], "all"),
        )
        .option("--now <time>", "the time that `expires` is measured by (default: the clock)")
        .option("--output-file <file>", "write the report to a file instead of stdout"),
    async (session, args, { dryRun, now, ...options }) =>
      (await import("./commands/lint.ts")).lint(session, args, {
        ...options,
        dryRun: dryRun ?? false,
        now: clock(now),
      }),
  );

  command<
    CommonOptions & {
      format: "pretty" | "json" | "junit" | "tap";
      filter?: string;
      watch?: boolean;
      outputFile?: string;
    }
  >(
    "test",
    help.test,
    (c) =>
      paths(c)
        .addOption(
          new Option("--format <format>", "how to report")
            .choices(["pretty", "json", "junit", "tap"])
            .default("pretty"),
        )
        .option("--filter <glob>", "run the tests whose whole name matches; `*` is any text")
        .option("--watch", "run again whenever a file changes, until Ctrl-C")
        .option("--output-file <file>", "write the report to a file instead of stdout"),
    async (session, args, { watch, ...options }) =>
      (await import("./commands/test.ts")).test(session, args, { ...options, watch: watch ?? false }),
  );

  command<CommonOptions & { out?: string; target?: string[]; label?: string; lint: boolean; now?: string }>(
    "build",
    help.build,
    (c) =>
      paths(c)
        .option("--out <dir>", "the folder to write (default: the config's, else dist beside it)")
        .addOption(
          new Option("--target <targets>", "js, json, or both (default: the config's, else both)").argParser(
            (text: string, before: string[] | undefined) => [
              ...(before ?? []),
              ...text.split(",").filter((name) => name !== ""),
            ],
          ),
        )
        .option("--label <text>", "a text for the manifest")
        .option("--no-lint", "build although a lint of level error stands; the manifest says so")
        .option("--now <time>", "the time that `expires` is measured by (default: the clock)"),
    async (session, args, { now, ...options }) =>
      (await import("./commands/build.ts")).build(session, args, { ...options, now: clock(now) }),
  );

  command<CommonOptions & { bundle: string }>(
    "decide",
    help.decide,
    (c) => c.requiredOption("--bundle <file>", "policy.mjs or policy.json"),
    async (session, _, options) => (await import("./commands/decide.ts")).decide(session, options),
  );

  command<
    CommonOptions & {
      agent: string;
      action: string;
      resource: string;
      context?: string;
      now?: string;
      format: "pretty" | "json";
    }
  >(
    "explain",
    help.explain,
    (c) =>
      paths(c)
        .requiredOption("--agent <name>", "who asks")
        .requiredOption("--action <name>", "what is asked")
        .requiredOption("--resource <name>", "of what")
        .option("--context <json>", "attributes of the request, as a JSON map")
        .option("--now <time>", "the request's time (default: the clock)")
        .addOption(
          new Option("--format <format>", "how to report").choices(["pretty", "json"]).default("pretty"),
        ),
    async (session, args, { now, ...options }) =>
      (await import("./commands/explain.ts")).explain(session, args, { ...options, now: clock(now) }),
  );

  command<CommonOptions & { format: "pretty" | "json" | "markdown"; failOn: string[]; outputFile?: string }>(
    "diff",
    help.diff,
    (c) =>
      c
        .argument("<base>", "a folder, or git:REF")
        .argument("<head>", "a folder, or git:REF")
        .addOption(
          new Option("--format <format>", "how to report")
            .choices(["pretty", "json", "markdown"])
            .default("pretty"),
        )
        .addOption(
          new Option(
            "--fail-on <kinds>",
            "kinds of changes that fail, such as widened,ungated; may be repeated",
          )
            .argParser((text: string, before: string[]) => [
              ...before,
              ...text.split(",").map((word) => word.trim()),
            ])
            .default([], "none"),
        )
        .option("--output-file <file>", "write the report to a file instead of stdout"),
    async (session, args, options) => (await import("./commands/diff.ts")).diff(session, args, options),
  );

  command<CommonOptions & { format: "pretty" | "json" }>(
    "query",
    help.query,
    (c) =>
      paths(
        c.argument("<question>", "`who can ACTIONS on RESOURCES` or `what can AGENT do`, in quotes"),
      ).addOption(
        new Option("--format <format>", "how to report").choices(["pretty", "json"]).default("pretty"),
      ),
    async (session, [question = "", ...args], options) =>
      (await import("./commands/query.ts")).query(session, question, args, options),
  );

  command<CommonOptions & { check?: boolean; fix?: boolean }>(
    "fmt",
    help.fmt,
    (c) =>
      paths(c)
        .option("--check", "change nothing; list what would change, and fail if anything would")
        .option("--fix", "first convert what is convertible, such as two agents in one document"),
    async (session, args, { check, fix }) =>
      (await import("./commands/fmt.ts")).fmt(session, args, { check: check ?? false, fix: fix ?? false }),
  );

  command<CommonOptions>(
    "rules",
    help.rules,
    (c) => c.argument("[id]", "the rule whose page is shown; absent: all are listed"),
    async (session, [id]) => (await import("./commands/rules.ts")).rulesCommand(session, id),
  );

  command<CommonOptions>(
    "version",
    help.version,
    (c) => c,
    async (session) => (await import("./commands/version.ts")).tellVersion(session),
  );

  command<CommonOptions>(
    "completion",
    help.completion,
    (c) => c.argument("<shell>", "bash, zsh or fish"),
    async (session, [shell]) =>
      (await import("./commands/completion.ts")).completion(session, shell ?? "", root),
  );
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
