/** The settings that each revision judges findings by, and where those of the base tell otherwise. */
import type { Severity } from "../base/diagnostic.ts";
import { codeCatalogue } from "../code-catalogue.ts";
import { conditionText } from "../ir/condition-text.ts";
import type { Pattern } from "../ir/ir.ts";
import type { SensitiveChange } from "../ir/lower-sensitive.ts";
import { type Level, levelsOf, type Levels } from "../lint-set.ts";
import { levelOf } from "../lint/run-rules.ts";
import type { Compilation } from "../pipeline.ts";

/** What a revision's config says of findings. */
export interface Settings {
  readonly levels: Levels;
  readonly sensitive: readonly SensitiveChange[];
}

export const severityRank: { readonly [L in Level]: number } = { off: -1, info: 0, warning: 1, error: 2 };

/** The least severity that fails, by a revision's own word. */
export function failLevelOf({ config }: Compilation): Severity {
  return config?.lint.failLevel ?? "warning";
}

export function ownSettings(compilation: Compilation): Settings {
  return { levels: levelsOf(compilation), sensitive: compilation.sensitive };
}

/** By code, the levels that its findings have where no config sets one. */
export function ruleLevels(): ReadonlyMap<string, readonly Severity[]> {
  return new Map(
    codeCatalogue().map(({ code, severity, rule }) => [code, [severity, ...(rule?.otherLevels ?? [])]]),
  );
}

/** Where two revisions' settings differ. */
export interface SettingsDifference {
  /** Codes of findings that the two may tell otherwise. */
  readonly codes: ReadonlySet<string>;
  /** Whether the base may tell a finding that the head does not tell, or not as gravely. */
  readonly mayTellMore: boolean;
}

export function differenceOf(head: Settings, base: Settings): SettingsDifference {
  const codes = new Set<string>();
  const byDefault = ruleLevels();
  // Several rules read the regions, each in its own way.
  if (regionsText(head.sensitive) !== regionsText(base.sensitive)) {
    return { codes: new Set(byDefault.keys()), mayTellMore: true };
  }
  let mayTellMore = false;
  for (const [code, levels] of byDefault) {
    for (const level of levels) {
      const [ours, theirs] = [head, base].map((of) => severityRank[levelOf(level, of.levels.get(code))]);
      if (ours === undefined || theirs === undefined || ours === theirs) continue;
      codes.add(code);
      mayTellMore ||= theirs > ours;
    }
  }
  return { codes, mayTellMore };
}

/** Equal when the entries say the same, whatever their reasons and their order. */
function regionsText(changes: readonly SensitiveChange[]): string {
  const keys = (patterns: readonly Pattern[] | null): readonly string[] | null =>
    patterns?.flatMap(({ globs }) => globs.map(({ key }) => key)).sort() ?? null;
  return changes
    .map(({ rule, kind, actions, resources, condition }) =>
      JSON.stringify([
        rule,
        kind,
        keys(actions),
        keys(resources),
        condition === null ? null : conditionText(condition),
      ]),
    )
    .sort()
    .join("\n");
}
