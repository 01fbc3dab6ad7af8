/** `test`: runs the set's tests; `--watch` again on every change. */
import { compareCodePoints } from "../../base/order.ts";
import type { PolicyTest } from "../../ir/ir.ts";
import type { RunFailure, TestFormatter } from "../../report/test-report.ts";
import { createProver } from "../../analysis/prover.ts";
import { runTests } from "../../testing/run-tests.ts";
import type { TestResult } from "../../testing/test-result.ts";
import { emitReport, reportStyle } from "../emit.ts";
import { CallFailure, exitCodes, Interruption } from "../failure.ts";
import { compileFailureCode, loadSet, type LoadedSet } from "../load-set.ts";
import { startProgress } from "../progress.ts";
import { fromRepository, fromRoot, fromWorkingFolder } from "../report-paths.ts";
import { say, sayFailure, type Session } from "../session.ts";
import { tellDiagnostics } from "../tell-diagnostics.ts";

export type TestFormat = "pretty" | "json" | "junit" | "tap";

export interface TestOptions {
  readonly format: TestFormat;
  readonly filter?: string;
  readonly watch: boolean;
  readonly outputFile?: string;
}

const formatters: { readonly [F in TestFormat]: () => Promise<TestFormatter> } = {
  pretty: async () => (await import("../../report/test-pretty.ts")).formatTestsPretty,
  json: async () => (await import("../../report/test-json.ts")).formatTestsJson,
  junit: async () => (await import("../../report/test-junit.ts")).formatTestsJunit,
  tap: async () => (await import("../../report/tap.ts")).formatTap,
};

export async function test(
  session: Session,
  paths: readonly string[],
  options: TestOptions,
): Promise<number> {
  if (!options.watch) return await testOnce(session, await loadSet(session, paths), options);
  if (paths.includes("-")) throw new CallFailure("--watch cannot watch standard input");
  return await watchTests(session, paths, options);
}

async function testOnce(
  session: Session,
  { files, compilation }: LoadedSet,
  options: TestOptions,
): Promise<number> {
  const { set, diagnostics, sources } = compilation;
  const pathOf =
    options.format === "json"
      ? fromRoot
      : options.format === "junit"
        ? fromRepository(files)
        : fromWorkingFolder(session.host, files);
  const format = await formatters[options.format]();
  const report = async (results: readonly TestResult[], failure: RunFailure | null): Promise<void> => {
    const style = reportStyle(session, options.outputFile);
    await emitReport(session, format({ results, sources, pathOf, style, failure }), options.outputFile);
  };

  if (set === null) {
    const errors = await tellDiagnostics(session, files, compilation, diagnostics, "error");
    await report([], {
      name: "the policy set compiles",
      message: `no test was run: the policy set has ${errors === 1 ? "an error" : `${errors} errors`}`,
      place: diagnostics.find((d) => d.severity === "error" && d.span !== null)?.span ?? null,
    });
    return compileFailureCode(files);
  }
  const tests = compilation.tests
    .filter((t) => files.selected?.has(t.place.file) ?? true)
    .sort((a, b) => compareCodePoints(a.place.file, b.place.file) || a.place.start - b.place.start);
  if (tests.length === 0) {
    const where = files.selected === null ? "the policy set holds no test" : "the PATHs hold no test";
    await report([], {
      name: "there are tests to run",
      message: `${where}, so nothing was checked`,
      place: null,
    });
    return exitCodes.policiesAtFault;
  }
  const results = await runAll(session, { set, tests, filter: options.filter });
  if (results.length === 0 && options.filter !== undefined) {
    throw new CallFailure(`no test's name matches --filter \`${options.filter}\``);
  }
  await report(results, null);
  return results.every((r) => r.status === "passed") ? exitCodes.fine : exitCodes.policiesAtFault;
}

interface Work {
  readonly set: Parameters<typeof runTests>[0];
  readonly tests: readonly PolicyTest[];
  readonly filter: string | undefined;
}

/** Runs tests one by one, in file order, telling a terminal how far it is. */
async function runAll(session: Session, { set, tests, filter }: Work): Promise<TestResult[]> {
  const options = filter === undefined ? {} : { filter };
  if (!session.host.stderr.isTerminal) return runTests(set, tests, options);
  const progress = startProgress(session);
  const prover = createProver(set);
  const results: TestResult[] = [];
  for (const [i, one] of tests.entries()) {
    await progress.update(`testing ${i + 1} of ${tests.length}`);
    results.push(...runTests(set, [one], { ...options, prover }));
  }
  await progress.end();
  return results;
}

/** Milliseconds of quiet before a change counts as complete. */
const settle = 100;

async function watchTests(session: Session, paths: readonly string[], options: TestOptions): Promise<number> {
  const { host } = session;
  let wake: (reason: "changed" | "interrupted") => void = () => undefined;
  let pending: "changed" | "interrupted" | null = null;
  const signal = (reason: "changed" | "interrupted"): void => {
    if (pending !== "interrupted") pending = reason;
    wake(reason);
  };
  const release = host.onInterrupt(() => {
    signal("interrupted");
  });
  let unwatch: () => void = () => undefined;
  try {
    for (;;) {
      let folders: readonly string[] | null = null;
      try {
        const loaded = await loadSet(session, paths);
        folders = [...loaded.files.folders, loaded.files.root];
        await testOnce(session, loaded, options);
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error;
        await sayFailure(session, error.message, error.help);
      }
      await say(session, "watching for changes; Ctrl-C ends it");
      unwatch();
      unwatch = host.files.watch([...new Set(folders ?? [host.cwd])], () => {
        signal("changed");
      });
      if (pending === null) {
        await new Promise<void>((resolve) => {
          wake = () => {
            resolve();
          };
        });
      }
      await new Promise((resolve) => setTimeout(resolve, settle));
      // Read anew: a signal may have come while it was waited.
      const reason: string | null = pending;
      if (reason === "interrupted") throw new Interruption();
      pending = null;
    }
  } finally {
    unwatch();
    release();
  }
}
