/** No second command hides behind a first: compositions, random text, and what bash itself starts. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mapLine } from "../../../examples/gateways/claude-code/src/shell/line.ts";
import type { Place } from "../../../examples/gateways/claude-code/src/requests.ts";
import { arbitraryLine, hidden, mutated } from "./arbitrary-line.ts";

const place: Place = {
  project: "/nowhere/shop",
  repo: "shop",
  cwd: "/nowhere/shop",
  home: null,
  platform: "linux",
};

function resourcesOf(line: string, at: Place = place): ReadonlySet<string> {
  return new Set(mapLine(line, at).wishes.map(({ resource }) => resource));
}

const joints = [
  "A; B",
  "A ;B",
  "A\nB",
  "A && B",
  "A&&B",
  "A || B",
  "A | B",
  "A|&B",
  "A & B",
  "A&B",
  "(A); B",
  "{ A; }; B",
  "! A; B",
  "A $(B)",
  "A `B`",
  'A "$(B)"',
  'A "`B`"',
  "A <(B)",
  "A >(B)",
  "A > $(B)",
  "A < <(B)",
  "A <<<$(B)",
  "A <<E\n$(B)\nE",
  "A <<-E\n\t`B`\n\tE",
  "A <<'E'\nx\nE\nB",
  "A <<E; B\nx\nE",
  "A $((1+$(B)))",
  "A ${x:-$(B)}",
  "A ${x:+`B`}",
  "A ${x/$(B)/y}",
  "A ${x[$(B)]}",
  "A {a,$(B)}",
  "A a$(B)b",
  "A 'x'$(B)'y'",
  "A 'a;'; B",
  'A "a;"; B',
  "A \\; ; B",
  "A \\\n; B",
  "A # x\nB",
  "A a#b; B",
  "A $'\\'' ; B",
  'A "\\""; B',
  "x=$(B) A",
  "x=`B`; A",
  "x=(1 $(B)) ; A",
  "if A; then B; fi",
  "if A; then :; else B; fi",
  "if A; then :; elif B; then :; fi",
  "while A; do B; done",
  "until A; do B; done",
  "for i in $(B); do A; done",
  "for i in a; do A; done; B",
  "case $(B) in x) A;; esac",
  "case x in $(B)) A;; esac",
  "case x in x) A;; y) B;; esac",
  "[[ -n $(B) ]] && A",
  "[ -n $(B) ] && A",
  "A && { B & }",
  "A; (cd /; B)",
  "time A; B",
  "bash -c 'A; B'",
  "eval 'A; B'",
  "eval A ';' B",
  "env A; env B",
  "nohup A & B",
  "timeout 5 A; sudo B",
  "xargs A; xargs -n1 B",
  "find . -exec A {} \\; -exec B {} +",
  "trap 'B' EXIT; A",
  "exec A <(B)",
  "A; command B",
  "A|xargs B",
  "coproc A; B",
  "f() { B; }; A",
  "A;\tB",
  "A\n\n\nB",
  "A &&\nB",
  "A |\n\nB",
];

test.each(joints)("%j asks for both commands, or is not parsed", (joint) => {
  const found = resourcesOf(joint.replace("A", "c0").replace("B", "c1"));
  const both = found.has("cmd/c0") && found.has("cmd/c1");
  expect(both || found.has("cmd/unparsed")).toBe(true);
});

test("any text asks for something", () => {
  const piece = fc.constantFrom(
    ..."ab'\"\\$`(){}[]<>;&|#!*?~=- \n\t",
    "$(",
    "<<E\n",
    "\nE\n",
    "ls ",
    "eval ",
    "\u00a0",
    "\0",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.array(piece, { maxLength: 40 }).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(text, (line) => {
      expect(mapLine(line, place).wishes.length).toBeGreaterThan(0);
    }),
    { numRuns: 3_000 },
  );
});

let bin = "";

beforeAll(() => {
  bin = mkdtempSync(join(tmpdir(), "hook-bin-"));
  const record = '#!/bin/sh\nprintf "%s\\n" "${0##*/}" >> "$RECORD"\n';
  for (let n = 0; n < 8; n++) writeFileSync(join(bin, `c${n}`), record);
  writeFileSync(join(bin, "sudo"), '#!/bin/sh\nshift\nexec "$@"\n');
  for (const file of readdirSync(bin)) chmodSync(join(bin, file), 0o755);
  for (const name of ["env", "nohup", "timeout", "nice", "xargs", "find", "bash", "sh"]) {
    const path = execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    symlinkSync(path, join(bin, name));
  }
});

afterAll(() => rmSync(bin, { recursive: true, force: true }));

/** Runs a line in bash, where every program only records its name. The names, and the files that the line wrote. */
function ran(
  line: string,
  folder: string,
): { readonly programs: readonly string[]; readonly files: readonly string[] } {
  const record = `${folder}.record`;
  mkdirSync(join(folder, "d"));
  spawnSync("bash", ["-c", `${line}\nwait`], {
    cwd: folder,
    env: { PATH: [bin].join(delimiter), RECORD: record, FUNCNEST: "20", HOME: "/nowhere" },
    timeout: 5_000,
    stdio: "ignore",
  });
  const programs = existsSync(record) ? readFileSync(record, "utf8").trim().split("\n") : [];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file !== "d");
  rmSync(record, { force: true });
  return { programs: [...new Set(programs)], files };
}

/** Text that could leave the folder, or call itself without end, is not run. */
function isTame(line: string): boolean {
  return !/\(\s*\)|[\s;&|{(]\/|[<>]\s*[/~]|:\s*\/|\bc\d\s*\(/.test(line);
}

function holds(lines: fc.Arbitrary<string>, runs: number): number {
  let started = 0;
  fc.assert(
    fc.property(lines.filter(isTame), (line) => {
      const folder = mkdtempSync(join(tmpdir(), "hook-line-"));
      try {
        const found = resourcesOf(line, { ...place, project: folder, cwd: folder });
        if (found.has("cmd/unparsed")) return;
        const { programs, files } = ran(line, folder);
        started += programs.length;
        expect(programs.filter((name) => !found.has(`cmd/${name}`))).toEqual([]);
        expect(files.filter((file) => !found.has(`files/shop/${file}`))).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    }),
    { numRuns: runs },
  );
  return started;
}

test("commands that are hidden from readers are found, or the line is not parsed; most of them do run", () => {
  const lines = hidden("c5");
  const missed = lines.filter(
    (line) => !["cmd/c5", "cmd/unparsed"].some((name) => resourcesOf(line).has(name)),
  );
  expect(missed).toEqual([]);
  const run = lines.filter((line) => {
    const folder = mkdtempSync(join(tmpdir(), "hook-line-"));
    try {
      return ran(line, folder).programs.includes("c5");
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });
  expect(run.length).toBeGreaterThan(lines.length * 0.8);
});

test("bash starts no program and writes no file that the line was not found to ask for", () => {
  expect(holds(arbitraryLine, 150)).toBeGreaterThan(60);
});

test("nor does it for lines that were damaged", () => {
  expect(holds(mutated(arbitraryLine), 250)).toBeGreaterThan(30);
});
