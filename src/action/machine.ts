/** The machine as the action uses it: it works and writes inside the workspace. */
import { dirname, isAbsolute, join, resolve } from "node:path";
import { isWithin } from "../cli/collect-yaml.ts";
import { CallFailure } from "../cli/failure.ts";
import type { Host } from "../cli/host.ts";
import type { InputName } from "./inputs.ts";
import type { Runner } from "./runner.ts";

/** @throws CallFailure when the working directory is not in the workspace */
export function actionHost(host: Host, runner: Runner, workingDirectory: string): Host {
  const cwd = resolve(runner.workspace, workingDirectory);
  if (!isWithin(resolve(runner.workspace), cwd)) {
    throw new CallFailure(`input \`working-directory\`: \`${workingDirectory}\` leaves the workspace`);
  }
  return { ...host, cwd };
}

/**
 * Where a file or folder that an input names is written. A relative path stays in the workspace, also by its symbolic
 * links, which a pull request can bring; an absolute one is the workflow's own word.
 */
export function outputPath(host: Host, runner: Runner, name: InputName, given: string): string {
  const path = resolve(host.cwd, given);
  if (isAbsolute(given)) return path;
  const workspace = host.files.realPath(runner.workspace);
  let existing = path;
  while (!host.files.taken(existing) && existing !== dirname(existing)) existing = dirname(existing);
  const isDangling = host.files.stat(existing) === null;
  if (
    isDangling ||
    !isWithin(workspace, host.files.realPath(existing)) ||
    !isWithin(resolve(runner.workspace), path)
  ) {
    throw new CallFailure(
      `input \`${name}\`: \`${given}\` leads out of the workspace`,
      "name a file below the working directory, or give an absolute path",
    );
  }
  return path;
}

/** A file for later steps, told apart from those of other steps of the job. */
export function temporaryPath(runner: Runner, name: string): string {
  return join(runner.temp, "sentrely-policy", runner.step, name);
}
