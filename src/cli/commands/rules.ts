/** `rules`: the codes that diagnostics carry, and the page of one. */
import { suggest } from "../../base/suggest.ts";
import { codePages } from "../../generated/code-pages.ts";
import { finishLines } from "../../report/sanitize.ts";
import { codeCatalogue } from "../../code-catalogue.ts";
import { CallFailure, exitCodes } from "../failure.ts";
import type { Session } from "../session.ts";

export async function rules(session: Session, id: string | undefined): Promise<number> {
  const { host, outStyle } = session;
  const codes = codeCatalogue();
  if (id === undefined) {
    const width = Math.max(...codes.map(({ code }) => code.length));
    await host.stdout.write(
      finishLines(
        codes.map(
          ({ code, severity, summary }) =>
            `${code.padEnd(width)}  ${outStyle.severity[severity](severity.padEnd(7))}  ${summary}`,
        ),
      ),
    );
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
  return exitCodes.fine;
}
