/** The command that checks a change wherever it runs. */
import { Option } from "commander";
import { reviewFormats } from "../ci/review-formats.ts";
import type { CiOptions } from "../commands/ci.ts";
import * as help from "../help.ts";
import { words, type CommonOptions, type Program } from "./program-parts.ts";

type CiCall = CommonOptions &
  Omit<CiOptions, "now" | "staged" | "build"> & {
    readonly now?: string;
    readonly staged?: boolean;
    readonly build?: boolean;
  };

export function declareCi({ command, clock }: Program): void {
  command<CiCall>(
    "ci",
    help.ci,
    (c) =>
      c
        .argument(
          "[paths...]",
          "files, folders or globs; they choose the policy set, all of which is checked",
        )
        .option(
          "--base <ref>",
          "what to compare with: a branch, tag, commit or folder, or none (default: found)",
        )
        .option("--head <ref>", "what is checked: a branch, tag or commit (default: the working tree)")
        .option("--staged", "check what is staged, against the last commit unless --base says otherwise")
        .addOption(
          new Option("--fail-on <kinds>", "kinds of changes that fail, such as widened,ungated; or none")
            .argParser(words)
            .default([], "the usual gates"),
        )
        .addOption(
          new Option("--fail-level <level>", "the least severity that fails (default: the configs')").choices(
            ["error", "warning", "info"],
          ),
        )
        .option("--no-gate", "report changes, and fail for none of them")
        .option("--acknowledged-by <text>", "who accepts what the gates refuse; recorded in the report")
        .option("--baseline <file>", "leave out the findings that this file of each side holds")
        .option("--config <file>", "the sentrely.yaml whose set is checked (default: found from the PATHs)")
        .option("--known-actions <file>", "tell the actions that wildcards admit and this file lacks")
        .option("--write-known-actions <file>", "write the actions that wildcards admit now")
        .addOption(new Option("--format <format>", "how to report").choices(reviewFormats).default("pretty"))
        .option("--output-file <file>", "write the report to a file instead of stdout")
        .option("--sarif-file <file>", "besides, a report for code scanning")
        .option("--junit-file <file>", "besides, a report as JUnit")
        .option("--code-quality-file <file>", "besides, a report for GitLab's Code Quality")
        .option("--markdown-file <file>", "besides, a note for the merge request, at most 60,000 bytes")
        .option("--json-file <file>", "besides, the whole report as JSON")
        .option("--build", "write the bundle of a head that does not fail")
        .option("--out <dir>", "the bundle's folder (default: the config's, else dist beside it)")
        .addOption(
          new Option(
            "--target <targets>",
            "the bundle's targets (default: the config's, else all but njs)",
          ).argParser(words),
        )
        .option("--now <time>", "the time that `expires` is measured by (default: the clock)"),
    async (session, args, { now, staged, build, ...options }) =>
      (await import("../commands/ci.ts")).ci(session, args, {
        ...options,
        staged: staged ?? false,
        build: build ?? false,
        now: clock(now),
      }),
  );
}
