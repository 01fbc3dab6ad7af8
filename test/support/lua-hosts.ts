/**
 * Runs Lua: each version that is installed here, and always Lua 5.4 compiled to WebAssembly, so that no
 * machine tests nothing.
 */
import { spawnSync } from "node:child_process";
import { LuaFactory } from "wasmoon";

export interface LuaHost {
  readonly name: string;
  /**
   * The lines that a script (ASCII) hands to `emit`, which is a local of it. Throws when the script
   * raises an error, or takes longer than two minutes.
   */
  readonly run: (script: string) => Promise<readonly string[]>;
}

const interpreters = ["lua5.1", "lua5.2", "lua5.3", "lua5.4", "luajit"] as const;

export async function luaHosts(): Promise<readonly LuaHost[]> {
  const factory = new LuaFactory();
  const webAssembly: LuaHost = {
    name: "Lua 5.4 in WebAssembly",
    run: async (script) => {
      const lines: string[] = [];
      const engine = await factory.createEngine();
      try {
        engine.global.set("emit", (line: string) => {
          lines.push(line);
        });
        await engine.doString(`local emit = emit\n${script}`);
      } finally {
        engine.global.close();
      }
      return lines;
    },
  };
  return [webAssembly, ...interpreters.filter(isInstalled).map(installed)];
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ["-v"]).status === 0;
}

function installed(program: string): LuaHost {
  return {
    name: program,
    run: (script) => {
      const input = `local emit = function(line) io.write(line, "\\n") end\n${script}`;
      const ran = spawnSync(program, ["-"], {
        input,
        encoding: "utf8",
        maxBuffer: 2 ** 28,
        timeout: 120_000,
      });
      if (ran.status !== 0) throw new Error(`${program}: ${ran.signal ?? ran.stderr.slice(0, 2000)}`);
      return Promise.resolve(ran.stdout.split("\n").slice(0, -1));
    },
  };
}

/** Which type Lua 5.3 and later give a number that is an integer. */
export type LuaNumbers = "integers" | "floats";

/** A value of JSON as an expression of Lua; `null` as a userdata, a name without value left out. */
export function luaOf(value: unknown, numbers: LuaNumbers = "integers"): string {
  if (value === null) return "io.stdout";
  switch (typeof value) {
    case "string":
      return luaText(value);
    case "boolean":
      return String(value);
    case "number":
      return luaNumber(value, numbers);
    case "object":
      if (Array.isArray(value)) return `{${value.map((item) => luaOf(item, numbers)).join(", ")}}`;
      return `{${Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([name, item]) => `[${luaText(name)}] = ${luaOf(item, numbers)}`)
        .join(", ")}}`;
    default:
      throw new Error(`no value of Lua: ${typeof value}`);
  }
}

/** The text's UTF-8, a lone surrogate in three bytes like any other unit. */
export function luaText(text: string): string {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point >= 0xd800 && point <= 0xdfff)
      bytes.push(0xed, 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
    else bytes.push(...Buffer.from(character));
  }
  return `"${bytes.map((byte) => `\\${String(byte).padStart(3, "0")}`).join("")}"`;
}

function luaNumber(value: number, numbers: LuaNumbers): string {
  if (Number.isNaN(value)) return "(0/0)";
  if (!Number.isFinite(value)) return value > 0 ? "(1/0)" : "(-1/0)";
  if (!Number.isSafeInteger(value)) return value.toExponential();
  return numbers === "floats" ? `(${value} + 0.0)` : String(value);
}

/** An expression: what a module, given as text, returns. */
export function luaModuleOf(text: string): string {
  return `(function(...)\n${text}\nend)("policy")`;
}
