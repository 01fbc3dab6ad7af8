/**
 * A deny, a gate or an exception of a grant that misses requests which are allowed without approval, and
 * would restrict them if a `*` in it could also stand for several segments, or if case did not count.
 *
 * Exact: the restriction is widened and asked for a request that a plain grant grants and that no deny and
 * no gate, as they are written, restricts; for an exception, that no other grant grants. No segment that
 * `*` then stands for may equal the literal segment that follows. The fields of an ARN before its
 * resource part and the service of an AWS action never stretch, nor does a star after which no text
 * follows, nor any where shapes bind. Case counts for nothing only where the catalogue says so. What a deny
 * or a gate excepts is not widened: that would open. Misses what is evaded only by both readings at once.
 * Told once for each text. Costs one question for each restriction with such a pattern, agent and plain
 * grant that it then meets, up to the first request found.
 */
import { conditionText } from "../../ir/condition-text.ts";
import type { Scope } from "../../ir/ir.ts";
import { defineRule, type Finding, type Rule } from "../define-rule.ts";
import { evasionFix } from "../evasion-edits.ts";
import { evadableId, type Evasion, evasionsOf } from "../evasions.ts";
import type { LintContext } from "../lint-context.ts";
import { cappedPlaces, forWhom, namesIn, quoted } from "../overlap-findings.ts";
import type { SourceStatement } from "../source-statements.ts";
import { statementSpan } from "../statement-places.ts";

export const evadableRestriction: Rule = defineRule({
  id: evadableId,
  category: "anomalies",
  level: "warning",
  fix: "review",
  isExact: true,
  summary: "A restriction that longer names slip through, because `*` stands for one segment.",
  check: (context, report) => {
    const groups = new Map<string, (readonly [Evasion, ...Evasion[]])[]>();
    for (const source of context.statements) {
      const [first, ...rest] = evasionsOf(context, source);
      if (first === undefined) continue;
      const key = restrictionText(source);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [[first, ...rest]]);
      else group.push([first, ...rest]);
    }
    for (const [first, ...others] of groups.values()) {
      if (first !== undefined)
        report(
          findingOf(
            context,
            first,
            others.map(([{ source }]) => source),
          ),
        );
    }
  },
});

/** Equal for restrictions that say the same. */
function restrictionText({ kind, instances: [first] }: SourceStatement): string {
  if (first === undefined) return "";
  const { scope, condition } = first.statement;
  const keys = (list: keyof Scope): string[] =>
    scope[list].flatMap(({ globs }) => globs.map(({ key }) => key)).sort();
  return JSON.stringify([
    kind,
    keys("actions"),
    keys("exceptActions"),
    keys("resources"),
    keys("exceptResources"),
    condition === null ? null : conditionText(condition),
  ]);
}

function findingOf(
  context: LintContext,
  evasions: readonly [Evasion, ...Evasion[]],
  twins: readonly SourceStatement[],
): Finding {
  const [evasion] = evasions;
  const { source, restricting, agent, grant, answer, service } = evasion;
  const place = restricting.pattern.place;
  const pattern = context.sources.get(place.file)?.text.slice(place.start, place.end) ?? "";
  const restriction =
    source.kind === "grant"
      ? `the exception \`${pattern}\``
      : `${source.kind === "gate" ? "the gate " : ""}${quoted(context, source)}`;
  const why =
    service === null
      ? "`*` stands for one segment"
      : `the case of letters counts, but not for \`${service}\``;
  const fix = evasionFix(context, evasions);
  const text = (): string => `what slips through ${quoted(context, source)}`;
  return {
    span: place,
    message: `${restriction} misses ${namesIn(answer)}, which is allowed${forWhom([agent], [source])}: ${why}`,
    related: cappedPlaces(
      [
        { message: `${quoted(context, grant)} allows it`, span: statementSpan(context, grant) },
        ...twins.map((twin) => ({
          message: "so does the same restriction here",
          span: statementSpan(context, twin),
        })),
      ],
      "such restrictions",
    ),
    help:
      service === null
        ? "write `**` where several segments may stand, or `exact: true` if it is meant to be as narrow as it is written"
        : "have the gateway send names in one case and write the pattern in it, then say `exact: true`",
    witness: context.witness(agent, answer, [evadableId], text, ({ effect }) => effect === "allow"),
    fixes: fix === null ? [] : [fix],
  };
}
