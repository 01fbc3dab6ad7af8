/** How text for people is coloured; injected, so that the same printer serves terminals and files. */
import type { Severity } from "../base/diagnostic.ts";

type Paint = (text: string) => string;

export interface Style {
  readonly severity: { readonly [S in Severity]: Paint };
  /** Messages and headings. */
  readonly strong: Paint;
  /** Gutters and arrows. */
  readonly frame: Paint;
  /** What is said in passing. */
  readonly faint: Paint;
  readonly good: Paint;
  readonly bad: Paint;
}

const same: Paint = (text) => text;

export const plainStyle: Style = {
  severity: { error: same, warning: same, info: same },
  strong: same,
  frame: same,
  faint: same,
  good: same,
  bad: same,
};

function ansi(code: string): Paint {
  return (text) => (text === "" ? "" : `\u001b[${code}m${text}\u001b[0m`);
}

export const ansiStyle: Style = {
  severity: { error: ansi("1;31"), warning: ansi("1;33"), info: ansi("1;36") },
  strong: ansi("1"),
  frame: ansi("34"),
  faint: ansi("2"),
  good: ansi("32"),
  bad: ansi("31"),
};
