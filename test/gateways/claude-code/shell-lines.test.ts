/** What a shell line asks for, line by line. */
import { expect, test } from "vitest";
import { mapLine } from "../../../examples/gateways/claude-code/src/shell/line.ts";
import type { Place, Wish } from "../../../examples/gateways/claude-code/src/requests.ts";
import { shellLines } from "./shell-lines.ts";

const place: Place = {
  project: "/nowhere/shop",
  repo: "shop",
  cwd: "/nowhere/shop",
  home: "/home/dana",
  platform: "linux",
};

function short({ action, resource }: Wish): string {
  if (action === "bash:run") return resource.slice("cmd/".length);
  return `${action.replace("files:", "")} ${resource.replace("files/shop", "@")}`;
}

test.each(shellLines)("%j asks for %s", (line, asks) => {
  expect(mapLine(line, place).wishes.map(short).join(", ")).toBe(asks);
});

function contextOf(line: string): Wish["context"] {
  return mapLine(line, place).wishes[0]?.context;
}

test("the words of a command are handed over as the program gets them", () => {
  expect(contextOf(`git push "--force" 'a b' c\\ d ~/x $'t\\tab' "$HOME"`)).toEqual({
    args: ["push", "--force", "a b", "c d", "/home/dana/x", "t\tab", "/home/dana"],
    env: [],
  });
});

test.each(["git push $X", 'git push "$X"', "git push *", "git push {a,b}", "git push `a`", "git push ~dana"])(
  "in %s one word is not known, so no words are handed over",
  (line) => {
    expect(contextOf(line)).toEqual({ env: [] });
  },
);

test("variables that are set for a command are named", () => {
  expect(contextOf("CI=1 NODE_ENV=test npm test")).toEqual({ args: ["test"], env: ["CI", "NODE_ENV"] });
});

test.each([
  ["", "no command"],
  ["# only a comment", "no command"],
  ["ls 'open", "unterminated"],
  [`echo ${"x".repeat(70_000)}`, "too long"],
  [`${"eval '".repeat(2)}${"$(".repeat(9)}`, "does not parse"],
  ["$CMD", "not a plain name"],
])("%j is not parsed, and a note says why", (line, why) => {
  const { wishes, notes } = mapLine(line, place);
  expect(wishes.map(({ resource }) => resource)).toContain("cmd/unparsed");
  expect(notes.join("\n")).toContain(why);
});

test("text within text is read to a depth, and no further", () => {
  let line = "rm a";
  for (let depth = 0; depth < 9; depth++) line = `eval ${JSON.stringify(line).replaceAll("$", "\\$")}`;
  const { wishes, notes } = mapLine(line, place);
  expect([...new Set(wishes.map(({ resource }) => resource))]).toEqual(["cmd/eval", "cmd/unparsed"]);
  expect(notes).toEqual(["commands are nested too deeply"]);
});

test.each([
  ..."$(|`|(|{ |\"$(|if |$((|cat <<A\n|ls;|{a,|@(|${x:-|case x in x) |\\`|<(|[[ ( |a=(|$'|[|f(){ |cat a |cd a;|eval |sudo |bash -c |!|~".split(
    "|",
  ),
  "eval 'eval ",
  "ls|",
])("%j again and again is taken, and asks for something", (piece) => {
  const line = piece.repeat(Math.floor(30_000 / piece.length));
  expect(mapLine(line, place).wishes.length).toBeGreaterThan(0);
});

test("programs that run programs are followed so far, and no further", () => {
  expect(mapLine(`${"sudo ".repeat(10)}rm a`, place).notes).toEqual([]);
  expect(mapLine(`${"sudo ".repeat(100)}rm a`, place).notes).toEqual([
    "programs that run programs are nested too deeply",
  ]);
});

test("where the file system folds case, so do the names of programs", () => {
  const resources = (platform: NodeJS.Platform): readonly string[] =>
    mapLine("RM a; /BIN/Rm.EXE b", { ...place, platform }).wishes.map(({ resource }) => resource);
  expect(resources("darwin")).toContain("cmd/rm");
  expect(resources("linux")).not.toContain("cmd/rm");
});
