/** What reports say of a code besides its findings. */
import { describeCode } from "../code-catalogue.ts";
import type { CodeDescription } from "../report/lint-report.ts";

/** With the page of each code: pages are long, so only what carries them loads them. */
export async function describeWithPage(): Promise<(code: string) => CodeDescription> {
  const { codePages } = await import("../generated/code-pages.ts");
  return (code) => ({ ...describeCode(code), page: codePages[code] ?? null });
}
