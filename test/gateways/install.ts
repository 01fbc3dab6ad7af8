/** Installing servers from package registries; each is made ready once for all tests. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command, output } from "../runtimes/process.ts";
import type { Installation } from "../runtimes/host.ts";

/** Installs Debian packages unless `files` are all there. */
export async function installDebian(packages: readonly string[], files: readonly string[]): Promise<void> {
  const missing = (): string | undefined => files.find((file) => !existsSync(file));
  if (missing() === undefined) return;
  const options = { env: { DEBIAN_FRONTEND: "noninteractive" } };
  const wait = "DPkg::Lock::Timeout=300";
  const install = ["-o", wait, "install", "-y", "-qq", "--no-install-recommends", ...packages];
  // Starting the packages' own services would take ports that are not ours.
  const quiet = { ...options, env: { ...options.env, RUNLEVEL: "1" } };
  if ((await command("apt-get", install, quiet)).code !== 0) {
    await output("apt-get", ["-o", wait, "update", "-qq"], options);
    await output("apt-get", install, quiet);
  }
  const still = missing();
  if (still !== undefined) throw new Error(`${packages.join(", ")} did not bring ${still}`);
}

export async function installNpm(cache: string, name: string, version: string): Promise<string> {
  const folder = join(cache, `${name}-${version}`);
  const installed = join(folder, "node_modules", name);
  if (existsSync(installed)) return installed;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"private":true}\n');
  await output("npm", ["install", "--no-audit", "--no-fund", `${name}@${version}`], { cwd: folder });
  return installed;
}

export async function installPip(cache: string, name: string, version: string): Promise<string> {
  const folder = join(cache, `${name}-${version}`);
  if (existsSync(folder)) return folder;
  const args = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, `${name}==${version}`];
  await output("python3", args);
  return folder;
}

/** The version that `text` names; ready unless `make` throws. */
export async function ready(make: () => Promise<string>): Promise<Installation> {
  try {
    return { ready: true, version: await make() };
  } catch (error) {
    const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { ready: false, reason: line };
  }
}

/** What a program says of its version, on either stream: the first group of `pattern`. */
export async function versionBy(program: string, args: readonly string[], pattern: RegExp): Promise<string> {
  const { stdout, stderr } = await command(program, args, { timeoutMs: 60_000 });
  const found = pattern.exec(`${stdout}\n${stderr}`)?.[1];
  if (found === undefined) throw new Error(`${program} ${args.join(" ")} tells no version`);
  return found;
}
