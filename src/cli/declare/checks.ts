/** The commands that check policies. */
import { Option } from "commander";
import * as help from "../help.ts";
import { words, withPaths, type CommonOptions, type Program } from "./program-parts.ts";

export function declareLint({ command, clock }: Program): void {
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
      withPaths(c)
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
      (await import("../commands/lint.ts")).lint(session, args, {
        ...options,
        dryRun: dryRun ?? false,
        now: clock(now),
      }),
  );
}

export function declareTest({ command }: Program): void {
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
      withPaths(c)
        .addOption(
          new Option("--format <format>", "how to report")
            .choices(["pretty", "json", "junit", "tap"])
            .default("pretty"),
        )
        .option("--filter <glob>", "run the tests whose whole name matches; `*` is any text")
        .option("--watch", "run again whenever a file changes, until Ctrl-C")
        .option("--output-file <file>", "write the report to a file instead of stdout"),
    async (session, args, { watch, ...options }) =>
      (await import("../commands/test.ts")).test(session, args, { ...options, watch: watch ?? false }),
  );
}

export function declareDiff({ command }: Program): void {
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
            .argParser(words)
            .default([], "none"),
        )
        .option("--output-file <file>", "write the report to a file instead of stdout"),
    async (session, args, options) => (await import("../commands/diff.ts")).diff(session, args, options),
  );
}
