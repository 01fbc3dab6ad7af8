/**
 * A grant that reaches into another project: the border denies it, so it is dead text that misleads.
 *
 * Exact, for each resource pattern of a grant: is every request of it denied by borders, for every
 * agent that takes the statement? A pattern that only touches another project's resources (`repos/*`
 * beside a project that owns `repos/billing-*`) is the idiom of common ground and stays silent: there
 * the border does what it is drawn for. A question for each pattern that overlaps a border, an agent.
 */
import type { Answer } from "../../analysis/question.ts";
import type { Box } from "../../analysis/boxes.ts";
import type { Witness } from "../../base/diagnostic.ts";
import type { Agent, Deny, Gate, Grant, Pattern } from "../../ir/ir.ts";
import { boxFilter } from "../box-filter.ts";
import { defineRule, type Rule } from "../define-rule.ts";
import type { LintContext } from "../lint-context.ts";
import { globAsWritten, listInWords, relatedStatements } from "../statement-places.ts";
import type { SourceStatement } from "../source-statements.ts";

const id = "cross-project";

type Granting = Grant | Gate;

interface Beyond {
  readonly borders: readonly Deny[];
  readonly witness: Witness | null;
}

export const crossProject: Rule = defineRule({
  id,
  category: "breadth",
  level: "warning",
  fix: null,
  isExact: true,
  summary: "A grant of another project's resources, which the border denies.",
  check: (context, report) => {
    for (const source of context.statements) {
      for (const { pattern, borders, witness } of deadPatterns(context, source)) {
        const projects = borders.flatMap(({ owner }) => (owner.kind === "border" ? [owner.project] : []));
        const [glob] = pattern.globs;
        const what =
          glob === undefined || pattern.globs.length > 1
            ? "this"
            : `\`${globAsWritten(context, pattern, glob)}\``;
        report({
          span: pattern.place,
          message: `${what} is of project ${listInWords([...new Set(projects)].sort())}, whose border denies all of it`,
          related: relatedStatements(context, borders, "the project is declared here"),
          help: "take it out, or add the resources to the agent's own project in `sentrely.yaml`",
          witness,
        });
      }
    }
  },
});

/** The resource patterns of a statement that borders deny for everyone who takes it. */
function deadPatterns(
  context: LintContext,
  { kind, instances }: SourceStatement,
): readonly ({ readonly pattern: Pattern } & Beyond)[] {
  if (kind === "deny") return [];
  const found = new Map<string, ({ readonly pattern: Pattern } & Beyond) | null>();
  const byAgent = new Map<Agent, Granting>();
  for (const { statement, agents } of instances) {
    if (statement.kind === "grant" || (statement.kind === "gate" && statement.grants)) {
      for (const agent of agents) byAgent.set(agent, statement);
    }
  }
  for (const agent of context.inOrder(byAgent.keys())) {
    const statement = byAgent.get(agent);
    if (statement === undefined) continue;
    for (const pattern of statement.scope.resources) {
      const { file, start } = pattern.place;
      const key = `${file}\u0000${String(start)}`;
      const known = found.get(key);
      if (known === null) continue;
      const beyond = beyondBorders(context, agent, statement, pattern);
      if (beyond === null) found.set(key, null);
      else found.set(key, { pattern, ...beyond, ...known });
    }
  }
  return [...found.values()].filter((one) => one !== null);
}

function beyondBorders(
  context: LintContext,
  agent: Agent,
  statement: Granting,
  pattern: Pattern,
): Beyond | null {
  const { analysis } = context;
  const resources = pattern.globs.map((g) => analysis.library.entry(g));
  const filter = context.share(boxFilter);
  const borders = analysis
    .boxesOf(agent)
    .denies.filter((box) => box.statement?.owner.kind === "border")
    .filter(({ region }) => filter.mayOverlap(region.resources, resources));
  if (borders.length === 0) return null;
  const grant = analysis.grantBox(statement, agent.expires);
  const box: Box = { ...grant, region: { ...grant.region, resources } };
  const text = (): string => `does a border deny all that \`${statement.id}\` grants to \`${agent.name}\``;
  const ask = (negatives: readonly Box[]): Answer => context.ask({ positives: [box], negatives }, [id], text);
  const left = ask(borders);
  if (left.kind !== "empty") return null;
  // What matches nothing at all is another defect.
  const any = ask([]);
  if (any.kind !== "witness") return null;
  const isBorder = (one: Deny | null): one is Deny => one !== null;
  return {
    borders: left.covering
      .map(({ statement: border }) => (border?.kind === "deny" ? border : null))
      .filter(isBorder),
    witness: context.witness(agent, any, [id], text, ({ reason }) => reason === "denied"),
  };
}
