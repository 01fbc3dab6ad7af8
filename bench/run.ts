/**
 * All figures in one run: `npm run bench`. Each part also runs alone. With `--write-docs`, the decisions'
 * tables and chart are written into docs/.
 */
import { cpus, totalmem } from "node:os";
import { benchAction } from "./action.ts";
import { benchCatalogue } from "./catalogue.ts";
import { benchCompile } from "./compile.ts";
import { benchDecisions } from "./decisions.ts";
import { benchLint } from "./lint.ts";
import { benchDiff } from "./diff.ts";
import { benchQuery } from "./query.ts";
import { benchSentences } from "./sentences.ts";
import { benchStartup } from "./startup.ts";

console.log(
  `${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}\n`,
);
benchStartup();
await benchAction();
benchCompile();
benchSentences();
benchQuery();
benchDiff();
benchCatalogue();
benchLint();
await benchDecisions(process.argv.includes("--write-docs"));
