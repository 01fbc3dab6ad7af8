import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { folderWith, type Folder } from "../support/cli.ts";

const policy =
  "policies:\n  - git:read on repos/*\n  - git:push on repos/*/branches/*\n  - deny git:push on repos/*/branches/main\n";

function setWith(...tests: readonly string[]): Folder {
  return folderWith({
    "policies/ci.yaml": policy,
    "tests/ci.test.yaml": `tests:\n${tests.map((t) => `  - ${t}\n`).join("")}`,
  });
}

const passing = "ci cannot git:push on repos/*/branches/main";
const failing = "ci can git:push on repos/*/branches/*";

test("proven sentences pass", async () => {
  expect(await setWith(passing).run(["test"])).toEqual({ code: 0, stdout: "1 passed\n", stderr: "" });
});

test("a refuted sentence shows the request, the decision and the statement behind it", async () => {
  const { code, stdout } = await setWith(passing, failing).run(["test"]);
  expect(code).toBe(1);
  expect(stdout).toContain(`failed: ${failing}\n --> tests/ci.test.yaml:3:5\n`);
  expect(stdout).toMatch(/agent     ci\n.*action    git:push\n.*resource  repos\/[^/]*\/branches\/main\n/i);
  expect(stdout).toMatch(
    /decision  deny \(denied\)\n.*by {6}ci\/[0-9a-f]{8} {2}policies\/ci.yaml:4: - deny git:push/,
  );
  expect(stdout.endsWith("1 passed, 1 failed\n")).toBe(true);
});

test("a subject that names no agent is an error, never a pass", async () => {
  const { code, stdout } = await setWith("nobody cannot git:push on repos/*").run(["test"]);
  expect(code).toBe(1);
  expect(stdout).toContain("0 passed, 1 error\n");
  expect((await setWith("co cannot git:push on repos/*").run(["test"])).stdout).toContain(
    "`co` names no declared agent; did you mean `ci`?",
  );
});

test("a set without tests, and PATHs without tests, check nothing and exit 1", async () => {
  const folder = folderWith({ "policies/ci.yaml": policy });
  expect(await folder.run(["test"])).toEqual({
    code: 1,
    stdout: "the policy set holds no test, so nothing was checked\n",
    stderr: "",
  });
  expect(JSON.parse((await folder.run(["test", "--format", "json"])).stdout)).toMatchObject({
    tests: [{ name: "there are tests to run", status: "error" }],
    summary: { passed: 0, failed: 0, errors: 1 },
  });
  expect((await setWith(passing).run(["test", "policies/ci.yaml"])).code).toBe(1);
});

test("a set that does not compile runs no test, and says why on stderr", async () => {
  const folder = setWith(passing);
  folder.write({ "policies/x.yaml": "policies: [1]\n" });
  const { code, stdout, stderr } = await folder.run(["test", "--format", "json"]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    tests: [{ name: "the policy set compiles", file: "policies/x.yaml", line: 1, status: "error" }],
    summary: { passed: 0, failed: 0, errors: 1 },
  });
  expect(stderr).toContain("--> policies/x.yaml:1:");
});

test("--filter runs the tests whose whole name matches, and refuses one that matches none", async () => {
  const folder = setWith(passing, failing);
  expect((await folder.run(["test", "--filter", "* cannot *"])).stdout).toBe("1 passed\n");
  expect(await folder.run(["test", "--filter", "cannot"])).toMatchObject({
    code: 2,
    stdout: "",
    stderr: "error: no test's name matches --filter `cannot`\n",
  });
});

test("PATHs select the tests that run", async () => {
  const folder = setWith(failing);
  folder.write({ "tests/other.test.yaml": `tests:\n  - ${passing}\n` });
  expect((await folder.run(["test", "tests/other.test.yaml"])).stdout).toBe("1 passed\n");
});

test("JSON has the fields that INTERFACES.md names", async () => {
  const { stdout } = await setWith(passing, failing).run(["test", "--format", "json"]);
  const { tests, summary } = JSON.parse(stdout) as { tests: readonly unknown[]; summary: unknown };
  expect(summary).toEqual({ passed: 1, failed: 1, errors: 0 });
  expect(tests[0]).toEqual({ name: passing, file: "tests/ci.test.yaml", line: 2, status: "passed" });
  expect(tests[1]).toMatchObject({
    name: failing,
    line: 3,
    status: "failed",
    counterexample: { request: { agent: "ci" }, decision: { effect: "deny", reason: "denied" } },
  });
});

test("TAP numbers every test and holds the reason in YAML", async () => {
  const { stdout } = await setWith(passing, failing).run(["test", "--format", "tap"]);
  expect(stdout).toMatch(/^TAP version 14\n1\.\.2\nok 1 - ci cannot /);
  expect(stdout).toMatch(/\nnot ok 2 - ci can .*\n {2}---\n {2}severity: "fail"\n/);
  expect(stdout).toMatch(/\n {2}at: "tests\/ci.test.yaml:3:5"\n/);
});

test("JUnit is valid by its schema, passed or not", async () => {
  const schema = readFileSync(new URL("../fixtures/schemas/junit-10.xsd", import.meta.url), "utf8");
  for (const folder of [setWith(passing), setWith(passing, failing), folderWith({})]) {
    const { stdout } = await folder.run(["test", "--format", "junit"]);
    const { errors } = await validateXML({
      xml: { fileName: "report.xml", contents: stdout },
      schema: { fileName: "junit.xsd", contents: schema },
    });
    expect(errors).toEqual([]);
  }
});

test("a hostile test reaches neither terminal nor log raw", async () => {
  const folder = setWith(passing);
  folder.write({
    "tests/::debug::x.test.yaml":
      'tests:\n  - name: "::error::owned\\e[2J\\u202e\\n##[add-mask]x # 1"\n    agents: [ci]\n    actions: [git:push]\n    resources: [repos/x/branches/main]\n    expect: allow\n',
  });
  for (const format of ["pretty", "json", "junit", "tap"]) {
    const { code, stdout, stderr } = await folder.run(["test", "--format", format]);
    expect(code).toBe(1);
    for (const text of [stdout, stderr]) {
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      expect(text).not.toMatch(/^\s*::/m);
      expect(text).not.toContain("##[");
    }
  }
});

test("progress shows on a terminal alone, and leaves the results as they are", async () => {
  const folder = setWith(passing, failing);
  const quiet = await folder.run(["test"]);
  const shown = await folder.run(["test", "--color", "never"], { terminal: true });
  expect(shown.stdout).toBe(quiet.stdout);
  expect(quiet.stderr).toBe("");
});

test("--watch runs again on a change, and ends with 130 on Ctrl-C", async () => {
  const folder = setWith(passing);
  let interrupt: () => void = () => undefined;
  let runs = 0;
  const outcome = await folder.run(["test", "--watch"], {
    onInterrupt: (handler) => {
      interrupt = handler;
    },
    faults: {
      watch: (_, changed) => {
        if (runs++ === 0) {
          folder.write({ "tests/ci.test.yaml": `tests:\n  - ${failing}\n` });
          setTimeout(changed, 1);
        } else setTimeout(interrupt, 1);
        return () => undefined;
      },
    },
  });
  expect(outcome.code).toBe(130);
  expect(outcome.stdout).toMatch(/^1 passed\nfailed: ci can [^]*0 passed, 1 failed\n$/);
});
