/** What the catalogue of services costs, in size and time, and that a set without AWS pays nothing for AWS: `node bench/catalogue.ts`. */
import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { mentionsAws } from "../src/catalogue/aws-names.ts";
import type { Catalogue } from "../src/catalogue/catalogue.ts";
import { createCatalogue } from "../src/catalogue/create-catalogue.ts";
import { quantile, table } from "./table.ts";

const path = fileURLToPath(new URL("../src/generated/aws-catalogue.txt", import.meta.url));

/** Medians of interleaved rounds, in milliseconds. */
function medians(rounds: number, parts: readonly (() => void)[]): number[] {
  const times = parts.map((): number[] => []);
  for (let round = -3; round < rounds; round++) {
    parts.forEach((part, i) => {
      const start = performance.now();
      part();
      if (round >= 0) times[i]?.push(performance.now() - start);
    });
  }
  return times.map((samples) => quantile(samples, 0.5));
}

const make = (aws: string | null): Catalogue => createCatalogue({ services: [], servers: [], aws });

/** About as much text as ten thousand statements, none of AWS. */
function textsWithoutAws(): string[] {
  return Array.from({ length: 100 }, (_, agent) =>
    Array.from(
      { length: 100 },
      (_, i) => `- git:push on repos/app-${String(agent)}/branches/feature/${String(i)}/*\n`,
    ).join(""),
  );
}

export function benchCatalogue(rounds = 50): void {
  const text = readFileSync(path, "latin1");
  const whole = make(text);
  const actions = whole.keys.reduce((sum, key) => sum + (whole.service(key)?.actions.length ?? 0), 0);
  const texts = textsWithoutAws();
  const rows: readonly { readonly name: string; readonly run: () => void }[] = [
    { name: "read the text", run: () => readFileSync(path, "latin1") },
    { name: "make a catalogue of it (the index alone)", run: () => make(text) },
    {
      name: "and look one action up (aws:ecs:UpdateService)",
      run: () => make(text).action("aws:ecs:UpdateService"),
    },
    {
      name: "and one of the largest service (aws:ec2:RunInstances)",
      run: () => make(text).action("aws:ec2:RunInstances"),
    },
    {
      name: "and decode all services",
      run: () => {
        const all = make(text);
        for (const key of all.keys) void all.service(key)?.actions;
      },
    },
    { name: "without AWS: see that 10,000 statements do not speak of it", run: () => mentionsAws(texts) },
    { name: "without AWS: make a catalogue, look git:push up", run: () => make(null).action("git:push") },
  ];
  const times = medians(
    rounds,
    rows.map(({ run }) => run),
  );
  console.log(
    `Catalogue: ${String(whole.keys.length)} services, ${String(actions)} actions; shipped beside the program: ${(statSync(path).size / 1024).toFixed(0)} KiB. Medians of ${String(rounds)} interleaved rounds:`,
  );
  console.log(
    table(
      ["step", "median"],
      rows.map(({ name }, i) => [name, `${(times[i] ?? Number.NaN).toFixed(2)} ms`]),
    ),
  );
  if (mentionsAws(texts)) throw new Error("a set without AWS would load AWS's catalogue");
  console.log(`a set without AWS reads 0 bytes of it\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) benchCatalogue();
