/** One line on stderr that says what is being done; only a terminal sees it. */
import { visible } from "../report/sanitize.ts";
import type { Session } from "./session.ts";

export interface Progress {
  /** Shows a line in place of the one before; too frequent calls do nothing. */
  readonly update: (text: string) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Nothing is shown before this many milliseconds, nor more often. */
const pace = 200;

/** Begins when `since` was, in the host's milliseconds; absent: now. */
export function startProgress(session: Session, since?: number): Progress {
  const { stderr, now } = session.host;
  let last = since ?? now();
  let shown = false;
  return {
    update: async (text) => {
      if (!stderr.isTerminal || now() - last < pace) return;
      last = now();
      shown = true;
      await stderr.write(`\r\u001b[K${visible(text).slice(0, 79)}`);
    },
    end: async () => {
      if (shown) await stderr.write("\r\u001b[K");
      shown = false;
    },
  };
}
