/**
 * Every fenced block of README.md and docs/ is run, so that no page shows what does not work.
 *
 * | info string | what holds |
 * |---|---|
 * | `yaml policy` | compiles without error; its warnings are exactly those of `warns=` |
 * | `yaml config` | the same, as `sentrely.yaml` |
 * | `yaml test` | the same, as a test file; every test in it passes |
 * | `yaml rejected code=CODE` | compiling or linting it reports CODE; with `states=N`, when a question may expand N states |
 * | `yaml accepted code=CODE` | compiles without error, and linting it does not report CODE |
 * | `console` | each `$` line is run by a shell and prints exactly what follows; the last one exits with `exit=` |
 * | `ts run`, `lua run` | runs; prints exactly the `text output` block after it |
 * | `sh npm` | every `npm` script that it names exists |
 * | `console gateway` | as `console`, run by `npm run test:gateways` beside a real gateway |
 * | `console wasm-host` | the same, run by `npm run test:runtimes` in a copy of that host's example |
 * | `sh install` | what `npm run test:gateways` installs that gateway with (test/gateways/pages.test.ts) |
 * | `LANGUAGE quoted file=PATH` | is that file |
 * | `LANGUAGE excerpt file=PATH` | its lines follow each other in that file, whatever their indentation |
 *
 * Blocks of a page with one `set=` belong together: each is compiled with the others, and run in a folder
 * with those before it. A block that begins with `# file: PATH` holds several files. `UPDATE_DOCS=1` writes what
 * commands print into the pages; review the diff.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { compile, type Compilation } from "../src/pipeline.ts";
import { lint } from "../src/lint-set.ts";
import { runTests } from "../src/testing/run-tests.ts";
import { catalogueOf } from "./support/catalogue.ts";
import { luaHosts } from "./support/lua-hosts.ts";
import { blocksOf, filesOf, pages, pageText, type Block } from "./support/markdown-blocks.ts";
import { inputOf } from "./support/set-input.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const updating = process.env["UPDATE_DOCS"] === "1";
const configPath = "sentrely.yaml";
const nothing = new Map<string, string>();
/** Gives a lone configuration or test something to speak of. */
const placeholder = { path: "policies/example.yaml", text: "- docs:read on docs/*\n" };

type Files = ReadonlyMap<string, string>;

interface Step {
  readonly block: Block;
  /** What the block is run with: its set up to here, itself included. */
  readonly files: Files;
  /** What it is compiled with: besides, the files of its set that come further down the page. */
  readonly all: Files;
}

const defaultPaths = new Map([
  ["yaml policy", "policies/ci-runner.yaml"],
  ["yaml rejected", "policies/ci-runner.yaml"],
  ["yaml accepted", "policies/ci-runner.yaml"],
  ["yaml config", configPath],
  ["yaml test", "tests/example.test.yaml"],
]);

/** The blocks of a page, each with the files of its set so far. */
function stepsOf(page: string): Step[] {
  const sets = new Map<string, Files>();
  const steps = blocksOf(page).map((block) => {
    const set = block.options.get("set");
    const before = (set === undefined ? undefined : sets.get(set)) ?? nothing;
    const path = defaultPaths.get(block.kind);
    const files = path === undefined ? before : new Map([...before, ...filesOf(block, path)]);
    if (set !== undefined && block.kind !== "yaml rejected") sets.set(set, files);
    return { block, files };
  });
  return steps.map(({ block, files }) => {
    const later = sets.get(block.options.get("set") ?? "") ?? nothing;
    return { block, files, all: new Map([...later, ...files]) };
  });
}

function compileFiles(files: Files): Compilation {
  const input = inputOf(files);
  const others = input.files;
  return compile({
    ...input,
    files: others.some((f) => f.path.startsWith("policies/")) ? others : [...others, placeholder],
  });
}

/** What linting reports, on a day that no page's verdict depends on. */
function lintedCodes(compilation: Compilation, block: Block): string[] {
  const now = Date.parse("2026-01-05T12:00:00Z");
  const states = block.options.get("states");
  return lint(compilation, {
    now,
    catalogue: catalogueOf(compilation),
    ...(states === undefined ? {} : { maxStates: Number(states) }),
  }).map((d) => d.code);
}

const judged: readonly string[] = ["yaml rejected", "yaml accepted"];

/** Lines without their indentation, with a break before and after each. */
function linesOf(text: string): string {
  return `\n${text
    .trim()
    .split("\n")
    .map((line) => line.trim())
    .join("\n")}\n`;
}

function place(block: Block): string {
  return `${block.page}:${String(block.line)}`;
}

