#!/usr/bin/env node
/** The bin `sentrely-policy`. */
import process from "node:process";
import { nodeHost } from "./host.ts";
import { run } from "./run.ts";

process.exitCode = await run(process.argv.slice(2), nodeHost());
