/** Lists of patterns without a statement around them: `except:`, vocabulary entries, projects' resources. */
import type { Report } from "../base/diagnostic.ts";
import type { PatternNode } from "./ast.ts";
import { parsePatterns, runRule } from "./run-grammar.ts";
import type { ScalarText } from "./scalar-text.ts";
import { scanHead } from "./scan-head.ts";

/** The patterns of `text`, by the `resources` rule; `null` when it is no list, which has been reported. */
export function parsePatternList(text: ScalarText, report: Report): readonly PatternNode[] | null {
  const tokens = scanHead(text, "list", report);
  if (tokens === null) return null;
  const parsed = runRule(text, tokens, "list", (grammar) => grammar.resources, report);
  return parsed === null ? null : parsePatterns(text, parsed, report);
}
