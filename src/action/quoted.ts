import { visible } from "../report/sanitize.ts";

/** Text of others, quoted as code in a sentence, which it cannot leave. */
export function quoted(text: string): string {
  return `\`${visible(text).replaceAll("`", "\\u{60}")}\``;
}
