/** casbin with an enforcer per agent; its matcher calls a function of ours, which keeps regular expressions. */
import { newEnforcer, newModelFromString, StringAdapter } from "casbin";
import { allowed, denied, gated } from "./effects.ts";
import { regexOf, regexSource } from "./patterns.ts";
import type { Engine } from "./rounds.ts";
import type { AgentGrants } from "./workload.ts";

/** The first line that matches decides: denies come first, then gates, then allows. */
const model = `
[request_definition]
r = act, obj
[policy_definition]
p = act, obj, eft, gate
[policy_effect]
e = priority(p.eft) || deny
[matchers]
m = r.act == p.act && glob(r.obj, p.obj)
`;

const order = ["deny", "gate", "allow"];

function glob(): (name: string, pattern: string) => boolean {
  const known = new Map<string, RegExp>();
  return (name, pattern) => {
    if (!pattern.includes("*")) return name === pattern;
    let regex = known.get(pattern);
    if (regex === undefined) known.set(pattern, (regex = regexOf([regexSource(pattern)])));
    return regex.test(name);
  };
}

export async function casbin(fleet: readonly AgentGrants[]): Promise<Engine> {
  const matches = glob();
  const index = new Map(
    await Promise.all(
      fleet.map(async ({ agent, grants }) => {
        const lines = [...grants]
          .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
          .map(
            ({ kind, action, pattern }) =>
              `p, ${action}, ${pattern}, ${kind === "deny" ? "deny" : "allow"}, ${kind}`,
          );
        const enforcer = await newEnforcer(newModelFromString(model), new StringAdapter(lines.join("\n")));
        await enforcer.addFunction("glob", matches);
        return [agent, enforcer] as const;
      }),
    ),
  );
  return {
    name: "casbin, enforcer per agent",
    decide: ({ agent, action, resource }) => {
      const enforcer = index.get(agent);
      if (enforcer === undefined) return denied;
      const [holds, line] = enforcer.enforceExSync(action, resource);
      if (!holds) return denied;
      return line[3] === "gate" ? gated : allowed;
    },
  };
}
