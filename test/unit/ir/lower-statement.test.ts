import { expect, test } from "vitest";
import type { Gate } from "../../../src/ir/ir.ts";
import { compileText, errorsOf, meaningsOf, saidOf, setOf } from "../../support/compile-text.ts";

const policy = (...statements: string[]): string => `agent: a\npolicies:\n${statements.join("")}`;
const idsOf = (text: string): string[] => setOf(text).statements.map(({ id }) => id);

test("a gate has its channels, timeout, approvers and count, and grants unless a guardrail asks", () => {
  const gate = `  - statement: x:y on z/*
    requires_approval: true
    approval_channel: ["slack:#b", "slack:#a", "slack:#b"]
    approval_timeout: 90m
    approvers: ["user:zoe", "group:sre"]
    approvals: 2
`;
  const set = setOf(`${policy(gate)}---\nguardrails:\n${gate}`);
  const gates = set.statements.filter((s): s is Gate => s.kind === "gate");
  expect(gates.map(({ grants }) => grants)).toEqual([true, false]);
  expect(gates[0]?.approval).toEqual({
    channels: ["slack:#a", "slack:#b"],
    timeoutSeconds: 5400,
    approvers: ["group:sre", "user:zoe"],
    needed: 2,
  });
});

test("`requires_approval: false` makes a plain grant", () => {
  expect(setOf(policy("  - statement: x:y on z/*\n    requires_approval: false\n")).statements[0]?.kind).toBe(
    "grant",
  );
});

test("an approval without a channel or a timeout of its own is a warning each, once for all holders", () => {
  const text = `agents: [a, b]\npolicies:\n  - statement: x:y on z/*\n    requires_approval: true\n`;
  expect(saidOf(compileText(text), "warning").map((w) => w.split(" ")[0])).toEqual([
    "approval-without-channel",
    "approval-without-timeout",
  ]);
  const gate = setOf(text).statements[0];
  expect(gate?.kind === "gate" ? gate.approval.timeoutSeconds : null).toBe(3600);
});

test("a statement without `on` speaks of every resource, and its place says so", () => {
  const compiled = compileText(policy("  - x:y\n"));
  expect(saidOf(compiled, "warning")).toEqual([]);
  expect(compiled.set?.statements[0]).toMatchObject({ place: { hasResources: false, line: 3 } });
  expect(meaningsOf(setOf(policy("  - x:y\n")), "a")).toEqual(["allow x:y on **"]);
});

test("inline `except` and the option are both carved out", () => {
  const text = policy("  - statement: x:y on z/* except z/a\n    except: [z/b, z/a]\n");
  expect(meaningsOf(setOf(text), "a")).toEqual(["allow x:y on z/** except z/a, z/b"]);
});

test("channels are checked against those that the config lists", () => {
  const text = policy("  - statement: x:y on z/*\n    notify: slack:#opz\n");
  const compiled = compileText(text, 'channels:\n  - "slack:#ops"\n');
  expect(saidOf(compiled)).toEqual(["undefined-reference no such channel: `slack:#opz` @ slack:#opz"]);
  expect(compiled.diagnostics[0]?.help).toBe("did you mean `slack:#ops`?");
  expect(errorsOf(text)).toEqual([]);
});

test("a date expires at its first instant in UTC or in the zone, whichever is earlier", () => {
  const text = policy("  - statement: x:y on z/*\n    expires: 2030-07-01\n");
  const expires = (config?: string): number | null => {
    const [grant] = setOf(text, config).statements;
    return grant?.kind === "grant" ? grant.expires : null;
  };
  expect(expires()).toBe(Date.UTC(2030, 6, 1));
  expect(expires("timezone: Europe/Berlin\n")).toBe(Date.UTC(2030, 5, 30, 22));
  expect(expires("timezone: America/New_York\n")).toBe(Date.UTC(2030, 6, 1));
});

