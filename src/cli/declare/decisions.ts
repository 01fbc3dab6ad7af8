/** The commands about decisions: bundles, single requests, and questions. */
import { Option } from "commander";
import * as help from "../help.ts";
import { withPaths, type CommonOptions, type Program } from "./program-parts.ts";

export function declareBuild({ command, clock }: Program): void {
  command<CommonOptions & { out?: string; target?: string[]; label?: string; lint: boolean; now?: string }>(
    "build",
    help.build,
    (c) =>
      withPaths(c)
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
      (await import("../commands/build.ts")).build(session, args, { ...options, now: clock(now) }),
  );
}

export function declareDecide({ command }: Program): void {
  command<CommonOptions & { bundle: string }>(
    "decide",
    help.decide,
    (c) => c.requiredOption("--bundle <file>", "policy.mjs or policy.json"),
    async (session, _, options) => (await import("../commands/decide.ts")).decide(session, options),
  );
}

export function declareExplain({ command, clock }: Program): void {
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
      withPaths(c)
        .requiredOption("--agent <name>", "who asks")
        .requiredOption("--action <name>", "what is asked")
        .requiredOption("--resource <name>", "of what")
        .option("--context <json>", "attributes of the request, as a JSON map")
        .option("--now <time>", "the request's time (default: the clock)")
        .addOption(
          new Option("--format <format>", "how to report").choices(["pretty", "json"]).default("pretty"),
        ),
    async (session, args, { now, ...options }) =>
      (await import("../commands/explain.ts")).explain(session, args, { ...options, now: clock(now) }),
  );
}

export function declareQuery({ command }: Program): void {
  command<CommonOptions & { format: "pretty" | "json" }>(
    "query",
    help.query,
    (c) =>
      withPaths(
        c.argument("<question>", "`who can ACTIONS on RESOURCES` or `what can AGENT do`, in quotes"),
      ).addOption(
        new Option("--format <format>", "how to report").choices(["pretty", "json"]).default("pretty"),
      ),
    async (session, [question = "", ...args], options) =>
      (await import("../commands/query.ts")).query(session, question, args, options),
  );
}
