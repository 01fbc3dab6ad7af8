import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeFiles, type Host } from "../../../src/cli/host.ts";
import { readPolicyFiles } from "../../../src/cli/policy-files.ts";
import { folderWith, systemError, type Folder } from "../../support/cli.ts";

const policy = "- git:read on repos/*\n";

function hostIn(folder: Folder, cwd = "", files: Host["files"] = nodeFiles): Host {
  return {
    cwd: join(folder.path, cwd),
    environment: {},
    now: () => 0,
    stdin: { isTerminal: false, chunks: async function* () {}, close: () => undefined },
    stdout: { isTerminal: false, write: () => Promise.resolve(true) },
    stderr: { isTerminal: false, write: () => Promise.resolve(true) },
    files,
    readShipped: () => "",
    git: () => ({ status: null, stdout: new Uint8Array(), stderr: "", error: "ENOENT" }),
    onInterrupt: () => () => undefined,
    processId: 1,
    runtimeVersion: "",
    isRunning: () => false,
  };
}

function found(
  folder: Folder,
  paths: readonly string[],
  cwd = "",
): { all: string[]; selected: string[] | null } {
  const { files, selected } = readPolicyFiles(hostIn(folder, cwd), paths);
  return { all: files.map((f) => f.path), selected: selected === null ? null : [...selected].sort() };
}

const plain = {
  "policies/a.yaml": policy,
  "policies/deep/b.yml": policy,
  "policies/README.md": "",
  "tests/a.test.yaml": "tests: []\n",
  "other/c.yaml": policy,
};

test("without a config the set is what lies under policies and tests", () => {
  expect(found(folderWith(plain), [])).toEqual({
    all: ["policies/a.yaml", "policies/deep/b.yml", "tests/a.test.yaml"],
    selected: null,
  });
});

test("a PATH inside the set's folders selects what is reported and leaves the set whole", () => {
  const folder = folderWith(plain);
  expect(found(folder, ["policies/deep"])).toEqual({
    all: ["policies/a.yaml", "policies/deep/b.yml", "tests/a.test.yaml"],
    selected: ["policies/deep/b.yml"],
  });
  expect(found(folder, ["b.yml"], "policies/deep").selected).toBe(null);
});

test("a PATH outside the set's folders replaces them", () => {
  expect(found(folderWith(plain), ["other"])).toEqual({ all: ["other/c.yaml"], selected: null });
});

test("the config is found from the PATHs upwards, and its folders are the set", () => {
  const folder = folderWith({
    ...plain,
    "sub/sentrely.yaml": "version: 1\npolicies: [rules]\n",
    "sub/rules/x.yaml": policy,
  });
  const files = readPolicyFiles(hostIn(folder), ["sub/rules"]);
  expect(files.root).toBe(join(folder.path, "sub"));
  expect(files.files.map((f) => f.path)).toEqual(["rules/x.yaml"]);
  expect(files.repository).toBe(folder.path);
});

test("the config itself, and its folder, stand for the whole set", () => {
  const folder = folderWith({ ...plain, "sentrely.yaml": "version: 1\n" });
  expect(found(folder, ["sentrely.yaml"]).selected).toBe(null);
  expect(found(folder, ["."]).selected).toBe(null);
});

test("the search for the config ends at the folder that holds .git", () => {
  const folder = folderWith({ "sentrely.yaml": "version: 1\n", "inner/policies/a.yaml": policy });
  mkdirSync(join(folder.path, "inner/.git"));
  expect(readPolicyFiles(hostIn(folder, "inner"), []).config).toBe(null);
});

test("PATHs under two configs are refused", () => {
  const folder = folderWith({
    "a/sentrely.yaml": "version: 1\n",
    "a/policies/a.yaml": policy,
    "b/sentrely.yaml": "version: 1\n",
    "b/policies/b.yaml": policy,
  });
  expect(() => found(folder, ["a/policies", "b/policies"])).toThrow("different policy sets");
});

test("a PATH above the configs of several sets is refused, and so is one above a single config", () => {
  const folder = folderWith({
    "sets/a/sentrely.yaml": "version: 1\n",
    "sets/a/policies/a.yaml": policy,
    "sets/b/sentrely.yaml": "version: 1\n",
    "sets/b/policies/b.yaml": policy,
  });
  expect(() => found(folder, ["sets"])).toThrow(
    "the PATHs hold different policy sets: sets/a/sentrely.yaml and sets/b/sentrely.yaml",
  );
  expect(() => found(folder, ["."], "sets")).toThrow("a/sentrely.yaml and b/sentrely.yaml");
  rmSync(join(folder.path, "sets/b/sentrely.yaml"));
  expect(() => found(folder, ["sets"])).toThrow("sets/a/sentrely.yaml, below the PATHs, governs");
});

