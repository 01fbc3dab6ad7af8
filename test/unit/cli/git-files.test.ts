import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { gitFiles } from "../../../src/cli/git-files.ts";
import { nodeHost, type Files, type Host } from "../../../src/cli/host.ts";
import { failureOf } from "../../support/call-failure.ts";
import { gitFolderWith, runGitIn, type GitFolder } from "../../support/git-repository.ts";

function hostIn(cwd: string): Host {
  const host = nodeHost("file:///");
  return { ...host, cwd, stdout: host.stdout, stderr: host.stderr };
}

function filesAt({ path }: GitFolder, ref: string): Files {
  return gitFiles(hostIn(path), path, ref);
}

function textAt(files: Files, path: string): string {
  return new TextDecoder().decode(files.read(path));
}

test("an earlier commit is read at the paths of the working tree, which has changed since", () => {
  const folder = gitFolderWith(
    { "policies/a.yaml": "one\n" },
    { "policies/a.yaml": "two\n", "policies/b.yaml": "b\n" },
  );
  const before = filesAt(folder, "HEAD~1");
  const path = join(folder.path, "policies/a.yaml");
  expect(textAt(before, path)).toBe("one\n");
  expect(textAt(filesAt(folder, "main"), path)).toBe("two\n");
  expect(before.list(join(folder.path, "policies"))).toEqual([{ name: "a.yaml", kind: "file" }]);
  expect(before.stat(join(folder.path, "policies/b.yaml"))).toBeNull();
  expect(before.stat(folder.path)?.kind).toBe("folder");
});

test("names with blanks, quotes and letters of any script are names", () => {
  const name = 'policies/ü "a"\t\\b.yaml';
  const folder = gitFolderWith({ [name]: "x\n" });
  expect(textAt(filesAt(folder, "HEAD"), join(folder.path, name))).toBe("x\n");
});

test("bytes come as they are, without line ends being converted", () => {
  const folder = gitFolderWith({ ".gitattributes": "* text=auto eol=crlf\n", "a.yaml": "a\r\nb\n" });
  // What git stores is what it gives: attributes speak of working trees.
  expect(textAt(filesAt(folder, "HEAD"), join(folder.path, "a.yaml"))).toBe("a\nb\n");
});

test("what a clone has put in the place of an object is not what its commits hold", () => {
  const folder = gitFolderWith({ "a.yaml": "one\n" }, { "a.yaml": "two\n" });
  folder.git("replace", "HEAD", "HEAD~1");
  folder.git("replace", "HEAD:a.yaml", "HEAD~1:a.yaml");
  const path = join(folder.path, "a.yaml");
  expect(textAt(filesAt(folder, "HEAD"), path)).toBe("two\n");
});

test("links are followed within the commit", () => {
  const folder = gitFolderWith({
    "shared/roles.yaml": "roles\n",
    "policies/roles.yaml": { link: "../shared/roles.yaml" },
    more: { link: "policies" },
  });
  const files = filesAt(folder, "HEAD");
  expect(textAt(files, join(folder.path, "policies/roles.yaml"))).toBe("roles\n");
  expect(textAt(files, join(folder.path, "more/roles.yaml"))).toBe("roles\n");
  expect(files.realPath(join(folder.path, "more/roles.yaml"))).toBe(join(folder.path, "shared/roles.yaml"));
});

test("a link in a circle is an error of the system's kind, and one that leads nowhere has nothing", () => {
  const folder = gitFolderWith({ a: { link: "b" }, b: { link: "a" }, c: { link: "nothing" } });
  const files = filesAt(folder, "HEAD");
  expect(() => files.stat(join(folder.path, "a"))).toThrow("ELOOP");
  expect(files.stat(join(folder.path, "c"))).toBeNull();
  expect(files.taken(join(folder.path, "c"))).toBe(true);
});

test("a ref that does not exist is said to, with what to give instead", () => {
  const folder = gitFolderWith({ "a.yaml": "a\n" });
  expect(failureOf(() => filesAt(folder, "mian"))).toBe(
    "git knows no commit `mian` / give a branch, a tag or a commit that `git log` lists; `git fetch` gets those of the remote",
  );
});

test("a ref that looks like a flag is a ref", () => {
  const folder = gitFolderWith({ "a.yaml": "a\n" });
  expect(failureOf(() => filesAt(folder, "--output=/etc/passwd"))).toContain(
    "git knows no commit `--output=",
  );
});

test("in a shallow clone the failure names the fetch that helps", () => {
  const folder = gitFolderWith({ "a.yaml": "one\n" }, { "a.yaml": "two\n" });
  const clone = realpathSync(mkdtempSync(join(tmpdir(), "sentrely-clone-")));
  onTestFinished(() => {
    rmSync(clone, { recursive: true, force: true });
  });
  runGitIn(clone, ["clone", "-q", "--depth=1", `file://${folder.path}`, "."]);
  expect(failureOf(() => gitFiles(hostIn(clone), clone, "origin/main~1"))).toBe(
    "git knows no commit `origin/main~1`: this clone is shallow and does not hold it / fetch it first: `git fetch --unshallow`; with actions/checkout set `fetch-depth: 0`",
  );
});

test("outside of a repository the failure says so", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "sentrely-none-")));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  expect(failureOf(() => gitFiles(hostIn(folder), folder, "main"))).toContain(
    "`git:REF` needs a git repository",
  );
});

test("without git the failure says so", () => {
  const folder = gitFolderWith({ "a.yaml": "a\n" });
  const host: Host = {
    ...hostIn(folder.path),
    git: () => ({ status: null, stdout: new Uint8Array(), stderr: "", error: "ENOENT" }),
  };
  expect(failureOf(() => gitFiles(host, folder.path, "main"))).toBe(
    "git is not installed, and `git:REF` needs it / give a folder instead",
  );
});

test("what lies in a submodule is not read", () => {
  const other = gitFolderWith({ "policies/a.yaml": "a\n" });
  const folder = gitFolderWith({ "b.yaml": "b\n" });
  folder.git("submodule", "add", "-q", `file://${other.path}`, "vendor");
  folder.git("commit", "-q", "-m", "vendor");
  expect(failureOf(() => filesAt(folder, "HEAD").stat(join(folder.path, "vendor/policies")))).toBe(
    "vendor is a submodule at that commit: its files are in another repository / compare the commits of that repository, or give folders",
  );
});

test("a commit cannot be written to", () => {
  const folder = gitFolderWith({ "a.yaml": "a\n" });
  const files = filesAt(folder, "HEAD");
  expect(failureOf(() => files.create(join(folder.path, "x"), new Uint8Array()))).toContain(
    "cannot be written",
  );
});
