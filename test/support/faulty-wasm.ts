/** Files in the place of `policy.wasm` that no host may allow anything with. */
import initWabt from "wabt";
import { tablesOfWasm } from "../../src/runtime/wasm-file.ts";

export interface FaultyWasm {
  /** What is wrong with it: a sentence's beginning. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface ModuleParts {
  readonly version?: number;
  /** What `decide` does with a request; anything else is 0, as of a sound module. */
  readonly decide?: string;
  readonly json?: string;
  readonly output?: string;
}

function moduleText({ version, decide, json, output }: ModuleParts): string {
  return `(module
  (memory (export "memory") 5 5)
  (global (export "abi_version") i32 (i32.const ${String(version ?? 1)}))
  (global (export "request") i32 (i32.const 1024))
  (global (export "capacity") i32 (i32.const 262144))
  (data (i32.const 0) "{\\22effect\\22:\\22allow\\22}")
  (func $deep (param i32) (result i32)
    (i32.add (call $deep (i32.add (local.get 0) (i32.const 1))) (i32.const 1)))
  (func $decide (export "decide") (param i32) (result i32)
    (if (result i32) (i32.eq (i32.load8_u (i32.const 1024)) (i32.const 7))
      (then ${decide ?? "(i32.const 5)"})
      (else (i32.const 0))))
  (func (export "decide_all") (param i32) (result i32) (call $decide (local.get 0)))
  (func (export "json") (result i32) ${json ?? "(i32.const 18)"})
  (func (export "output") (result i32) ${output ?? "(i32.const 0)"}))`;
}

const modules: readonly (readonly [string, ModuleParts])[] = [
  ["another version of the interface", { version: 2 }],
  ["decide traps", { decide: "(unreachable)" }],
  ["decide reads outside its memory", { decide: "(i32.load (i32.const -4))" }],
  ["decide exhausts the stack", { decide: "(call $deep (i32.const 0))" }],
  ["decide tells of damaged tables", { decide: "(i32.const -1)" }],
  ["json traps", { json: "(unreachable)" }],
  ["json gives a negative length", { json: "(i32.const -3)" }],
  ["the JSON lies outside the memory", { output: "(i32.const 327679)" }],
  ["the JSON is longer than the memory", { json: "(i32.const 0x7fffffff)" }],
];

/** `sound` is a bundle that allows; the second file allows everything, and shows that the others' faults count. */
export async function faultyWasm(
  sound: Uint8Array,
): Promise<{ readonly faulty: readonly FaultyWasm[]; readonly open: Uint8Array }> {
  const wabt = await initWabt();
  const compiled = (text: string): Uint8Array => {
    const module = wabt.parseWat("module.wat", text);
    const { buffer } = module.toBinary({});
    module.destroy();
    return buffer;
  };
  const flipped = Uint8Array.from(sound);
  const tables = tablesOfWasm(flipped);
  tables.fill((tables.at(-1) ?? 0) ^ 1, -1);
  return {
    open: compiled(moduleText({})),
    faulty: [
      { name: "an empty file", bytes: new Uint8Array() },
      { name: "a file cut short", bytes: sound.slice(0, sound.length / 2) },
      { name: "tables with a bit flipped", bytes: flipped },
      { name: "a module without exports", bytes: compiled("(module)") },
      { name: "a module that wants imports", bytes: compiled('(module (import "env" "f" (func)))') },
      ...modules.map(([name, parts]) => ({ name, bytes: compiled(moduleText(parts)) })),
    ],
  };
}
