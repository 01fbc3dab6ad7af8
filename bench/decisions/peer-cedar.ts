/**
 * Cedar's WebAssembly build, stateful: policies are parsed once, a set for each agent and action, so
 * that a call looks at no policy of another action.
 */
import { preparsePolicySet, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import { allowed, denied, gated } from "./effects.ts";
import { partsOf } from "./patterns.ts";
import type { Engine } from "./rounds.ts";
import type { AgentGrants, Grant } from "./workload.ts";

type Parts = ReturnType<typeof partsOf>;

/**
 * Cedar's `*` crosses separators, so a call gives the name with its separators numbered, from the
 * front and from the back: between `/1.` and `/2.` there is no other. A pattern around one `**` is
 * anchored at both ends, which must not overlap. Only a part with a star between two wildcards that
 * cross is said less exactly.
 */
function conditionOf(pattern: string): string {
  if (!pattern.includes("*")) return `context.name == "${pattern}"`;
  const parts = partsOf(pattern);
  const cross = parts.findIndex((part) => part.kind === "gap" || part.kind === "deep");
  if (cross < 0) return `context.front like "${numberedFront(plain(parts))}"`;
  const before = parts.slice(0, cross);
  const front = `context.front like "${numberedFront(plain(before))}*"`;
  const after = parts.slice(cross + 1);
  if (after.every((part) => part.kind === "deep")) return front;
  const loose = ["*/", ""].map((gap) => `context.name like "${plain(before)}${gap}${plain(after)}"`);
  if (after.at(-1)?.kind === "deep") return `${front} && (${loose.join(" || ")})`;
  const inAfter = separatorsOf(plain(after));
  const room = separatorsOf(plain(before)) + inAfter;
  // The part after the gap begins the name or follows a slash.
  const tail = numberedFromBack(plain(after));
  const backs = [`context.back like "*/${String(inAfter + 1)}.${tail}"`];
  if (before.length === 0) backs.push(`context.back like "${tail}"`);
  return `${front} && context.separators >= ${String(room)} && (${backs.join(" || ")})`;
}

function plain(parts: Parts): string {
  return parts.map((part) => (part.kind === "text" ? part.text : "*")).join("");
}

/** `a/b:c` as `a/1.b:2.c`. */
function numberedFront(name: string): string {
  let n = 0;
  return name.replace(/[/:]/g, (separator) => `${separator}${String(++n)}.`);
}

/** `a/b:c` as `a/2.b:1.c`. */
function numberedFromBack(name: string): string {
  let n = separatorsOf(name);
  return name.replace(/[/:]/g, (separator) => `${separator}${String(n--)}.`);
}

function separatorsOf(name: string): number {
  return name.split(/[/:]/).length - 1;
}

function policyOf({ kind, pattern }: Grant): string {
  return `${kind === "deny" ? "forbid" : "permit"}(principal, action, resource) when { ${conditionOf(pattern)} };`;
}

const none = { type: "Name", id: "it" };

export function cedar(fleet: readonly AgentGrants[]): Engine {
  const index = new Map<string, Map<string, string>>();
  for (const { agent, grants } of fleet) {
    const sets = new Map<string, string>();
    index.set(agent, sets);
    for (const [action, list] of Map.groupBy(grants, (grant) => grant.action)) {
      const id = `${agent} ${action}`;
      // A policy's id says whether it asks for approval.
      const policies = Object.fromEntries(list.map((grant, i) => [`${grant.kind}${i}`, policyOf(grant)]));
      const parsed = preparsePolicySet(id, { staticPolicies: policies });
      if (parsed.type === "failure") throw new Error(parsed.errors[0]?.message ?? "Cedar refuses a policy");
      sets.set(action, id);
    }
  }
  return {
    name: "Cedar (WASM), set per agent and action",
    decide: ({ agent, action, resource }) => {
      const id = index.get(agent)?.get(action);
      if (id === undefined) return denied;
      const answer = statefulIsAuthorized({
        principal: none,
        action: none,
        resource: none,
        context: {
          name: resource,
          front: numberedFront(resource),
          back: numberedFromBack(resource),
          separators: separatorsOf(resource),
        },
        preparsedPolicySetId: id,
        entities: [],
      });
      if (answer.type === "failure") throw new Error(answer.errors[0]?.message ?? "Cedar fails");
      const { decision, diagnostics } = answer.response;
      if (decision === "deny") return denied;
      return diagnostics.reason.some((policy) => policy.startsWith("gate")) ? gated : allowed;
    },
  };
}
