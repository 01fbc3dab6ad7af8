/** The tables of docs/sensitive-operations.md, made from the data. */
import { assertNever } from "../../src/base/invariant.ts";
import { escalationPaths } from "../../src/lint/escalation/paths.ts";
import { defaultRegions } from "../../src/lint/sensitive/default-regions.ts";
import type { SensitiveRegion } from "../../src/lint/sensitive/region.ts";
import { sensitiveRuleIds, type SensitiveRuleId } from "../../src/syntax/sensitive-rule-ids.ts";

function code(patterns: readonly string[]): string {
  return patterns.map((text) => `\`${text}\``).join("<br>");
}

function cell(list: readonly string[], except: readonly string[] | undefined): string {
  return except === undefined || except.length === 0 ? code(list) : `${code(list)}<br>except ${code(except)}`;
}

function regionTable(regions: readonly SensitiveRegion[]): string {
  const rows = regions.map(
    ({ does, actions, exceptActions, resources, exceptResources, isSpelt, source }) => {
      const what = source === undefined ? does : `[${does}](${source})`;
      const spelt = isSpelt === true ? " (where the tool is named)" : "";
      return `| ${what}${spelt} | ${cell(actions, exceptActions)} | ${cell(resources ?? ["**"], exceptResources)} |`;
    },
  );
  return ["| who can | actions | resources |", "|---|---|---|", ...rows].join("\n");
}

function pathTable(): string {
  const rows = escalationPaths.map(({ id, title, steps, source }) => {
    const texts = steps.map(({ actions, resources }) =>
      resources === undefined ? code(actions) : `${code(actions)} on ${code(resources)}`,
    );
    return `| \`${id}\` | [${title}](${source}) | ${texts.join("<br>and ")} |`;
  });
  return ["| path | way | steps |", "|---|---|---|", ...rows].join("\n");
}

function tableOf(rule: SensitiveRuleId): string {
  switch (rule) {
    case "privilege-escalation":
      return pathTable();
    case "ungated-production-deploy":
    case "ungated-database-migration":
    case "ungated-customer-data":
    case "ungated-financial":
    case "ungated-iam-change":
    case "ungated-secret-rotation":
    case "ungated-protected-branch":
    case "self-modification":
    case "credential-read":
      return regionTable(defaultRegions[rule]);
    default:
      return assertNever(rule);
  }
}

/** A section for each rule, in the order of the catalogue. */
export function sensitiveTables(): string {
  return `${sensitiveRuleIds.map((rule) => `## ${rule}\n\n${tableOf(rule)}`).join("\n\n")}\n`;
}
