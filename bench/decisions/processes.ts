/**
 * Evaluators in a process of their own: LuaJIT, and policy.wasm in Go and Rust. A driver loads the
 * bundle and the requests, checks every answer, and then decides for as long as each line of its
 * standard input says (milliseconds); for both it prints a line of JSON.
 */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { RequestBytes } from "./requests.ts";
import { calibrationOf, type Contestant, type Workbench } from "./rounds.ts";

/** How a driver is started; it is given the folder of the bundle and the requests. */
export interface DriverCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** A driver that cannot run here, and why. */
export interface MissingDriver {
  readonly name: string;
  readonly reason: string;
}

interface Checked {
  readonly checked: number;
  readonly mismatches: number;
}

interface Driven {
  readonly ns: number;
  readonly decisions: number;
  readonly wrong: number;
}

/** `requests.tsv`: agent, action, resource and the right effect as a digit, a request a line. */
export function writeRequests(folder: string, { requests, expected }: Workbench): void {
  const lines = Array.from({ length: requests.count }, (_, i) => {
    const { agent, action, resource } = requests.fresh(i);
    return `${agent}\t${action}\t${resource}\t${String(expected[i])}\n`;
  });
  writeFileSync(join(folder, "requests.tsv"), lines.join(""));
}

/** How long the calibration loop runs before and after a process's turn. */
const calibrationMilliseconds = 100;

export interface RunningDriver extends Contestant {
  readonly stop: () => void;
}

export function startDriver(driver: DriverCommand, folder: string, requests: RequestBytes): RunningDriver {
  const child = spawn(driver.command, [...driver.args, folder], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`${driver.name} ended early`);
    return line.value;
  };
  return {
    name: driver.name,
    check: async () => {
      const checked: Checked = JSON.parse(await next());
      return checked;
    },
    turn: async (milliseconds) => {
      const before = calibrationOf(requests, calibrationMilliseconds);
      child.stdin.write(`${String(milliseconds)}\n`);
      const { ns, decisions, wrong }: Driven = JSON.parse(await next());
      const after = calibrationOf(requests, calibrationMilliseconds);
      return { ns, calibration: (before + after) / 2, decisions, wrongSlices: wrong };
    },
    stop: () => {
      child.stdin.end();
    },
  };
}
