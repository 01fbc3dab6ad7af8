/**
 * Borders between projects (LANGUAGE.md §1): denies that `projects:` in `sentrely.yaml` implies.
 *
 * INVARIANT: agents of one project share their border objects.
 */
import type { Report } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import type { SourceFile } from "../base/source.ts";
import type { ConfigNode, ProjectNode } from "../syntax/ast.ts";
import type { GlobStore } from "./glob.ts";
import type { Deny, Pattern } from "./ir.ts";
import { sortPatterns } from "./lower-scope.ts";
import { lineOf } from "./lower-statement.ts";
import { irMessages } from "./messages.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The borders that hold the agents of a project, or with `null` those of none; sorted by id. */
export type Borders = (project: string | null) => readonly Deny[];

/** Reads the resources of every project. Those of an incompletely lowered one draw no border. */
export function drawBorders(
  config: ConfigNode | null,
  vocabulary: Vocabulary,
  globs: GlobStore,
  sources: ReadonlyMap<string, SourceFile>,
  report: Report,
): Borders {
  const resources = new Map<string, readonly Pattern[]>();
  for (const project of config?.projects ?? []) {
    resources.set(project.name.value, projectResources(project, vocabulary, report));
  }
  const projects = [...(config?.projects ?? [])].sort((a, b) =>
    compareCodePoints(a.name.value, b.name.value),
  );
  const drawn = new Map<string | null, readonly Deny[]>();
  return (own) => {
    const known = drawn.get(own);
    if (known !== undefined) return known;
    const borders = projects.flatMap(({ name, span }): Deny[] => {
      const patterns = resources.get(name.value) ?? [];
      if (name.value === own || patterns.length === 0) return [];
      const place = { span: name.span, line: lineOf(span, sources), hasResources: true };
      return [
        {
          kind: "deny",
          id: `border/${name.value}`,
          owner: { kind: "border", project: name.value },
          scope: {
            actions: [{ globs: [globs.everything("action")], place: name.span }],
            exceptActions: [],
            resources: patterns,
            exceptResources: own === null ? [] : (resources.get(own) ?? []),
          },
          condition: null,
          exact: false,
          place,
        },
      ];
    });
    drawn.set(own, borders);
    return borders;
  };
}

function projectResources(project: ProjectNode, vocabulary: Vocabulary, report: Report): readonly Pattern[] {
  const templates = vocabulary.lowerList(project.resources, "resource") ?? [];
  const patterns = templates.flatMap((template) => {
    if (template.kind === "fixed") return [template.pattern];
    for (const { name, span } of template.uses) {
      report(irMessages.build["variable-scope"](span, { name, where: "the resources of a project" }));
    }
    return [];
  });
  return sortPatterns(patterns);
}
