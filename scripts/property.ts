/**
 * The long property run: `npm run property [-- --runs 100 --seed N]`.
 * `--runs` multiplies how often each property is tried (default 100); the seed is printed, and given
 * back with `--seed` it repeats the run.
 */
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { runs: { type: "string" }, seed: { type: "string" } } });
const runs = values.runs ?? "100";
const seed = values.seed ?? String(randomInt(2 ** 31));
console.log(`property run: seed ${seed}, ${runs} × the usual number of tries`);
const result = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "test/property", "--testTimeout=0"],
  { stdio: "inherit", env: { ...process.env, PROPERTY_RUNS: runs, PROPERTY_SEED: seed } },
);
console.log(`seed was ${seed}: npm run property -- --seed ${seed} --runs ${runs} repeats it`);
process.exit(result.status ?? 3);
