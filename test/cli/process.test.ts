/** What only a process of its own shows: pipes, signals, limits of the system. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { folderWith, type Folder } from "../support/cli.ts";

const cli = fileURLToPath(new URL("../../dist/cli.mjs", import.meta.url));
const policy = {
  "sentrely.yaml":
    "version: 1\nlint:\n  rules: {missing-budget: off, missing-circuit-breaker: off, missing-project-budget: off, missing-rate-limit: off}\n",
  "policies/ci.yaml": "policies:\n  - git:read on repos/*\n  - git:push on repos/*/branches/feature/*\n",
};

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

function start(folder: Folder, argv: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [cli, ...argv], { cwd: folder.path });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => {
      resolve({ code, signal, stderr });
    });
  });
  return { child, ended };
}

function shell(folder: Folder, script: string): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
    cwd: folder.path,
    encoding: "utf8",
    // A locale that the machine lacks makes bash itself complain.
    env: { ...process.env, LC_ALL: "C", NODE: process.execPath, CLI: cli },
  });
  return { code: status, stdout, stderr };
}

function contents(folder: Folder): Record<string, string> {
  return Object.fromEntries(folder.list().map((file) => [file, folder.read(file)]));
}

test("the built CLI runs, and its own exit codes are the process's", () => {
  const folder = folderWith(policy);
  expect(shell(folder, '"$NODE" "$CLI" version')).toMatchObject({ code: 0, stderr: "" });
  expect(shell(folder, '"$NODE" "$CLI" lint')).toMatchObject({ code: 0, stdout: "no problems in 1 file\n" });
  expect(shell(folder, '"$NODE" "$CLI" lint nowhere')).toMatchObject({ code: 2, stdout: "" });
});

test("variables that make the YAML parser print do nothing", () => {
  const folder = folderWith(policy);
  expect(shell(folder, 'LOG_TOKENS=1 LOG_STREAM=1 "$NODE" "$CLI" lint')).toEqual({
    code: 0,
    stdout: "no problems in 1 file\n",
    stderr: "",
  });
});

test("a reader that goes away early ends the run quietly", () => {
  const folder = folderWith({ "policies/ci.yaml": `policies:\n${"  - x y z\n".repeat(3000)}` });
  const { code, stderr } = shell(
    folder,
    '"$NODE" "$CLI" lint --format json | head -c 10; echo "${PIPESTATUS[0]}" >&2',
  );
  expect([code, stderr]).toEqual([0, "1\n"]);
  shell(folderWith(policy), '"$NODE" "$CLI" build');
  const decide = folderWith(policy);
  const script =
    '"$NODE" "$CLI" build >/dev/null && yes "{}" | "$NODE" "$CLI" decide --bundle dist/policy.json | head -n 1';
  const { stdout, stderr: told } = shell(decide, script);
  expect([stdout.split("\n").length, told]).toEqual([2, ""]);
});

test("Ctrl-C ends a run with 130", async () => {
  const folder = folderWith({
    ...policy,
    "tests/a.test.yaml": "tests:\n  - ci can git:push on repos/*/branches/feature/*\n",
  });
  const watching = start(folder, ["test", "--watch"]);
  const isWatching = new Promise<void>((resolve) => {
    watching.child.stderr?.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("watching")) resolve();
    });
  });
  await Promise.race([isWatching, watching.ended]);
  watching.child.kill("SIGINT");
  expect(await watching.ended).toMatchObject({ code: 130 });

  expect(shell(folder, '"$NODE" "$CLI" build').code).toBe(0);
  const deciding = start(folder, ["decide", "--bundle", "dist/policy.json"]);
  deciding.child.stdin?.write("{}\n");
  const isAnswering = new Promise((resolve) => deciding.child.stdout?.once("data", resolve));
  await Promise.race([isAnswering, deciding.ended]);
  deciding.child.kill("SIGINT");
  expect(await deciding.ended).toMatchObject({ code: 130, stderr: "" });
});

test("a file size limit that stops build leaves the old bundle, whole", () => {
  const folder = folderWith(policy);
  expect(shell(folder, '"$NODE" "$CLI" build').code).toBe(0);
  const before = contents(folder);
  // 4 KiB: the policies are read, the bundle does not fit.
  const { code } = shell(
    folder,
    `printf '  - git:comment on repos/*\\n' >> policies/ci.yaml; ulimit -f 4; "$NODE" "$CLI" build`,
  );
  expect(code).not.toBe(0);
  folder.write(policy);
  const after = contents(folder);
  for (const [file, text] of Object.entries(before)) expect(after[file]).toBe(text);
  // Had the system killed the process outright, the next run would sweep what it left.
  expect(shell(folder, '"$NODE" "$CLI" build').code).toBe(0);
  expect(contents(folder)).toEqual(before);
});

test("a build that is killed at any moment leaves each file whole, old or new", async () => {
  const folder = folderWith(policy);
  expect(shell(folder, '"$NODE" "$CLI" build').code).toBe(0);
  const old = contents(folder);
  folder.write({ "policies/ci.yaml": `${policy["policies/ci.yaml"]}  - git:comment on repos/*\n` });
  const other = folderWith({ ...policy, "policies/ci.yaml": folder.read("policies/ci.yaml") });
  expect(shell(other, '"$NODE" "$CLI" build').code).toBe(0);
  const fresh = contents(other);
  for (let delay = 20; delay <= 220; delay += 25) {
    const { child, ended } = start(folder, ["build"]);
    setTimeout(() => child.kill("SIGKILL"), delay);
    await ended;
    for (const file of ["dist/manifest.json", "dist/policy.json", "dist/policy.mjs"]) {
      expect([old[file], fresh[file]]).toContain(folder.read(file));
    }
  }
  expect(shell(folder, '"$NODE" "$CLI" build').code).toBe(0);
  expect(contents(folder)).toEqual(fresh);
});
