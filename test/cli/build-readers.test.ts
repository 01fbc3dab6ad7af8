/** A build over files that are being read: a reader gets the old file or the new, never a mixture. */
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeFiles } from "../../src/cli/host.ts";
import { loadBundle } from "../../src/runtime/index.ts";
import { folderWith, type Folder } from "../support/cli.ts";

const good = { "policies/ci.yaml": "policies:\n  - git:push on repos/*/branches/feature/*\n" };
const forms = ["policy.json", "policy.lua", "policy.mjs", "policy.njs.js", "policy.wasm"];

function bytesOf(folder: Folder, file: string): Buffer {
  return readFileSync(join(folder.path, file));
}

const everyTarget = ["build", "--target", "js,njs,wasm,lua,json"];
const changed = { "policies/ci.yaml": `${good["policies/ci.yaml"]}  - git:read on repos/**\n` };

test("a reader that has a bundle open while it is built anew reads the old one to its end", async () => {
  const folder = folderWith(good);
  await folder.run(everyTarget);
  const readers = forms.map((form) => {
    const path = join(folder.path, "dist", form);
    const whole = readFileSync(path);
    const file = openSync(path, "r");
    const bytes = Buffer.alloc(whole.length + 10);
    return { form, whole, file, bytes, at: readSync(file, bytes, 0, 100, null) };
  });
  folder.write(changed);
  await folder.run(everyTarget);
  for (const { form, whole, file, bytes, at } of readers) {
    const length = at + readSync(file, bytes, at, bytes.length - at, null);
    closeSync(file);
    expect(bytes.subarray(0, length).equals(whole), form).toBe(true);
    expect(bytesOf(folder, `dist/${form}`).equals(whole), form).toBe(false);
  }
});

test("between any two steps of a build each file is old or new, and never less", async () => {
  const folder = folderWith(good);
  await folder.run(everyTarget);
  const other = folderWith({ ...good, ...changed });
  await other.run(everyTarget);
  folder.write(changed);
  const files = [...forms, "manifest.json"].map((name) => `dist/${name}`);
  const contents = (of: Folder): Buffer[] => files.map((file) => bytesOf(of, file));
  const [old, fresh] = [contents(folder), contents(other)];
  let looks = 0;
  const look = (): void => {
    looks += 1;
    const now = contents(folder);
    const news = now.map((bytes, i) => bytes.equals(fresh[i] ?? bytes));
    expect(now.map((bytes, i) => news[i] === true || bytes.equals(old[i] ?? bytes))).not.toContain(false);
    // The manifest comes last: where it is new, all that it vouches for is there.
    if (news.at(-1) === true) expect(news).not.toContain(false);
    for (const form of forms) expect(() => loadBundle(bytesOf(folder, `dist/${form}`))).not.toThrow();
  };
  const watched = <A extends unknown[], R>(real: (...args: A) => R): ((...args: A) => R) => {
    return (...args) => {
      look();
      try {
        return real(...args);
      } finally {
        look();
      }
    };
  };
  const { create, rename, remove, makeFolder } = nodeFiles;
  const { code } = await folder.run(everyTarget, {
    faults: {
      create: watched(create),
      rename: watched(rename),
      remove: watched(remove),
      makeFolder: watched(makeFolder),
    },
  });
  expect(code).toBe(0);
  expect(looks).toBeGreaterThan(20);
  expect(contents(folder).every((bytes, i) => bytes.equals(fresh[i] ?? Buffer.alloc(0)))).toBe(true);
});