test("a config among the policies of another set is refused and never read as a policy", () => {
  const folder = folderWith({
    "sentrely.yaml": "version: 1\n",
    "policies/a.yaml": policy,
    "policies/inner/sentrely.yaml": "version: 1\n",
  });
  expect(() => found(folder, [])).toThrow(
    "the PATHs hold different policy sets: sentrely.yaml and policies/inner/sentrely.yaml",
  );
});

test("globs are expanded, and one that matches nothing is refused", () => {
  const folder = folderWith(plain);
  expect(found(folder, ["policies/**/*.yml"]).selected).toEqual(["policies/deep/b.yml"]);
  expect(() => found(folder, ["policies/*.yam"])).toThrow("no file matches policies/*.yam");
});

test("a missing PATH, an empty one and a folder without policies are refused", () => {
  const folder = folderWith({ ...plain, "policies/none/x.txt": "" });
  expect(() => found(folder, ["nowhere"])).toThrow("cannot read nowhere: no such file or folder");
  expect(() => found(folder, [""])).toThrow("a PATH is empty");
  expect(() => found(folder, ["policies/none"])).toThrow("holds no policy file");
  expect(() => found(folder, ["other/../policies/README.md"])).toThrow("holds no policy file");
});

test("a configured folder that is not there is refused", () => {
  const folder = folderWith({
    "sentrely.yaml": "version: 1\npolicies: [polices]\n",
    "policies/a.yaml": policy,
  });
  expect(() => found(folder, [])).toThrow("sentrely.yaml names polices, and nothing is there");
});

test("a configured folder outside the repository is refused", () => {
  const folder = folderWith({ "sentrely.yaml": "version: 1\npolicies: [../..]\n" });
  expect(() => found(folder, [])).toThrow("outside the repository");
});

test("links that form a loop are refused", () => {
  const folder = folderWith(plain);
  symlinkSync("..", join(folder.path, "policies/deep/up"));
  expect(() => found(folder, [])).toThrow("symbolic links form a loop");
  const other = folderWith(plain);
  symlinkSync("self.yaml", join(other.path, "policies/self.yaml"));
  expect(() => found(other, [])).toThrow(/symbolic links form a loop|leads nowhere/);
});

test("a link within the repository is followed; one that leads out of it or nowhere is refused", () => {
  const folder = folderWith(plain);
  symlinkSync("../other/c.yaml", join(folder.path, "policies/c.yaml"));
  expect(found(folder, []).all).toContain("policies/c.yaml");
  const out = folderWith(plain);
  symlinkSync("/etc/hostname", join(out.path, "policies/host.yaml"));
  expect(() => found(out, [])).toThrow("leads out of the repository");
  const nowhere = folderWith(plain);
  symlinkSync("gone", join(nowhere.path, "policies/x.yaml"));
  expect(() => found(nowhere, [])).toThrow("leads nowhere");
});

test("an unreadable file is refused with the system's reason", () => {
  const folder = folderWith(plain);
  const files = {
    ...nodeFiles,
    read: (path: string): Uint8Array => {
      if (path.endsWith("a.yaml")) throw systemError("EACCES");
      return nodeFiles.read(path);
    },
  };
  expect(() => readPolicyFiles(hostIn(folder, "", files), [])).toThrow(
    "cannot read policies/a.yaml: permission denied (EACCES)",
  );
  chmodSync(join(folder.path, "policies/a.yaml"), 0o600);
});

test("what is no UTF-8 or too large is a diagnostic at its place, and is not compiled", () => {
  const folder = folderWith({
    "policies/latin.yaml": new Uint8Array([0x2d, 0x0a, 0x2d, 0x20, 0xe9, 0x0a]),
    "policies/utf16.yaml": new Uint8Array([0xff, 0xfe, 0x2d, 0x00]),
    "policies/big.yaml": new Uint8Array(6 * 1024 * 1024).fill(0x20),
  });
  const { files, undecoded } = readPolicyFiles(hostIn(folder), []);
  expect(files).toEqual([]);
  expect(undecoded.map(({ problem }) => [problem.span?.file, problem.span?.start, problem.code])).toEqual([
    ["policies/big.yaml", 0, "file-too-large"],
    ["policies/latin.yaml", 4, "not-utf8"],
    ["policies/utf16.yaml", 0, "not-utf8"],
  ]);
});

test("a byte-order mark is left out of the text and remembered", () => {
  const folder = folderWith({ "policies/a.yaml": `\ufeff${policy}` });
  const { files, marked } = readPolicyFiles(hostIn(folder), []);
  expect(files[0]?.text).toBe(policy);
  expect([...marked]).toEqual(["policies/a.yaml"]);
});

test("standard input is a set of its own", () => {
  const { files } = readPolicyFiles(hostIn(folderWith(plain)), ["-"], new TextEncoder().encode(policy));
  expect(files).toEqual([{ path: "<stdin>", text: policy }]);
});
