/** `rules`: the rules by category, then the errors that no rule names; and the page of one. */
import { suggest } from "../../base/suggest.ts";
import { codePages } from "../../generated/code-pages.ts";
import type { Severity } from "../../base/diagnostic.ts";
import type { Rule } from "../../lint/define-rule.ts";
import { rules } from "../../lint/registry.ts";
import { finishLines, visible } from "../../report/sanitize.ts";
import type { Style } from "../../report/style.ts";
import { codeCatalogue, type CodeEntry } from "../../code-catalogue.ts";
import { CallFailure, exitCodes } from "../failure.ts";
import { listNarrowings } from "../listed-narrowings.ts";
import { say, type Session } from "../session.ts";

export async function rulesCommand(session: Session, id: string | undefined): Promise<number> {
  const { host, outStyle } = session;
  const codes = codeCatalogue();
  if (id === undefined) {
    await host.stdout.write(finishLines(listLines(codes, outStyle)));
    await writeNarrowings(session, null);
    return exitCodes.fine;
  }
  const entry = codes.find(({ code }) => code === id);
  if (entry === undefined) {
    const near = suggest(
      id,
      codes.map(({ code }) => code),
    );
    throw new CallFailure(
      `\`${id}\` is no rule of this version`,
      near === null ? "`sentrely-policy rules` lists them" : `did you mean \`${near}\`?`,
    );
  }
  const page = codePages[id] ?? `# ${id}\n\n${entry.summary}\n`;
  await host.stdout.write(finishLines(page.trimEnd().split("\n")));
  await writeNarrowings(session, id);
  return exitCodes.fine;
}

/** Lists the narrowings of the set that the working folder belongs to: of one rule, or of all. */
async function writeNarrowings(session: Session, id: string | null): Promise<void> {
  const { narrowings, broken } = listNarrowings(session.host);
  if (broken !== null) await say(session, `${broken} has errors: what it narrows is not listed`);
  const wanted = narrowings.filter(({ rule }) => id === null || rule === id);
  if (wanted.length === 0) return;
  const head = id === null ? "Narrowed in this policy set" : "## Narrowed in this policy set";
  const lines = wanted.map(({ rule, text }) => visible(id === null ? `${rule}: ${text}` : `- ${text}`));
  await session.host.stdout.write(finishLines(["", head, "", ...lines]));
}

/** Rules in the order of the catalogue, with level, fix and summary; then the other codes. */
function listLines(codes: readonly CodeEntry[], style: Style): string[] {
  const width = Math.max(...codes.map(({ code }) => code.length));
  const line = (code: string, level: Severity, fix: Rule["fix"], summary: string): string =>
    `  ${code.padEnd(width)}  ${style.severity[level](level.padEnd(7))}  ${(fix ?? "").padEnd(6)}  ${summary}`;
  const categories = [...new Set(rules.map(({ category }) => category))];
  return [
    ...categories.flatMap((category) => [
      style.strong(category),
      ...rules
        .filter((rule) => rule.category === category)
        .map(({ id, level, fix, summary }) => line(id, level, fix, summary)),
      "",
    ]),
    style.strong("errors of reading and compiling"),
    ...codes
      .filter(({ rule }) => rule === null)
      .map(({ code, severity, summary }) => line(code, severity, null, summary)),
  ];
}
