/** Runs the main job on `examples/playbook`, printing each command as a user would type it. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

const request = JSON.stringify({
  agent: "ci-runner",
  action: "aws:ecs:UpdateService",
  resource: "arn:aws:ecs:eu-west-1:123456789012:service/prod-web",
});

const steps: readonly { readonly args: readonly string[]; readonly input?: string }[] = [
  { args: ["lint", "examples/playbook"] },
  { args: ["test", "examples/playbook"] },
  { args: ["build", "examples/playbook", "--out", "dist/playbook"] },
  { args: ["decide", "--bundle", "dist/playbook/policy.mjs"], input: request },
];

for (const { args, input } of steps) {
  const prefix = input === undefined ? "" : `echo '${input}' | `;
  console.log(`\n$ ${prefix}sentrely-policy ${args.join(" ")}`);
  const result = spawnSync(process.execPath, ["dist/cli.mjs", ...args], {
    cwd: root,
    stdio: [input === undefined ? "ignore" : "pipe", "inherit", "inherit"],
    ...(input === undefined ? {} : { input: `${input}\n` }),
  });
  if (result.status !== 0) process.exit(result.status ?? 3);
}
