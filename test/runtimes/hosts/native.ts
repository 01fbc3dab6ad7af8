/**
 * Hosts of `policy.wasm` outside JavaScript: the published code of each language in
 * `examples/gateways/wasm-hosts`, and a driver that uses it.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Host, HostResult, HostRun, Installation, VectorKind, VectorSet } from "../host.ts";
import { command, output, runDriver, sumResults, type CommandOptions } from "../process.ts";
import { checkPage, gatewayBundle } from "../wasm-host-page.ts";
import { aptUnpack } from "./apt.ts";

const drivers = fileURLToPath(new URL("../drivers/wasm-hosts", import.meta.url));
const examples = fileURLToPath(new URL("../../../examples/gateways/wasm-hosts", import.meta.url));
const kinds: readonly VectorKind[] = ["vectors", "lists", "encoded"];

interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly options?: CommandOptions;
}

/** A step towards a host that is ready; what it makes, when it is a folder that is made once. */
interface Step extends Call {
  readonly makes?: string;
}

interface Native {
  readonly name: string;
  readonly engine: string;
  /** Prints the language's version. */
  readonly probe: Call;
  readonly steps: (cache: string) => readonly Step[];
  /** The driver; the folders of all sets follow its arguments. */
  readonly driver: (cache: string) => Call;
  /** What its page's commands need to find what is installed already. */
  readonly env?: (cache: string) => NodeJS.ProcessEnv;
}

/** A folder of the cache for what a file of exact versions asks for; another one for other versions. */
function folderFor(cache: string, name: string, ...files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file));
  return join(cache, `${name}-${hash.digest("hex").slice(0, 12)}`);
}

const go: Native = {
  name: "go",
  engine: "wazero 1.12.0",
  probe: { program: "go", args: ["version"] },
  steps: (cache) => [
    {
      program: "go",
      args: ["build", "-mod=readonly", "-o", join(cache, "wasm-go", "driver"), "."],
      options: { cwd: join(drivers, "go") },
    },
  ],
  driver: (cache) => ({ program: join(cache, "wasm-go", "driver"), args: [] }),
};

const requirements = join(examples, "python", "requirements.txt");
const pythonFolder = (cache: string): string => folderFor(cache, "wasm-python", requirements);

const python: Native = {
  name: "python",
  engine: "wasmtime 50.0.1",
  probe: { program: "python3", args: ["--version"] },
  steps: (cache) => [
    {
      program: "python3",
      args: [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--target",
        pythonFolder(cache),
        "--requirement",
        requirements,
      ],
      makes: join(pythonFolder(cache), "wasmtime"),
    },
  ],
  env: () => ({ PIP_ROOT_USER_ACTION: "ignore", PIP_DISABLE_PIP_VERSION_CHECK: "1" }),
  driver: (cache) => ({
    program: "python3",
    args: [join(drivers, "driver.py")],
    options: {
      env: { PYTHONPATH: `${join(examples, "python")}:${pythonFolder(cache)}`, PYTHONDONTWRITEBYTECODE: "1" },
    },
  }),
};

const rust: Native = {
  name: "rust",
  engine: "wasmtime 48.0.8",
  probe: { program: "cargo", args: ["--version"] },
  steps: (cache) => [
    {
      program: "cargo",
      args: ["build", "--quiet", "--release", "--locked"],
      // Cranelift is large: on two cores its first compilation takes minutes.
      options: {
        cwd: join(drivers, "rust"),
        env: { CARGO_TARGET_DIR: join(cache, "wasm-rust") },
        timeoutMs: 1_800_000,
      },
    },
  ],
  env: (cache) => ({ CARGO_TARGET_DIR: join(cache, "wasm-rust") }),
  driver: (cache) => ({ program: join(cache, "wasm-rust", "release", "driver"), args: [] }),
};

const poms = [join(examples, "java", "pom.xml"), join(drivers, "java", "pom.xml")];
const javaFolder = (cache: string): string => folderFor(cache, "wasm-java", ...poms);
const classPath = (cache: string): string =>
  ["classes", "0/*", "1/*"].map((path) => join(javaFolder(cache), path)).join(":");

const java: Native = {
  name: "java",
  engine: "Chicory 1.7.5",
  probe: { program: "java", args: ["--version"] },
  steps: (cache) => [
    ...poms.map((pom, i): Step => {
      const makes = join(javaFolder(cache), String(i));
      const args = ["-q", "-B", "-f", pom, `-Dmaven.repo.local=${join(cache, "maven")}`];
      return {
        program: "mvn",
        args: [...args, "dependency:copy-dependencies", `-DoutputDirectory=${makes}`],
        makes,
      };
    }),
    {
      program: "javac",
      args: [
        ...["-Xlint:all,-path", "-Werror", "-encoding", "UTF-8", "-cp", classPath(cache)],
        ...["-d", join(javaFolder(cache), "classes")],
        join(examples, "java", "Policy.java"),
        join(drivers, "java", "Driver.java"),
      ],
    },
  ],
  env: (cache) => ({ MAVEN_OPTS: `-Dmaven.repo.local=${join(cache, "maven")}` }),
  driver: (cache) => ({ program: "java", args: ["-cp", classPath(cache), "Driver"] }),
};