const binaries = mkdtempSync(join(tmpdir(), "sentrely-bin-"));
const script = `#!/bin/sh\nexec "${process.execPath}" "${join(root, "dist/cli.mjs")}" "$@"\n`;
writeFileSync(join(binaries, "sentrely-policy"), script, { mode: 0o755 });

const folders = new Map<string, string>();
afterAll(() => {
  for (const folder of [binaries, ...folders.values()]) rmSync(folder, { recursive: true, force: true });
});

/** The folder that the commands of one set of one page run in; without a set, it holds the examples. */
function folderOf({ block, files }: Step): string {
  const set = block.options.get("set");
  const name = `${block.page} ${set ?? ""}`;
  const known = folders.get(name);
  const folder = known ?? mkdtempSync(join(tmpdir(), "sentrely-docs-"));
  folders.set(name, folder);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  if (known === undefined && set === undefined) {
    cpSync(join(root, "examples"), join(folder, "examples"), { recursive: true });
  }
  return folder;
}

function shell(command: string, folder: string, cwd: string): { output: string; status: number | null } {
  const result = spawnSync("bash", ["-c", `set -o pipefail; { ${command}\n} 2>&1`], {
    cwd,
    encoding: "utf8",
    env: {
      HOME: folder,
      NO_COLOR: "1",
      PATH: [binaries, dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
    },
  });
  return { output: result.stdout, status: result.status };
}

/** Runs the `$` lines of a console block; gives the block as it would read, and the last exit status. */
function runConsole(step: Step): { text: string; status: number | null } {
  const folder = folderOf(step);
  let cwd = folder;
  let status: number | null = 0;
  let text = "";
  for (const line of step.block.text.split("\n").filter((l) => l.startsWith("$ "))) {
    const command = line.slice(2);
    text += `${line}\n`;
    const target = /^cd (\S+)$/.exec(command)?.[1];
    if (target !== undefined) {
      cwd = resolve(cwd, target);
      continue;
    }
    const run = shell(command, folder, cwd);
    text += run.output;
    if (run.output !== "" && !run.output.endsWith("\n")) text += "\n";
    status = run.status;
  }
  return { text, status };
}

function runTypeScript(step: Step): string {
  const folder = folderOf(step);
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  const link = join(folder, "node_modules/sentrely-policy");
  rmSync(link, { force: true });
  symlinkSync(root, link, "dir");
  writeFileSync(join(folder, "snippet.ts"), step.block.text);
  writeFileSync(join(folder, "package.json"), '{"type":"module"}\n');
  const result = spawnSync(process.execPath, ["snippet.ts"], { cwd: folder, encoding: "utf8" });
  if (result.status !== 0) throw new Error(`${place(step.block)}: ${result.stderr}`);
  return result.stdout;
}

/** Runs in Lua 5.4, with the set's `dist/policy.lua` as the module `policy`. */
async function runLua(step: Step): Promise<string> {
  const policy = readFileSync(join(folderOf(step), "dist/policy.lua"), "utf8");
  const [host] = await luaHosts();
  if (host === undefined) throw new Error("no Lua");
  const preload = `package.preload.policy = function(...)\n${policy}\nend`;
  const print = `local function print(...)
    local texts = {}
    for i = 1, select("#", ...) do texts[i] = tostring((select(i, ...))) end
    emit(table.concat(texts, " "))
  end`;
  const lines = await host.run([preload, print, step.block.text].join("\n"));
  return lines.map((line) => `${line}\n`).join("");
}

/** Replaces the text of blocks, last first so that line numbers hold. */
function rewrite(page: string, changes: readonly { readonly block: Block; readonly text: string }[]): void {
  const lines = pageText(page).split("\n");
  for (const { block, text } of [...changes].reverse()) {
    const count = block.text.split("\n").length - 1;
    lines.splice(block.line, count, ...text.split("\n").slice(0, -1));
  }
  writeFileSync(join(root, page), lines.join("\n"));
}

for (const page of pages()) {
  const steps = stepsOf(page);

  test.each(steps.filter((s) => s.block.kind.startsWith("yaml ") && !judged.includes(s.block.kind)))(
    `${page}:$block.line compiles`,
    ({ block, all }) => {
      const { set, tests, diagnostics } = compileFiles(all);
      const found = diagnostics.filter((d) => d.severity !== "info");
      const warned = (block.options.get("warns") ?? "").split(",").filter((code) => code !== "");
      expect(found.filter((d) => d.severity === "error").map((d) => `${d.code}: ${d.message}`)).toEqual([]);
      expect(found.map((d) => d.code)).toEqual(warned);
      if (set === null || block.kind !== "yaml test") return;
      const path = [...filesOf(block, defaultPaths.get(block.kind) ?? "").keys()];
      const own = tests.filter((t) => path.includes(t.place.file));
      expect(own.length).toBeGreaterThan(0);
      const failed = runTests(set, own).filter((r) => r.status !== "passed");
      expect(failed.map((r) => `${r.name}: ${r.message}`)).toEqual([]);
    },
  );

  test.each(steps.filter((s) => s.block.kind === "yaml rejected"))(
    `${page}:$block.line is rejected`,
    ({ block, all }) => {
      expect(lintedCodes(compileFiles(all), block)).toContain(block.options.get("code"));
    },
  );

  test.each(steps.filter((s) => s.block.kind === "yaml accepted"))(
    `${page}:$block.line is accepted`,
    ({ block, all }) => {
      const compilation = compileFiles(all);
      const errors = compilation.diagnostics.filter((d) => d.severity === "error");
      expect(errors.map((d) => `${d.code}: ${d.message}`)).toEqual([]);
      expect(block.options.has("code")).toBe(true);
      expect(lintedCodes(compilation, block)).not.toContain(block.options.get("code"));
    },
  );

  const programs: readonly string[] = ["ts run", "lua run"];
  const runnable = steps.filter(({ block: { kind } }) => kind === "console" || programs.includes(kind));
  if (runnable.length > 0) {
    test(`the commands and programs of ${page} print what it shows`, async () => {
      const changes: { readonly block: Block; readonly text: string }[] = [];
      for (const step of runnable) {
        const { block } = step;
        if (block.kind === "console") {
          const { text, status } = runConsole(step);
          expect(status, `exit status at ${place(block)}`).toBe(Number(block.options.get("exit") ?? "0"));
          if (updating) changes.push({ block, text });
          else expect(text, place(block)).toBe(block.text);
        } else {
          const text = block.kind === "lua run" ? await runLua(step) : runTypeScript(step);
          const output = steps[steps.indexOf(step) + 1]?.block;
          if (output?.kind !== "text output") throw new Error(`${place(block)}: no output follows`);
          if (updating) changes.push({ block: output, text });
          else expect(text, place(block)).toBe(output.text);
        }
      }
      if (updating) rewrite(page, changes);
    });
  }

  test(`every block of ${page} says how it is run`, () => {
    const known = [
      ...defaultPaths.keys(),
      "console",
      ...programs,
      "text output",
      "sh npm",
      "console gateway",
      "console wasm-host",
      "sh install",
    ];
    const said = (kind: string): boolean => known.includes(kind) || / (?:quoted|excerpt)$/.test(kind);
    expect(steps.filter((s) => !said(s.block.kind)).map((s) => place(s.block))).toEqual([]);
  });

  test.each(steps.filter((s) => / (?:quoted|excerpt)$/.test(s.block.kind)))(
    `${page}:$block.line is what its file says`,
    ({ block }) => {
      const file = readFileSync(join(root, block.options.get("file") ?? ""), "utf8");
      if (block.kind.endsWith(" quoted")) expect(block.text).toBe(file);
      else {
        expect(block.text.trim()).not.toBe("");
        expect(linesOf(file)).toContain(linesOf(block.text));
      }
    },
  );

  test(`the npm scripts that ${page} names exist`, () => {
    const scripts: readonly string[] = [...Object.keys(packageJson.scripts), "ci", "install"];
    const named = steps
      .filter((s) => s.block.kind === "sh npm")
      .flatMap((s) => [...s.block.text.matchAll(/npm (?:run )?([a-z:]+)/g)].map((match) => match[1]));
    expect(named.filter((name) => name === undefined || !scripts.includes(name))).toEqual([]);
  });

  test(`the links of ${page} lead somewhere`, () => {
    const targets = [...pageText(page).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#[^)]*)?\)/g)]
      .map((match) => match[1] ?? "")
      .filter((target) => target !== "");
    expect(targets.filter((target) => !existsSync(resolve(root, dirname(page), target)))).toEqual([]);
  });
}

test("docs/commands.md lists the flags of each command, all of them and no others", () => {
  const sections = pageText("docs/commands.md").split(/^## /m);
  const common = ["--color", "--help", "--verbose"];
  for (const command of ["init", "lint", "test", "build", "decide", "explain", "ci", "fmt", "rules"]) {
    const section = sections.find((text) => text.startsWith(`${command}\n`)) ?? "";
    const prose = section.replace(/^(`{3,})console.*?^\1$/gms, "");
    const help = shell(`sentrely-policy ${command} --help`, root, root).output;
    const flags = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((match) => match[1] ?? "");
    const named = [...prose.matchAll(/`(--[a-z-]+)/g)].map((match) => match[1] ?? "");
    expect([...new Set(named)].sort(), command).toEqual(flags.filter((f) => !common.includes(f)).sort());
  }
});
