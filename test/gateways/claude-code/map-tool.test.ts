/** Tool calls to names: every row of the table, and the calls that have no name. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, expect, test } from "vitest";
import { fileNames } from "../../../examples/gateways/claude-code/src/file-names.ts";
import { readInput } from "../../../examples/gateways/claude-code/src/input.ts";
import { mapTool } from "../../../examples/gateways/claude-code/src/map-tool.ts";
import { Unmapped, type Place } from "../../../examples/gateways/claude-code/src/requests.ts";
import { urlName } from "../../../examples/gateways/claude-code/src/url-name.ts";
import recorded from "../../fixtures/claude-code/inputs.json" with { type: "json" };

const place: Place = {
  project: "/home/user/my-project",
  repo: "shop",
  cwd: "/home/user/my-project",
  home: "/home/user",
  platform: "linux",
};

function asks(
  tool: string,
  input: { readonly [field: string]: unknown },
  at: Place = place,
): readonly string[] {
  const call = { toolName: tool, toolInput: input, cwd: at.cwd, permissionMode: "default", agentType: null };
  return mapTool(call, at).wishes.map(({ action, resource }) => `${action} on ${resource}`);
}

test.each(recorded.map((one) => [one.input.tool_name, one] as const))(
  "%s, as it is published, has its names",
  (_tool, one) => {
    const { wishes } = mapTool(readInput(JSON.stringify(one.input)), place);
    expect(wishes.map(({ action, resource }) => `${action} on ${resource}`)).toEqual(one.asks);
  },
);

test.each([
  ["Read", { file_path: "src/a.ts" }, "files:read on files/shop/src/a.ts"],
  ["Read", { file_path: "src/../../other/a" }, "files:read on host/home/user/other/a"],
  ["Read", { file_path: "/home/user/my-project" }, "files:read on files/shop"],
  ["Read", { file_path: "/" }, "files:read on host"],
  ["Read", { file_path: "~/.ssh/id_rsa" }, "files:read on host/home/user/.ssh/id_rsa"],
  ["Read", { file_path: "/home/user/my-project-2/a" }, "files:read on host/home/user/my-project-2/a"],
  ["Read", { file_path: "/home/user/my-project/..hidden" }, "files:read on files/shop/..hidden"],
  ["Read", { file_path: "src//a.ts/" }, "files:read on files/shop/src/a.ts"],
  ["Write", { file_path: "cafe\u0301.txt" }, "files:write on files/shop/caf\u00e9.txt"],
  ["Glob", { pattern: "*.ts" }, "files:list on files/shop"],
  ["Glob", { pattern: "src/{a,b}/*.ts" }, "files:list on files/shop/src"],
  ["Glob", { pattern: "/etc/**" }, "files:list on host/etc"],
  ["Glob", { pattern: "../*", path: "src" }, "files:list on files/shop"],
  ["Glob", { pattern: "~/*" }, "files:list on host/home/user"],
  ["Grep", { pattern: "x" }, "files:read on files/shop"],
  ["Grep", { pattern: "x", path: "src/a.ts" }, "files:read on files/shop/src/a.ts"],
  [
    "WebFetch",
    { url: "HTTPS://Docs.Example.COM:443/a/../b/?q=1#f" },
    "https:get on https://docs.example.com/b",
  ],
  ["WebFetch", { url: "https://example.com:8443/a%20b" }, "https:get on https://example.com:8443/a b"],
  ["Agent", { prompt: "x" }, "agent:spawn on agents/general-purpose"],
  ["Agent", { subagent_type: "my-plugin:reviewer" }, "agent:spawn on agents/my-plugin:reviewer"],
  ["Skill", { skill: "/deploy" }, "agent:skill on skills/deploy"],
] as const)("%s of %j is %s", (tool, input, name) => {
  expect(asks(tool, input)).toEqual([name]);
});

test.each([
  ["Read", {}, "`file_path`"],
  ["Read", { file_path: "" }, "`file_path`"],
  ["Read", { file_path: 7 }, "`file_path`"],
  ["Read", { file_path: "~dana/x" }, "home"],
  ["Read", { file_path: `/${"x".repeat(5000)}` }, "longer"],
  ["Bash", { command: null }, "`command`"],
  ["Monitor", { ws: { url: "wss://example.com" } }, "`command`"],
  ["Glob", { pattern: "*/../../etc/*" }, "refused"],
  ["Glob", { pattern: "a/{..,b}/*" }, "refused"],
  ["WebFetch", { url: "file:///etc/passwd" }, "`file:` URLs"],
  ["WebFetch", { url: "https://example.com/a%2fb" }, "separator"],
  ["WebFetch", { url: "https://example.com/a%5cb" }, "separator"],
  ["WebFetch", { url: "https://example.com/%ff" }, "UTF-8"],
  ["WebFetch", { url: "no url" }, "is no URL"],
  ["Agent", { subagent_type: "a b" }, "subagent"],
  ["Skill", { skill: "../x" }, "skill"],
  ["ReadMcpResourceTool", { server: "a/b" }, "server"],
  ["mcp__", {}, "names no tool"],
  ["mcp__linear", {}, "names no tool"],
  ["mcp__linear__", {}, "names no tool"],
  ["mcp__a:b__c", {}, "names no tool"],
  ["Artifact", { file_path: "a" }, "has no name"],
  ["constructor", {}, "has no name"],
] as const)("%s of %j has no name", (tool, input, why) => {
  expect(() => asks(tool, input)).toThrow(Unmapped);
  expect(() => asks(tool, input)).toThrow(why);
});

test("a tool of a server may be read in more than one way, and every one is asked for", () => {
  expect(asks("mcp__my__server__get__x", {})).toEqual([
    "mcp:my:server__get__x on mcp/my",
    "mcp:my__server:get__x on mcp/my__server",
    "mcp:my__server__get:x on mcp/my__server__get",
  ]);
});

test("Windows paths are named with slashes, and Git Bash's are the same", () => {
  const windows: Place = {
    project: "C:\\Users\\dana\\shop",
    repo: "shop",
    cwd: "C:\\Users\\dana\\shop",
    home: "C:\\Users\\dana",
    platform: "win32",
  };
  expect(asks("Read", { file_path: "C:\\Users\\dana\\shop\\src\\a.ts" }, windows)).toEqual([
    "files:read on files/shop/src/a.ts",
  ]);
  expect(asks("Read", { file_path: "src\\a.ts" }, windows)).toEqual(["files:read on files/shop/src/a.ts"]);
  expect(asks("Read", { file_path: "D:/data/x" }, windows)).toEqual(["files:read on host/d/data/x"]);
  expect(asks("Read", { file_path: "\\\\server\\share\\x" }, windows)).toEqual([
    "files:read on host/unc/server/share/x",
  ]);
  expect(asks("Read", { file_path: "c:\\users\\dana\\SHOP\\x" }, windows)).toEqual([
    "files:read on files/shop/x",
  ]);
  expect(asks("Bash", { command: "cat /c/Users/dana/shop/x ../y" }, windows)).toEqual([
    "bash:run on cmd/cat",
    "files:read on files/shop/x",
    "files:read on host/c/Users/dana/y",
    "files:read on host/c/users/dana/y",
  ]);
});

test("where the file system folds case, a name is asked for as written and in lower case", () => {
  const mac: Place = { ...place, platform: "darwin", repo: "Shop" };
  expect(asks("Write", { file_path: ".CLAUDE/x" }, mac)).toEqual([
    "files:write on files/Shop/.CLAUDE/x",
    "files:write on files/Shop/.claude/x",
  ]);
  expect(asks("Read", { file_path: "/Etc/passwd" }, mac)).toEqual([
    "files:read on host/Etc/passwd",
    "files:read on host/etc/passwd",
  ]);
  expect(asks("Read", { file_path: "src/a" }, mac)).toEqual(["files:read on files/Shop/src/a"]);
  expect(asks("Write", { file_path: ".CLAUDE/x" })).toEqual(["files:write on files/shop/.CLAUDE/x"]);
});

function folderWithLinks(): { readonly project: string; readonly at: Place } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "hook-links-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const project = join(folder, "shop");
  mkdirSync(join(project, "src"), { recursive: true });
  mkdirSync(join(folder, "secrets", "deep"), { recursive: true });
  writeFileSync(join(folder, "secrets", "key"), "");
  symlinkSync(join(folder, "secrets"), join(project, "link"));
  symlinkSync(join(folder, "secrets", "deep"), join(project, "deep"));
  symlinkSync(join(folder, "secrets", "new"), join(project, "dangling"));
  symlinkSync("loop", join(project, "loop"));
  symlinkSync(project, join(folder, "way-in"));
  return { project, at: { ...place, project, cwd: project } };
}

test("a link is decided by its own name and by that of what it leads to", () => {
  const { project, at } = folderWithLinks();
  const host = `host${project.replace(/\/shop$/, "")}`;
  expect(fileNames("link/key", project, at)).toEqual(["files/shop/link/key", `${host}/secrets/key`]);
  expect(fileNames("link/not-yet/x", project, at)).toEqual([
    "files/shop/link/not-yet/x",
    `${host}/secrets/not-yet/x`,
  ]);
  expect(fileNames("dangling", project, at)).toEqual(["files/shop/dangling", `${host}/secrets/new`]);
  expect(fileNames("src/a", project, at)).toEqual(["files/shop/src/a"]);
  expect(fileNames("loop", project, at)).toEqual(["files/shop/loop"]);
});

test("`..` after a link is read as editors do and as the kernel does", () => {
  const { project, at } = folderWithLinks();
  const host = `host${project.replace(/\/shop$/, "")}`;
  expect(fileNames("deep/../key", project, at)).toEqual(["files/shop/key", `${host}/secrets/key`]);
  expect(asks("Bash", { command: "cd deep && cat ../key" }, at)).toContain(
    `files:read on ${host}/secrets/key`,
  );
});

test("a link into the project is asked for outside and inside", () => {
  const { project, at } = folderWithLinks();
  const outside = project.replace(/shop$/, "way-in");
  expect(fileNames(`${outside}/src/a`, project, at)).toEqual([`host${outside}/src/a`, "files/shop/src/a"]);
  expect(fileNames("src/a", outside, { ...at, project: outside, cwd: outside })).toEqual([
    "files/shop/src/a",
  ]);
});

test("names of URLs have neither user, query, fragment, dots nor a final slash", () => {
  expect(urlName("https://u:p@example.com./a/./b/?x#y")).toBe("https://example.com/a/b");
  expect(urlName("http://127.1/")).toBe("http://127.0.0.1");
});
