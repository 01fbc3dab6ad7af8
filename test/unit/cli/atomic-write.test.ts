import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, statSync, symlinkSync, lstatSync, chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeFiles, writeFolder } from "../../../src/cli/atomic-write.ts";
import { Interruption } from "../../../src/cli/failure.ts";
import { nodeFiles, nodeHost, type Files, type Host } from "../../../src/cli/host.ts";
import { folderWith, systemError } from "../../support/cli.ts";

function hostWith(faults: Partial<Files> = {}): Host {
  return { ...nodeHost("file:///"), files: { ...nodeFiles, ...faults } };
}

/** Fails at the nth call. */
function failing<A extends unknown[], R>(
  real: (...args: A) => R,
  nth: number,
  code: string,
): (...args: A) => R {
  let calls = 0;
  return (...args) => {
    if (++calls === nth) throw systemError(code);
    return real(...args);
  };
}

const old = {
  "out/policy.json": "old json",
  "out/policy.mjs": "old mjs",
  "out/manifest.json": "old manifest",
};
const fresh = [
  { name: "policy.json", content: "new json" },
  { name: "policy.mjs", content: "new mjs" },
  { name: "manifest.json", content: "new manifest" },
];

test("a folder is written whole, and what is obsolete is removed with it", async () => {
  const folder = folderWith({ ...old, "out/mine.txt": "mine" });
  await writeFolder(hostWith(), join(folder.path, "out"), fresh.slice(1), ["policy.json"]);
  expect(folder.list()).toEqual(["out/manifest.json", "out/mine.txt", "out/policy.mjs"]);
  expect(folder.read("out/policy.mjs")).toBe("new mjs");
});

test("a full disk at any moment leaves the old files and nothing else", async () => {
  for (const method of ["create", "rename"] as const) {
    for (let nth = 1; nth <= 6; nth++) {
      const folder = folderWith(old);
      const faults: Partial<Files> =
        method === "create"
          ? { create: failing(nodeFiles.create, nth, "ENOSPC") }
          : { rename: failing(nodeFiles.rename, nth, "ENOSPC") };
      const happened = await writeFolder(hostWith(faults), join(folder.path, "out"), fresh).then(
        () => "written",
        (error: unknown) => String(error),
      );
      if (happened === "written") continue;
      expect(happened).toContain("no space is left on the disk (ENOSPC)");
      expect(folder.list().map((name) => [name, folder.read(name)])).toEqual(Object.entries(old).sort());
    }
  }
});

test("a folder that was not there is gone again after a failure", async () => {
  const folder = folderWith({});
  const host = hostWith({ create: failing(nodeFiles.create, 2, "ENOSPC") });
  await expect(writeFolder(host, join(folder.path, "a/b"), fresh)).rejects.toThrow("ENOSPC");
  expect(readdirSync(folder.path)).toEqual([".git"]);
});

test("what a killed run left is swept away by the next", async () => {
  const folder = folderWith({ ...old, "out/.sentrely-stage-999999999/new-policy.json": "half" });
  await writeFolder(hostWith(), join(folder.path, "out"), fresh);
  expect(folder.list()).toEqual(["out/manifest.json", "out/policy.json", "out/policy.mjs"]);
});

test("a file in the folder's place is refused", async () => {
  const folder = folderWith({ out: "a file" });
  await expect(writeFolder(hostWith(), join(folder.path, "out"), fresh)).rejects.toThrow("it is no folder");
  expect(folder.read("out")).toBe("a file");
});

test("files are replaced together or not at all", async () => {
  const folder = folderWith({ "a.yaml": "old a", "b.yaml": "old b" });
  const files = ["a.yaml", "b.yaml"].map((name) => ({ path: join(folder.path, name), content: "new" }));
  const host = hostWith({ rename: failing(nodeFiles.rename, 2, "EIO") });
  await expect(writeFiles(host, files)).rejects.toThrow("the device failed (EIO)");
  expect([folder.read("a.yaml"), folder.read("b.yaml"), folder.list()]).toEqual([
    "old a",
    "old b",
    ["a.yaml", "b.yaml"],
  ]);
  await writeFiles(hostWith(), files);
  expect([folder.read("a.yaml"), folder.read("b.yaml"), folder.list()]).toEqual([
    "new",
    "new",
    ["a.yaml", "b.yaml"],
  ]);
});

test("a replaced file keeps its permissions, and a link stays a link", async () => {
  const folder = folderWith({ "real.yaml": "old" });
  const real = join(folder.path, "real.yaml");
  const link = join(folder.path, "link.yaml");
  chmodSync(real, 0o640);
  symlinkSync("real.yaml", link);
  await writeFiles(hostWith(), [{ path: link, content: "new" }]);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect([folder.read("real.yaml"), statSync(real).mode & 0o777]).toEqual(["new", 0o640]);
});

test("an interruption during a write waits for its end, and the run ends as interrupted", async () => {
  const folder = folderWith(old);
  let interrupt: () => void = () => undefined;
  const host: Host = {
    ...hostWith({
      rename: (from, to) => {
        interrupt();
        nodeFiles.rename(from, to);
      },
    }),
    onInterrupt: (handler) => {
      interrupt = handler;
      return () => undefined;
    },
  };
  await expect(writeFolder(host, join(folder.path, "out"), fresh)).rejects.toThrow(Interruption);
  expect(folder.read("out/manifest.json")).toBe("new manifest");
  mkdirSync(join(folder.path, "out2"));
});

test("a pipe or a device is refused and stays what it is", async () => {
  const folder = folderWith({});
  const pipe = join(folder.path, "pipe");
  execFileSync("mkfifo", [pipe]);
  symlinkSync(pipe, join(folder.path, "link"));
  for (const name of ["pipe", "link"]) {
    const path = join(folder.path, name);
    await expect(writeFiles(hostWith(), [{ path, content: "x" }])).rejects.toThrow("it is no file");
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  }
});
