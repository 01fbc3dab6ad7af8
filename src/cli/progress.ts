/** One line on stderr that says what is being done; only a terminal sees it. */
import { visible } from "../report/sanitize.ts";
import type { Session } from "./session.ts";

export interface Progress {
  /** Shows a line in place of the one before; too frequent calls do nothing. */
  readonly update: (text: string) => Promise<void>;
  /** Shows a line at once: for work that is known to be long and cannot tell how far it is. */
  readonly announce: (text: string) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Nothing is shown before this many milliseconds, nor more often. */
const pace = 200;

export function startProgress(session: Session): Progress {
  const { stderr, now } = session.host;
  let last = now();
  let shown = false;
  const announce = async (text: string): Promise<void> => {
    if (!stderr.isTerminal) return;
    last = now();
    shown = true;
    await stderr.write(`\r\u001b[K${visible(text).slice(0, 79)}`);
  };
  return {
    update: async (text) => {
      if (now() - last >= pace) await announce(text);
    },
    announce,
    end: async () => {
      if (shown) await stderr.write("\r\u001b[K");
      shown = false;
    },
  };
}