test("default ids are the owner and eight digits of the statement's hash", () => {
  const text = `${policy("  - x:y on z/*\n")}extends: [r]\n---\nrole: r\npolicies: ["x:y on z/*"]\n---\nguardrails: ["deny x:y on z/*"]\n`;
  const ids = idsOf(text);
  expect(ids.map((id) => id.replace(/[0-9a-f]{8}$/, "H"))).toEqual(["a/H", "guardrail/H", "role:r/H"]);
  expect(ids[0]?.slice(-8)).toBe(ids[2]?.slice(-8));
  expect(ids[0]?.slice(-8)).not.toBe(ids[1]?.slice(-8));
});

test("ids do not depend on how a statement is written", () => {
  const [plain] = idsOf(policy("  - x:y, x:z on a/*, b/* when context.p && context.q\n"));
  const others = [
    "  - statement: x:z, X:Y on b/**, a/*\n    when: context.q && context.p\n",
    '  - x:{z,y} on "{a,b}/*" when (context.p && context.q)\n',
    "  - allow x:y, x:z, x:y on a/*, b/* when context.p == true && context.q\n",
    "  - statement: x:y, x:z on a/*, b/* when context.p && context.q\n    description: why\n    exact: false\n",
  ];
  for (const other of others) expect(idsOf(policy(other)), other).toEqual([plain]);
});

test("ids depend on every option that means something", () => {
  const options = [
    "",
    "    exact: true\n",
    "    when: context.p\n",
    "    notify: dashboard\n",
    "    expires: 2030-01-01\n",
    "    except: z/a\n",
    "    requires_approval: true\n",
    "    requires_approval: true\n    approvals: 2\n",
    "    requires_approval: true\n    approval_timeout: 5m\n",
    "    requires_approval: true\n    approval_channel: dashboard\n",
    "    requires_approval: true\n    approvers: ['user:a']\n",
  ];
  const ids = options.map((option) => idsOf(policy(`  - statement: x:y on z/*\n${option}`))[0]);
  expect(new Set(ids).size).toBe(options.length);
});

test("equal statements of one owner are numbered", () => {
  const ids = idsOf(policy("  - x:y on z/*\n", "  - x:y on z/*\n", "  - x:y on z/**\n"));
  expect(ids.map((id) => id.slice(10))).toEqual(["", "~2", "~3"]);
});

test("equal guardrails are numbered by whom they hold, whatever their order", () => {
  const agents = "agents: [p, q]\npolicies: ['x:y on z/*']\n";
  const guardrail = (name: string): string => `guardrails: ["deny x:z on z/*"]\napplies_to: [${name}]\n`;
  const held = (documents: string[]): unknown =>
    setOf(documents.join("---\n")).agents.map(({ guardrails }) => guardrails.map(({ id }) => id));
  expect(held([agents, guardrail("p"), guardrail("q")])).toEqual(
    held([guardrail("q"), agents, guardrail("p")]),
  );
});

test("two statements with one id are an error that shows both", () => {
  const one = (resource: string): string => `  - statement: x:y on ${resource}\n    id: same\n`;
  expect(errorsOf(policy(one("a/*"), one("b/*")))).toEqual([
    "duplicate-id the id `same` is taken @ same < same",
  ]);
});

test("the line of a statement is that of its first character, in every spelling", () => {
  const text = policy(
    "  - x:a on z/*\n",
    "  - x:b on z/*\n    requires_approval: true\n",
    "  - x:c on z/*:\n      requires_approval: true\n",
    "  - requires_approval: true\n    statement: x:d on z/*\n",
  );
  const lines = setOf(text).statements.map(({ place }) => place.line);
  expect(lines.sort((a, b) => a - b)).toEqual([3, 4, 6, 8]);
});

test("there is no set when any file has an error", () => {
  expect(
    compileText({ "policies/a.yaml": policy("  - x:y on z/*\n"), "policies/b.yaml": "policies: 1\n" }).set,
  ).toBeNull();
});
