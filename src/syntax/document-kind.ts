/** What a document of a policy file is, told by its keys (LANGUAGE.md §1). */
import type { Report } from "../base/diagnostic.ts";
import { suggest } from "../base/suggest.ts";
import type { DocumentKind } from "./ast.ts";
import { documentMessages } from "./document-messages.ts";
import { isForeignKey, meantDocumentKey } from "./foreign-entry.ts";
import { reportUnknownEntry } from "./schema-check.ts";
import type { YamlEntry, YamlMap } from "./yaml-node.ts";

const { build } = documentMessages;

/** The blocks of LANGUAGE.md §8, in the order of that section. */
export const limitKeys = [
  "budget",
  "project_budget",
  "rate_limits",
  "circuit_breaker",
  "audit",
  "alerts",
  "session",
] as const;

const telling: readonly string[] = [
  "policies",
  "role",
  "guardrails",
  "agent",
  "agents",
  "tests",
  ...limitKeys,
];

/** Keys that only an agent policy has, so that a document with one is meant to be one. */
const agentKeys: readonly string[] = ["extends", "vars", "expires", "owner"];

/**
 * The kind of a mapping. `null` when it is two of agent policy, role and guardrail at once, or
 * nothing at all; that has been reported. A key that is misspelt counts as the one that was meant.
 */
export function documentKind(map: YamlMap, isTestFile: boolean, report: Report): DocumentKind | null {
  if (isTestFile) return "tests";
  const keys = new Map<string, YamlEntry>();
  const misspelt = new Map<string, YamlEntry>();
  for (const entry of map.entries) {
    const key = entry.key.text.value;
    keys.set(key, entry);
    const meant =
      telling.includes(key) || isForeignKey(key) ? null : (meantDocumentKey(key) ?? suggest(key, telling));
    if (meant !== null) misspelt.set(meant, entry);
  }
  // Who names an agent writes no role: `roles` beside it is meant to take some.
  if (keys.has("agent") || keys.has("agents")) misspelt.delete("role");
  const isForeign = map.entries.some(({ key }) => isForeignKey(key.text.value));
  if (isForeign && !telling.some((key) => keys.has(key))) return undecided(map, report);
  const has = (key: string): boolean => keys.has(key) || misspelt.has(key);

  const clash = (["role", "guardrails", "policies", "agent", "agents"] as const).filter((key) =>
    keys.has(key),
  );
  const [first, second] = clash.includes("guardrails")
    ? ["guardrails", clash.find((key) => key === "role" || key === "policies")]
    : clash.includes("role")
      ? ["role", clash.find((key) => key === "agent" || key === "agents")]
      : [];
  if (first !== undefined && second !== undefined) {
    reportTwoKinds(keys.get(first), keys.get(second), report);
    return null;
  }

  if (has("guardrails")) return "guardrail";
  if (has("role")) return "role";
  if (has("policies") || agentKeys.some((key) => keys.has(key))) return "agent";
  if (limitKeys.some(has)) return "limits";
  if (has("agent") || has("agents")) return "agent";
  if (has("tests")) return "tests";
  return undecided(map, report);
}

function reportTwoKinds(a: YamlEntry | undefined, b: YamlEntry | undefined, report: Report): void {
  if (a === undefined || b === undefined) return;
  const [early, late] = a.key.span.start < b.key.span.start ? [a.key, b.key] : [b.key, a.key];
  report(
    build["ambiguous-document"](
      late.span,
      { key: early.text.value, other: late.text.value },
      {
        related: [{ message: "the document is something else by this key", span: early.span }],
        help: "separate an agent's policies, a role and a guardrail by `---`",
      },
    ),
  );
}

/** Without a key that tells, unknown keys are the mistake; else that nothing is said. */
function undecided(map: YamlMap, report: Report): DocumentKind | null {
  const harmless = ["applies_to", "except_agents", "project", "description"];
  const unknown = map.entries.filter(({ key }) => !harmless.includes(key.text.value));
  const foreign = unknown.find(({ key }) => isForeignKey(key.text.value));
  for (const entry of foreign === undefined ? unknown : [foreign])
    reportUnknownEntry(map, entry, [...telling, ...harmless], "a policy document", report);
  if (unknown.length > 0) return null;
  report(
    build["empty-document"](
      map.entries[0]?.key.span ?? map.span,
      {},
      { help: "write `policies:`, `guardrails:`, `tests:` or a block such as `budget:`" },
    ),
  );
  return null;
}
