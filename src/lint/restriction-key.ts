/** Which agents are held alike: by the same denies and gates, until the same day. */
import type { Box } from "../analysis/boxes.ts";
import type { Agent } from "../ir/ir.ts";
import type { LintContext } from "./lint-context.ts";

interface Keys {
  readonly numbers: Map<Box, number>;
  readonly known: Map<Agent, string>;
}

/** Equal for agents whose denies and gates, guardrails and borders included, are the same statements, and who end alike. */
export function restrictionKey(context: LintContext, agent: Agent): string {
  const { numbers, known } = context.share({
    name: "restriction keys",
    make: (): Keys => ({ numbers: new Map<Box, number>(), known: new Map<Agent, string>() }),
  });
  let key = known.get(agent);
  if (key === undefined) {
    const { denies, gates } = context.analysis.boxesOf(agent);
    const parts = [...denies, ...gates].map((box) => {
      let number = numbers.get(box);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(box, number);
      }
      return number;
    });
    key = `${String(agent.expires)}:${parts.join(",")}`;
    known.set(agent, key);
  }
  return key;
}
