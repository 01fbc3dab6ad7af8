/** The evaluator of `policy.wasm`: compiled from AssemblyScript, as a file and as text for the builder. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { banner, type GeneratedFile } from "./generated-file.ts";

const folder = fileURLToPath(new URL("../../src/evaluators/wasm/", import.meta.url));
const compiler = fileURLToPath(new URL("../../node_modules/assemblyscript/bin/asc.js", import.meta.url));

/** For speed, not size: engines such as wazero and Cranelift inline nothing themselves. */
const flags = ["--runtime", "stub", "--noAssert", "-O3"];

/** What WebAssembly 1.0 has not, and the compiler uses unless told. */
const disabled = ["bulk-memory", "sign-extension", "nontrapping-f2i", "mutable-globals"];

export async function generateWasmTemplate(): Promise<readonly GeneratedFile[]> {
  const template = await compileTemplate();
  const text = `${banner("src/evaluators/wasm/")}
/** The evaluator of \`policy.wasm\` without tables: a WebAssembly module, in base64. */
export const wasmTemplate: string =
  ${JSON.stringify(template.toString("base64"))};
`;
  return [
    { path: "src/evaluators/wasm/policy-template.wasm", text: template },
    { path: "src/generated/wasm-template.ts", text },
  ];
}

/** Throws with the compiler's messages when it has any. */
async function compileTemplate(): Promise<Buffer> {
  const out = await mkdtemp(join(tmpdir(), "sentrely-wasm-"));
  try {
    const file = join(out, "policy.wasm");
    const off = disabled.flatMap((feature) => ["--disable", feature]);
    const args = [compiler, "policy.ts", "--outFile", file, ...flags, ...off];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: folder });
    if (stdout + stderr !== "") throw new Error(stdout + stderr);
    return await readFile(file);
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
