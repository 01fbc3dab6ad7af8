/** Files as the reader of an output format expects to see them. */
import { relative, sep } from "node:path";
import type { Host } from "./host.ts";
import type { PolicyFiles } from "./policy-files.ts";

function below(from: string, to: string): (file: string) => string {
  const prefix = relative(from, to).split(sep).join("/");
  return (file) => (prefix === "" || file.startsWith("<") ? file : `${prefix}/${file}`);
}

/** For people: as seen from the working folder, so that editors and terminals can open them. */
export function fromWorkingFolder(host: Host, files: PolicyFiles): (file: string) => string {
  return below(host.cwd, files.root);
}

/** For code hosts: as seen from the repository. */
export function fromRepository(files: PolicyFiles): (file: string) => string {
  return below(files.repository, files.root);
}

/** For programs: as INTERFACES.md says, as seen from the folder of `sentrely.yaml`. */
export function fromRoot(file: string): string {
  return file;
}
