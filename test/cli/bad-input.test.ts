/** Broken, hostile and oversized input through every command: told in time, never a bug, nothing written. */
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, systemError, type Folder } from "../support/cli.ts";

const readers = [
  ["lint"],
  ["test"],
  ["build"],
  ["fmt", "--check"],
  ["explain", "--agent", "a", "--action", "b:c", "--resource", "d/e"],
];

const agent = (statement: string): string => `agent: a\npolicies:\n  - ${statement}\n`;
const nested = (depth: number): string =>
  `agent: a\npolicies:\n  - x:y on z/*\ndescription: ${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}\n`;

const bomb = Array.from({ length: 12 }, (_, i) =>
  i === 0
    ? "a0: &a0 [x, x, x, x, x, x, x, x, x]"
    : `a${i}: &a${i} [${Array(9)
        .fill(`*a${i - 1}`)
        .join(", ")}]`,
).join("\n");

const cycle =
  "role: x\nextends: [y]\npolicies:\n  - a:b on c/*\n---\nrole: y\nextends: [x]\npolicies:\n  - a:b on d/*\n---\nagent: a\nextends: [x]\npolicies:\n  - a:b on e/*\n";

/** What a file holds, and the line of `lint --format compact` that says what is wrong. */
const broken: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
  ["a byte that is not UTF-8", Uint8Array.of(0x2d, 0x20, 0xe9, 0x0a), /:1:3: error\[not-utf8\] /],
  [
    "UTF-16",
    Uint8Array.from(Buffer.from(`\ufeff${agent("a:b on c/*")}`, "utf16le")),
    /:1:1: error\[not-utf8\] .*UTF-16/,
  ],
  ["6 MiB", new Uint8Array(6 * 1024 * 1024).fill(0x0a), /:1:1: error\[file-too-large\] /],
  ["nesting of 65 levels", nested(65), /:4:\d+: error\[\S+\] .*64/],
  ["nesting of 100,000 levels", nested(100_000), /:4:\d+: error\[\S+\] .*64/],
  ["an alias bomb", bomb, /:1:5: error\[\S+\] .*anchor/],
  [
    "500 nested parentheses",
    agent(`a:b on c/* when ${"(".repeat(500)}context.x == 1${")".repeat(500)}`),
    /:3:\d+: error\[\S+\] .*32/,
  ],
  [
    "a pattern of 10^9 alternatives",
    agent(`a:b on "c/${"{0,1,2,3,4,5,6,7,8,9}".repeat(9)}"`),
    /:3:\d+: error\[\S+\] .*256/,
  ],
  ["a cycle of roles", cycle, /error\[\S+\] .*cycle/],
  ["a file of no statement", "# nothing\n", /error\[empty-set\]/],
];

test.each(broken)("%s: lint tells the place, and no command crashes or writes", async (_, content, line) => {
  const folder = folderWith({ "policies/a.yaml": content });
  const before = folder.list();
  expect((await folder.run(["lint", "--format", "compact"])).stdout).toMatch(line);
  for (const argv of readers) {
    const { code, stderr } = await folder.run(argv);
    // A file of comments alone is well formed.
    if (argv[0] !== "fmt") expect([argv[0], code]).toEqual([argv[0], 1]);
    expect(stderr).not.toContain("internal error");
  }
  expect(folder.list()).toEqual(before);
});

test.each(broken.slice(0, 6))("%s in the config is the call's fault: exit 2", async (_, content) => {
  const folder = folderWith({ "sentrely.yaml": content, "policies/a.yaml": agent("a:b on c/*") });
  for (const argv of readers.filter(([name]) => name !== "fmt")) {
    const { code, stdout, stderr } = await folder.run(argv);
    expect([argv[0], code]).toEqual([argv[0], 2]);
    expect(stdout + stderr).toContain("sentrely.yaml:");
  }
});

test.each(broken)("%s on stdin", async (_, content) => {
  for (const argv of [
    ["lint", "-"],
    ["fmt", "-"],
    ["test", "-"],
  ]) {
    const { code, stderr } = await folderWith({}).run(argv, { stdin: content });
    expect(code).toBeLessThan(2);
    expect(stderr).not.toContain("internal error");
  }
});

/** Why the system does not give a policy file: how to make the folder so, and the reason told. */
const unreadable: readonly (readonly [string, (folder: Folder) => Parameters<Folder["run"]>[1], RegExp])[] = [
  [
    "a symbolic link to itself",
    (folder) => {
      symlinkSync("b.yaml", join(folder.path, "policies/b.yaml"));
      return {};
    },
    /^error: cannot read policies\/b\.yaml: symbolic links form a loop/,
  ],
  [
    "a symbolic link to a folder above",
    (folder) => {
      symlinkSync("..", join(folder.path, "policies/up"));
      return {};
    },
    /^error: cannot read policies\/up\/policies\S*: symbolic links form a loop/,
  ],
  [
    "a file without permission",
    () => ({
      faults: {
        read: () => {
          throw systemError("EACCES");
        },
      },
    }),
    /^error: cannot read policies\/a\.yaml: permission denied \(EACCES\)/,
  ],
  [
    "a folder without permission",
    () => ({
      faults: {
        list: () => {
          throw systemError("EACCES");
        },
      },
    }),
    /^error: cannot read policies: permission denied \(EACCES\)/,
  ],
];

