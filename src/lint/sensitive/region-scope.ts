/**
 * Regions as scopes: their pattern text read by the policy language's own parser and lowered like any other.
 *
 * INVARIANT: text that is no pattern of the language is a bug of ours.
 */
import type { Diagnostic } from "../../base/diagnostic.ts";
import { InternalError } from "../../base/invariant.ts";
import { GlobStore } from "../../ir/glob.ts";
import type { Dimension, Pattern, Scope } from "../../ir/ir.ts";
import { lowerPattern } from "../../ir/lower-pattern.ts";
import { parsePatternList } from "../../syntax/pattern-list-parser.ts";
import { plainText } from "../../syntax/scalar-text.ts";
import type { SensitiveRegion } from "./region.ts";

type RegionText = Omit<SensitiveRegion, "does" | "source">;

/** Reads regions; equal patterns of all regions that it reads share their globs. */
export class RegionReader {
  readonly #globs: GlobStore = new GlobStore();

  scope({ actions, exceptActions, resources, exceptResources }: RegionText): Scope {
    return {
      actions: this.patterns(actions, "action"),
      exceptActions: this.patterns(exceptActions ?? [], "action"),
      resources: this.patterns(resources ?? ["**"], "resource"),
      exceptResources: this.patterns(exceptResources ?? [], "resource"),
    };
  }

  patterns(texts: readonly string[], dimension: Dimension): readonly Pattern[] {
    return texts.flatMap((text) => {
      const fail = (problem: Diagnostic): never => {
        throw new InternalError(`the region pattern ${text} is wrong: ${problem.message}`);
      };
      const nodes = parsePatternList(plainText(text, "<region>"), fail) ?? [];
      return nodes.map((node) => {
        const template =
          node.kind === "pattern" ? lowerPattern(node.parts, dimension, node.span, this.#globs, fail) : null;
        if (template?.kind === "fixed") return template.pattern;
        throw new InternalError(`the region pattern ${text} is not fixed`);
      });
    });
  }
}
