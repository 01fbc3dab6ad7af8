/** The commands that help with writing policies. */
import * as help from "../help.ts";
import { withPaths, type CommonOptions, type Program } from "./program-parts.ts";

export function declareInit({ command }: Program): void {
  command<CommonOptions>(
    "init",
    help.init,
    (c) => c.argument("[dir]", "the folder; made when it is not there", "."),
    async (session, [folder]) => (await import("../commands/init.ts")).init(session, folder ?? "."),
  );
}

export function declareFmt({ command }: Program): void {
  command<CommonOptions & { check?: boolean; fix?: boolean }>(
    "fmt",
    help.fmt,
    (c) =>
      withPaths(c)
        .option("--check", "change nothing; list what would change, and fail if anything would")
        .option("--fix", "first convert what is convertible, such as two agents in one document"),
    async (session, args, { check, fix }) =>
      (await import("../commands/fmt.ts")).fmt(session, args, { check: check ?? false, fix: fix ?? false }),
  );
}

export function declareRules({ command }: Program): void {
  command<CommonOptions>(
    "rules",
    help.rules,
    (c) => c.argument("[id]", "the rule whose page is shown; absent: all are listed"),
    async (session, [id]) => (await import("../commands/rules.ts")).rulesCommand(session, id),
  );
}

export function declareVersion({ command }: Program): void {
  command<CommonOptions>(
    "version",
    help.version,
    (c) => c,
    async (session) => (await import("../commands/version.ts")).tellVersion(session),
  );
}

export function declareCompletion({ command, root }: Program): void {
  command<CommonOptions>(
    "completion",
    help.completion,
    (c) => c.argument("<shell>", "bash, zsh or fish"),
    async (session, [shell]) =>
      (await import("../commands/completion.ts")).completion(session, shell ?? "", root),
  );
}