test.each(unreadable)(
  "%s: every command exits 2, says why on stderr and writes nothing",
  async (_, prepare, why) => {
    const folder = folderWith({ "policies/a.yaml": agent("a:b on c/*") });
    const options = prepare(folder);
    const before = folder.list();
    for (const argv of readers) {
      const { code, stdout, stderr } = await folder.run(argv, options);
      expect([argv[0], code, stdout]).toEqual([argv[0], 2, ""]);
      expect(stderr).toMatch(why);
    }
    expect(folder.list()).toEqual(before);
  },
);

test("a place where no folder can be made exits 2", async () => {
  const folder = folderWith({ "policies/a.yaml": agent("a:b on c/*"), file: "" });
  for (const place of ["/proc/nowhere/x", "file/x"]) {
    for (const argv of [
      ["build", "--out", place],
      ["lint", "--output-file", `${place}/y`],
      ["init", place],
    ]) {
      const { code, stdout, stderr } = await folder.run(argv);
      expect([argv[0], code, stdout]).toEqual([argv[0], 2, ""]);
      expect(stderr).toMatch(/^error: cannot (?:write|make|read) /);
    }
  }
});

test("an empty folder and a missing PATH never pass", async () => {
  for (const argv of readers) {
    const empty = await folderWith({}).run(argv);
    expect([argv[0], empty.code]).toEqual([argv[0], argv[0] === "fmt" ? 2 : 1]);
    const missing = await folderWith({ "policies/a.yaml": agent("a:b on c/*") }).run([...argv, "nowhere"]);
    expect([missing.code, missing.stdout]).toEqual([2, ""]);
    expect(missing.stderr).toBe("error: cannot read nowhere: no such file or folder\n");
  }
});

test("two hundred infix stars are linted, proven and built", async () => {
  const pattern = `c/${"*a".repeat(200)}`;
  const folder = folderWith({
    "policies/a.yaml": agent(`a:b on ${pattern}`),
    "tests/a.test.yaml": `tests:\n  - a can a:b on ${pattern}\n  - a cannot a:b on d/*\n`,
  });
  expect((await folder.run(["lint", "--fail-level", "error"])).code).toBe(0);
  expect((await folder.run(["test"])).stdout).toBe("2 passed\n");
  expect((await folder.run(["build"])).code).toBe(0);
});

test("forty roles that each extend two others are linted, proven and built", async () => {
  const roles = Array.from(
    { length: 40 },
    (_, i) =>
      `role: r${i}\n${i < 38 ? `extends: [r${i + 1}, r${i + 2}]\n` : ""}policies:\n  - a:b on c/${i}/*\n`,
  );
  const folder = folderWith({
    "policies/a.yaml": [...roles, "agent: a\nextends: [r0]\npolicies:\n  - a:c on d/*\n"].join("---\n"),
    "tests/a.test.yaml": "tests:\n  - a can a:b on c/39/*\n  - a cannot a:b on c/40/*\n",
  });
  expect((await folder.run(["lint", "--fail-level", "error"])).code).toBe(0);
  expect((await folder.run(["test"])).stdout).toBe("2 passed\n");
  expect((await folder.run(["build"])).code).toBe(0);
});

/** Nothing that steers a terminal, and no line that a CI system takes for a command. */
function expectHarmless(text: string): void {
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u200b]/);
  expect(text).not.toMatch(/^\s*::/m);
  expect(text).not.toMatch(/##(?:vso|teamcity)?\[/);
}

test("hostile file names and texts reach no output of decide, explain, build and fmt raw", async () => {
  const name = "::error::x\u001b[31m##[add-mask]\u202e.yaml";
  const folder = folderWith({
    [`policies/${name}`]:
      'agent: a\npolicies:\n- statement: a:b on "c/x::error::##\\[group\\]*"\n  description: "\\e[2J\\n::error::owned ##[add-mask]x"\n' +
      '- statement: a:b on c/gate/*\n  requires_approval: true\n  approval_channel: "slack:#ops"\n  approval_timeout: 1h\n',
  });
  const ask = ["--agent", "a", "--action", "a:b", "--resource", "c/x::error::##[group]x"];
  const outcomes = [
    await folder.run(["fmt", "--check", name], { cwd: "policies" }),
    await folder.run(["explain", ...ask]),
    await folder.run(["explain", ...ask, "--format", "json"]),
    await folder.run([
      "explain",
      "--agent",
      "::error::\u001b[2J",
      "--action",
      "##[a]",
      "--resource",
      "\n::x",
    ]),
    await folder.run(["build", "--out", "::error::out##[x]", "--label", "::error::\u001b[2J"]),
    await folder.run(["decide", "--bundle", "::error::out##[x]/policy.json"], {
      stdin: '{"agent":"a","action":"a:b","resource":"c/gate/x"}\n::error::x\n',
    }),
    await folder.run(["decide", "--bundle", "::error::\u001b[2J"]),
    await folder.run(["explain", "::error::\u001b[2J", ...ask]),
  ];
  expect(outcomes.map(({ code }) => code)).toEqual([1, 0, 0, 0, 0, 0, 2, 2]);
  for (const { stdout, stderr } of outcomes) {
    expectHarmless(stdout);
    expectHarmless(stderr);
  }
});