/** Why a step could not be done; `null` when it was. */
async function failureOf({ program, args, options, makes }: Step): Promise<string | null> {
  if (makes !== undefined && existsSync(makes)) return null;
  const { code, stdout, stderr } = await command(program, args, options);
  if (code === 0) return null;
  return `${program} ${args.slice(0, 3).join(" ")}: ${`${stderr}\n${stdout}`.trim().slice(-300)}`;
}

/** The first line that a program prints about itself, without the words around its version. */
async function versionOf({ program, args }: Call): Promise<string | null> {
  const { code, stdout } = await command(program, args, { timeoutMs: 60_000 });
  if (code !== 0) return null;
  return /\d+\.\d+(?:\.\d+)?/.exec(stdout)?.[0] ?? stdout.trim();
}

function host({ name, engine, probe, steps, driver, env }: Native): Host {
  const install = async (cache: string): Promise<Installation> => {
    const version = await versionOf(probe);
    if (version === null) return { ready: false, reason: `${probe.program} cannot be run` };
    mkdirSync(cache, { recursive: true });
    for (const step of steps(cache)) {
      const reason = await failureOf(step);
      if (reason !== null) return { ready: false, reason };
    }
    return { ready: true, version: `${version}, ${engine}` };
  };
  return {
    name,
    artefact: "policy.wasm",
    kinds,
    install,
    run: async ({ sets, scratch, cache }) => {
      await checkPage({ host: name, scratch, bundle: gatewayBundle(sets), env: env?.(cache) ?? {} });
      const { program, args, options } = driver(cache);
      return runDriver(program, [...args, ...sets.map(({ folder }) => folder)], options);
    },
  };
}

const debian = ["wabt", "libyajl-dev", "libyajl2"];

/** wasm2c makes C of a bundle, which is compiled with the driver: a program for each set. */
async function runCompiled({ folder }: VectorSet, scratch: string, packages: string): Promise<HostResult> {
  const usr = join(packages, "usr");
  const runtime = join(usr, "src", "wasm2c");
  const libraries = join(usr, "lib", (await output("gcc", ["-print-multiarch"])).trim());
  const built = join(scratch, basename(folder));
  const program = join(built, "driver");
  mkdirSync(built);
  const source = join(built, "policy_wasm.c");
  await output(join(usr, "bin", "wasm2c"), [join(folder, "policy.wasm"), "-n", "policy", "-o", source]);
  await output("gcc", [
    // Bounds are checked by instructions, and no handler of signals is put into the host.
    ...["-std=gnu11", "-O1", "-w", "-DWASM_RT_MEMCHECK_SIGNAL_HANDLER=0"],
    ...[built, runtime, join(examples, "c"), join(usr, "include")].map((path) => `-I${path}`),
    ...[join(drivers, "c", "driver.c"), source, join(runtime, "wasm-rt-impl.c")],
    ...[join(libraries, "libyajl_s.a"), "-lm", "-o", program],
  ]);
  return runDriver(program, [folder]);
}

/** Two at a time: most of it is compiling. */
async function runInC({ sets, scratch, cache }: HostRun): Promise<HostResult> {
  const unpacked = await aptUnpack(cache, debian);
  if ("reason" in unpacked) throw new Error(unpacked.reason);
  const usr = join(unpacked.folder, "usr");
  const page = join(scratch, "page");
  mkdirSync(page);
  await checkPage({
    host: "c",
    scratch: page,
    bundle: gatewayBundle(sets),
    env: { PATH: `${join(usr, "bin")}:${process.env["PATH"] ?? ""}` },
    paths: new Map([["/usr/src/wasm2c", join(usr, "src", "wasm2c")]]),
    compiledIn: true,
  });
  const results: HostResult[] = [];
  const waiting = [...sets];
  const lane = async (): Promise<void> => {
    for (let set = waiting.shift(); set !== undefined; set = waiting.shift()) {
      results.push(await runCompiled(set, scratch, unpacked.folder));
    }
  };
  await Promise.all([lane(), lane()]);
  return sumResults(results);
}

const c: Host = {
  name: "c",
  artefact: "policy.wasm",
  kinds,
  install: async (cache) => {
    const version = await versionOf({ program: "gcc", args: ["-dumpfullversion"] });
    if (version === null) return { ready: false, reason: "gcc cannot be run" };
    const unpacked = await aptUnpack(cache, debian);
    if ("reason" in unpacked) return { ready: false, reason: unpacked.reason };
    const wasm2c = await versionOf({
      program: join(unpacked.folder, "usr", "bin", "wasm2c"),
      args: ["--version"],
    });
    if (wasm2c === null) return { ready: false, reason: "wasm2c cannot be run" };
    return { ready: true, version: `gcc ${version}, wasm2c ${wasm2c}` };
  },
  run: runInC,
};

export const nativeHosts: readonly Host[] = [host(go), host(python), host(rust), host(java), c];
