/** Hostile and broken texts: each gets a located error, soon, and nothing crashes. */
import { expect, test } from "vitest";
import { positionAt } from "../src/base/source.ts";
import { compile } from "../src/pipeline.ts";

/** The errors of one policy file, as `line:column code message`. */
function errorsOf(text: string, path = "policies/a.yaml"): string[] {
  const file = { path, text };
  return compile({ files: [file], config: null })
    .diagnostics.filter((d) => d.severity === "error")
    .map((d) => {
      const at = d.span === null ? "-" : Object.values(positionAt(file, d.span.start)).join(":");
      return `${at} ${d.code} ${d.message}`;
    });
}

const agent = (statement: string): string => `agent: a\npolicies:\n  - ${statement}\n`;

test("an empty set is an error", () => {
  expect(compile({ files: [], config: null }).diagnostics.map((d) => d.code)).toEqual(["empty-set"]);
});

test("nesting of 64 levels is read and of 65 refused", () => {
  const nested = (depth: number): string =>
    `agent: a\npolicies:\n  - x:y on z/*\ndescription: ${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}\n`;
  expect(errorsOf(nested(65)).join("\n")).toMatch(/64/);
  expect(errorsOf(nested(64)).join("\n")).not.toMatch(/64/);
});

test("an alias bomb is refused at its first anchor or alias", () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
  for (let i = 1; i < 12; i++)
    lines.push(
      `a${i}: &a${i} [${Array(9)
        .fill(`*a${i - 1}`)
        .join(", ")}]`,
    );
  const errors = errorsOf(lines.join("\n"));
  expect(errors.length).toBeGreaterThan(0);
  expect(errors.join("\n")).toMatch(/anchor|alias/);
});

test("500 nested parentheses give one located error", () => {
  const errors = errorsOf(agent(`a:b on c/* when ${"(".repeat(500)}context.x == 1${")".repeat(500)}`));
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(/^3:\d+ /);
  expect(errors[0]).toMatch(/32/);
});

test("a pattern that would expand to a thousand million alternatives is refused at once", () => {
  const errors = errorsOf(agent(`a:b on "c/${"{0,1,2,3,4,5,6,7,8,9}".repeat(9)}"`));
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(/256/);
});

test("two hundred infix stars compile, and a sentence about them is decided", () => {
  const pattern = `c/${"*a".repeat(200)}`;
  expect(errorsOf(agent(`a:b on ${pattern}`))).toEqual([]);
});

test("forty roles that each extend two others count once each, and a cycle is an error on its edge", () => {
  const role = (i: number): string =>
    `role: r${i}\n${i < 38 ? `extends: [r${i + 1}, r${i + 2}]\n` : ""}policies:\n  - a:b on c/${i}/*\n`;
  const roles = Array.from({ length: 40 }, (_, i) => role(i));
  const text = [...roles, "agent: a\nextends: [r0]\npolicies:\n  - a:c on d/*\n"].join("---\n");
  const { set, diagnostics } = compile({ files: [{ path: "policies/a.yaml", text }], config: null });
  expect(diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  expect(set?.agents[0]?.statements).toHaveLength(41);

  const cycle =
    "role: x\nextends: [y]\npolicies:\n  - a:b on c/*\n---\nrole: y\nextends: [x]\npolicies:\n  - a:b on d/*\n---\nagent: a\nextends: [x]\npolicies:\n  - a:b on e/*\n";
  expect(errorsOf(cycle).join("\n")).toMatch(/cycle/);
});

test("text that is no YAML, and YAML that is no policy, are located errors", () => {
  for (const text of [
    "\u0000",
    "{",
    "- [",
    "policies: [",
    "just text",
    "42",
    "policies: {}",
    "agent: [",
    "? a\n: b\n",
    "%YAML 9.9\n---\n",
  ]) {
    expect(errorsOf(text).length, JSON.stringify(text)).toBeGreaterThan(0);
  }
});
