/** How long the CLI takes to start, beside an empty Node process, in interleaved rounds: `node bench/startup.ts`. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { quantile, table } from "./table.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

export function benchStartup(rounds = 25): void {
  const commands: readonly { readonly name: string; readonly args: readonly string[] }[] = [
    { name: "node -e 0", args: ["-e", "0"] },
    { name: "sentrely-policy version", args: ["dist/cli.mjs", "version"] },
    { name: "sentrely-policy lint examples/playbook", args: ["dist/cli.mjs", "lint", "examples/playbook"] },
  ];
  const times = commands.map((): number[] => []);
  for (let round = -2; round < rounds; round++) {
    commands.forEach((command, i) => {
      const start = performance.now();
      const result = spawnSync(process.execPath, command.args, { cwd: root, stdio: "ignore" });
      if (result.status !== 0) throw new Error(`${command.name}: exit ${result.status}`);
      if (round >= 0) times[i]?.push(performance.now() - start);
    });
  }
  const medians = times.map((t) => quantile(t, 0.5));
  const [bare = Number.NaN, version = Number.NaN, lint = Number.NaN] = medians;
  console.log(`Start-up, medians of ${rounds} interleaved rounds, Node ${process.version}:`);
  console.log(
    table(
      ["command", "median", "× node", "× version"],
      commands.map((c, i) => {
        const m = medians[i] ?? Number.NaN;
        return [c.name, `${m.toFixed(0)} ms`, (m / bare).toFixed(2), (m / version).toFixed(2)];
      }),
    ),
  );
  console.log(
    `demanded: version at most 1.6 × node (${(version / bare).toFixed(2)}); lint at most 4 × version (${(lint / version).toFixed(2)})\n`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) benchStartup();
