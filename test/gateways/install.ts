/** Installing servers from package registries, by the command that the pages show; once for all tests. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { command, output } from "../runtimes/process.ts";

export interface Setup {
  /** The shell line that installs it, as its page shows it; run in a folder of its own. */
  readonly line: string;
  /** What must be there afterwards: absolute, or relative to that folder. The first one is the program. */
  readonly files: readonly [program: string, ...others: string[]];
  readonly versions: readonly VersionOf[];
}

/** How to learn the version of what is installed. */
export interface VersionOf {
  /** What the table calls it. */
  readonly name: string;
  /** As in `files`. */
  readonly program: string;
  readonly args: readonly string[];
  /** Its first group is the version, in what the program says on either stream. */
  readonly pattern: RegExp;
}

export type Installed =
  | { readonly ready: true; readonly version: string; readonly program: string }
  /** `reason` is one line. */
  | { readonly ready: false; readonly reason: string };

/** The folder that a gateway is installed in, below the cache. */
export function folderOf(cache: string, name: string): string {
  return join(cache, "gateways", name);
}

/** Never throws. */
export async function install(cache: string, name: string, setup: Setup): Promise<Installed> {
  const folder = folderOf(cache, name);
  const at = (file: string): string => (isAbsolute(file) ? file : join(folder, file));
  try {
    if (!setup.files.every((file) => existsSync(at(file)))) await run(setup.line, folder);
    const missing = setup.files.find((file) => !existsSync(at(file)));
    if (missing !== undefined) throw new Error(`\`${setup.line}\` did not bring ${missing}`);
    const versions: string[] = [];
    for (const { name: part, program, args, pattern } of setup.versions) {
      versions.push(`${part} ${await versionBy(at(program), args, pattern)}`);
    }
    return { ready: true, version: versions.join(", "), program: at(setup.files[0]) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ready: false, reason: message.replace(/\s+/g, " ").slice(0, 300) };
  }
}

async function run(line: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  // npm would install into a folder further up otherwise.
  writeFileSync(join(folder, "package.json"), '{"private":true}\n');
  const env = { DEBIAN_FRONTEND: "noninteractive", APT_CONFIG: join(folder, "apt.conf") };
  // Another installation may be under way; and the packages' own services would take ports that are not ours.
  writeFileSync(env.APT_CONFIG, 'DPkg::Lock::Timeout "300";\n');
  const options = { cwd: folder, env: { ...env, RUNLEVEL: "1" } };
  if ((await command("bash", ["-c", line], options)).code === 0) return;
  if (line.startsWith("apt-get ")) await output("apt-get", ["update", "-qq"], options);
  await output("bash", ["-c", line], options);
}

async function versionBy(program: string, args: readonly string[], pattern: RegExp): Promise<string> {
  const { stdout, stderr } = await command(program, args, { timeoutMs: 60_000 });
  const found = pattern.exec(`${stdout}\n${stderr}`)?.[1];
  if (found === undefined) throw new Error(`${program} ${args.join(" ")} tells no version`);
  return found;
}
