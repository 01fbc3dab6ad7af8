/** Debian's packages. They are installed as a whole, so that no host's installation undoes another's. */
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { command } from "../process.ts";

const packages = [
  "chromium",
  "nginx",
  "libnginx-mod-http-js",
  "libnginx-mod-http-lua",
  "haproxy",
  "lua5.1",
  "lua5.2",
  "lua5.3",
  "lua5.4",
  "lua-cjson",
];

const environment = { DEBIAN_FRONTEND: "noninteractive" };
let done: Promise<string | null> | null = null;
let updated: Promise<string | null> | null = null;

/** Reads the lists of packages, once a run. Gives the reason when that fails. */
function update(): Promise<string | null> {
  updated ??= command("apt-get", ["update", "-qq"], { env: environment }).then(({ code, stderr }) =>
    code === 0 ? null : `apt-get update: ${stderr.trim().slice(-200)}`,
  );
  return updated;
}

async function isInstalled(name: string): Promise<boolean> {
  const query = await command("dpkg-query", ["--show", "--showformat=${Status}", name]);
  return query.code === 0 && query.stdout === "install ok installed";
}

async function installAll(): Promise<string | null> {
  const states = await Promise.all(packages.map(isInstalled));
  const missing = packages.filter((_, i) => states[i] !== true);
  if (missing.length === 0) return null;
  const before = await update();
  if (before !== null) return before;
  const args = ["install", "-y", "-qq", "--no-install-recommends", ...missing];
  const { code, stderr } = await command("apt-get", args, { env: environment });
  return code === 0 ? null : `apt-get install ${missing.join(" ")}: ${stderr.trim().slice(-200)}`;
}

/** Installs what all hosts need from Debian; `null`, or the reason why it could not be. */
export function aptInstall(): Promise<string | null> {
  done ??= installAll();
  return done;
}

/**
 * The files of packages that cannot be installed beside the others, unpacked into a folder: gives it,
 * or the reason.
 */
export async function aptUnpack(
  cache: string,
  names: readonly string[],
): Promise<{ readonly folder: string } | { readonly reason: string }> {
  const folder = join(cache, "apt", names.join("+"));
  if (existsSync(join(folder, "usr"))) return { folder };
  const failed = await update();
  if (failed !== null) return { reason: failed };
  mkdirSync(folder, { recursive: true });
  const fetched = await command("apt-get", ["download", "-qq", ...names], { cwd: folder });
  if (fetched.code !== 0) return { reason: `apt-get download: ${fetched.stderr.trim().slice(-200)}` };
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".deb"))) {
    const unpacked = await command("dpkg-deb", ["--extract", file, folder], { cwd: folder });
    if (unpacked.code !== 0) return { reason: `dpkg-deb ${file}: ${unpacked.stderr.trim().slice(-200)}` };
  }
  return { folder };
}
