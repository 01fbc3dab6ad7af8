/**
 * The words of `--fail-on` and of what else names gates.
 *
 * INVARIANT: an empty or misspelt word is a failure and never opens a gate.
 */
import { suggest } from "../base/suggest.ts";
import { compareCodePoints } from "../base/order.ts";
import { gateWords } from "../diff/gate-words.ts";
import { CallFailure } from "./failure.ts";

/** What stands alone for no gate at all. */
const noGate = "none";

/** Refuses words that are no gates. `where` begins the message, such as `--fail-on`; so do the others take it. */
export function checkGates(words: readonly string[], where: string): void {
  const unknown = words.find((word) => !gateWords.includes(word));
  if (unknown === undefined) return;
  // An empty variable in a workflow must not open the gate.
  if (unknown === "") {
    throw new CallFailure(
      `${where} has an empty entry`,
      "write kinds such as widened,ungated, or leave it out",
    );
  }
  const near = suggest(unknown, gateWords);
  throw new CallFailure(
    `${where} knows no \`${unknown}\``,
    near === null
      ? `it knows ${[...gateWords].sort(compareCodePoints).join(", ")}`
      : `did you mean \`${near}\`?`,
  );
}

/** The gates that are asked for, where `none` alone is no gate; nothing asked for: `byDefault`. */
export function readGates(
  words: readonly string[],
  byDefault: readonly string[],
  where: string,
): readonly string[] {
  if (words.length === 0) return byDefault;
  if (words.length === 1 && words[0] === noGate) return [];
  if (words.includes(noGate)) {
    throw new CallFailure(
      `${where}: \`${noGate}\` stands alone`,
      "leave it out, or leave out the other words",
    );
  }
  checkGates(words, where);
  return words;
}
