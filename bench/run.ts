/** All figures in one run: `npm run bench`. Each part also runs alone. */
import { cpus, totalmem } from "node:os";
import { benchCatalogue } from "./catalogue.ts";
import { benchCompile } from "./compile.ts";
import { benchLint } from "./lint.ts";
import { benchDiff } from "./diff.ts";
import { benchQuery } from "./query.ts";
import { benchSentences } from "./sentences.ts";
import { benchStartup } from "./startup.ts";

console.log(
  `${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}\n`,
);
benchStartup();
benchCompile();
benchSentences();
benchQuery();
benchDiff();
benchCatalogue();
benchLint();
