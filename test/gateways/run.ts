/**
 * `npm run test:gateways`: each gateway with its example configuration, started, asked and stopped.
 * `--host NAME` (repeatable) chooses; `--available` lists what cannot be installed without failing.
 */
import { parseArgs } from "node:util";
import { readOptions } from "../runtimes/options.ts";
import { gateways, gatewayTable, runGateways } from "./index.ts";

const { values } = parseArgs({
  options: { available: { type: "boolean", default: false }, host: { type: "string", multiple: true } },
});
const unknown = (values.host ?? []).filter((name) => !gateways.some((gateway) => gateway.name === name));
if (unknown.length > 0) throw new Error(`no such gateway: ${unknown.join(", ")}`);
const { cache } = readOptions([], process.env);
const { rows, passed } = await runGateways({
  cache,
  available: values.available,
  ...(values.host === undefined ? {} : { only: values.host }),
  tell: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(gatewayTable(rows));
process.exitCode = passed ? 0 : 1;
