// Decides one request: decide.mjs FILE AGENT ACTION RESOURCE. Exits with 0 only when it is allowed.
import { readFileSync } from "node:fs";
import { ALLOW, loadPolicy } from "./policy.mjs";

const [file, agent, action, resource] = process.argv.slice(2);
const policy = loadPolicy(readFileSync(file));
const { code, json } = policy.decide({ agent, action, resource }, true);
console.log(json);
process.exitCode = code === ALLOW ? 0 : 1;
