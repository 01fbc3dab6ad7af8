import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { fixed, read } from "../../support/yaml.ts";

const published = fileURLToPath(
  new URL("../../../examples/playbook/published/two-agents.yaml", import.meta.url),
);

test("the published two agents are refused at the second `policies:`, with documents as the fix", () => {
  const text = readFileSync(published, "utf8");
  const { diagnostics, problems } = read(text);
  expect(problems).toEqual(["repeated-policies: policies"]);
  expect(diagnostics[0]?.message).toBe("two `policies:` keys in one document");
  expect(diagnostics[0]?.span?.start).toBe(text.lastIndexOf("policies:"));
  expect(diagnostics[0]?.related[0]?.span.start).toBe(text.indexOf("policies:"));
  const after = fixed(text, diagnostics[0]?.fixes[0]);
  expect(after).toBe(
    text
      .replace("policies:", "agent: code-reviewer\npolicies:")
      .replace("# ci-runner", "---\n# ci-runner")
      .replace(/policies:(?![\s\S]*policies:)/, "agent: ci-runner\npolicies:"),
  );
  expect(read(after).problems).toEqual([]);
  expect(read(after).documents).toHaveLength(2);
});

test("three agents are three documents once every fix is made", () => {
  let text = "# a - one\npolicies:\n  - x:y\n# b - two\npolicies:\n  - x:y\n# c\npolicies:\n  - x:y\n";
  for (let round = 0; round < 3; round++) {
    const [first] = read(text).diagnostics;
    if (first === undefined) break;
    text = fixed(text, first.fixes[0]);
  }
  expect(read(text).data).toEqual(
    ["a", "b", "c"].map((agent) => [
      ["agent", agent],
      ["policies", ["x:y"]],
    ]),
  );
});

test("an agent that is named already keeps its name", () => {
  const text = "agent: a\npolicies:\n  - x:y\n\n# b — two\npolicies:\n  - x:y\n";
  expect(fixed(text, read(text).diagnostics[0]?.fixes[0])).toBe(
    "agent: a\npolicies:\n  - x:y\n\n---\n# b — two\nagent: b\npolicies:\n  - x:y\n",
  );
});

test("the fix keeps CRLF, and lines above the one with the name", () => {
  const text =
    "# a — one\r\n# more\r\npolicies:\r\n  - x:y\r\n# b — two\r\n# more\r\npolicies:\r\n  - x:y\r\n";
  expect(fixed(text, read(text).diagnostics[0]?.fixes[0])).toBe(
    "# a — one\r\n# more\r\nagent: a\r\npolicies:\r\n  - x:y\r\n---\r\n# b — two\r\n# more\r\nagent: b\r\npolicies:\r\n  - x:y\r\n",
  );
});

test("without names in comments there is no fix, only advice", () => {
  const [only] = read("policies:\n  - x:y\npolicies:\n  - x:y\n").diagnostics;
  expect(only?.fixes).toEqual([]);
  expect(only?.help).toContain("`---`");
});
