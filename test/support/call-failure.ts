import { CallFailure } from "../../src/cli/failure.ts";

/** What a call that fails says, `message / help`; of one that does not, `none`. */
export function failureOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof CallFailure) return `${error.message} / ${error.help ?? ""}`;
    throw error;
  }
  return "none";
}
