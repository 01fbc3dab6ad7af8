/** Runtimes that the npm registry has: exact versions, installed below the cache. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Installation } from "../host.ts";
import { command, versionOf } from "../process.ts";

/** The program of a package, `NAME@VERSION`, which is installed into the cache unless it is there. */
export async function npmProgram(
  cache: string,
  name: string,
  version: string,
): Promise<Installation & { readonly program: string }> {
  const folder = join(cache, "npm", `${name}-${version}`);
  const program = join(folder, "node_modules", ".bin", name);
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    // Of scripts only this package's own are run: they lay its program where it belongs.
    const manifest = { private: true, allowScripts: { [name]: true } };
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    const args = ["install", "--no-audit", "--no-fund", "--save-exact", `${name}@${version}`];
    const installed = await command("npm", args, { cwd: folder });
    if (installed.code !== 0) {
      return { ready: false, reason: `npm install ${name}: ${installed.stderr.trim().slice(-300)}`, program };
    }
  }
  return { ...(await versionOf(program, ["--version"])), program };
}
