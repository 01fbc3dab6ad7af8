/** Shell lines whose programs are `c0` … `c7` and whose files lie in the working folder. */
import fc from "fast-check";

const programs = fc.constantFrom("c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7");
const plainWord = fc.constantFrom(
  ..."a|b|-x|'q r'|\"s t\"|\\;|$'a\\tb'|\"\\$(c0)\"|'$(c1)'|#h|~|*|{a,b}".split("|"),
);
const redirection = fc.constantFrom(
  "",
  "",
  " > f1",
  " >> f2",
  " 2>&1",
  " <f1",
  " &> f3",
  " 3>f4",
  " >| f5",
  " <<<x",
  " > d/f6",
);
const prefix = fc.constantFrom(
  "",
  "",
  "",
  "X=1 ",
  "Y=$(c7) ",
  "env ",
  "command ",
  "nohup ",
  "time ",
  "! ",
  "exec ",
  "timeout 2 ",
  "nice -n 3 ",
  "env A=1 ",
);

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function join(separator: string, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((all) => all.join(separator));
}

/** Ways to run `name` that show it only to who runs them. */
export function hidden(name: string): readonly string[] {
  const half = `${name[0]}""${name.slice(1)}`;
  return [
    `source <(echo ${name})`,
    `. /dev/stdin <<<${name}`,
    `bash <(echo ${name})`,
    `echo ${name} | bash`,
    `echo ${name} | bash -`,
    `echo ${name} | sh -s`,
    `sh <<E\n${name}\nE\n`,
    `eval "$(echo ${name})"`,
    `eval ${half}`,
    `bash -c "$(echo ${name})"`,
    `x=${name}; $x`,
    `x=${name} eval '$x'`,
    `command $(echo ${name})`,
    `echo ${name} | xargs -I{} sh -c '{}'`,
    `echo ${name} | xargs env`,
    `env -S ${name}`,
    `find . -maxdepth 0 -exec sh -c ${name} \\;`,
    `trap ${name} DEBUG; :`,
    `$'\\x${name.charCodeAt(0).toString(16)}'${name.slice(1)}`,
    `a[0]=${name}; "\${a[@]}"`,
    `set -- ${name}; "$@"`,
    `alias q=${name}; shopt -s expand_aliases\nq`,
    `f() { ${name}; }; f`,
    `hash -p "$(command -v ${name})" zz; zz`,
    `x='a[$(${name})]'; echo $((x))`,
    `x='a[$(${name})]'; [[ $x -eq 0 ]]`,
    `x='$(${name})'; echo "\${x@P}"`,
    `printf -v 'a[$(${name})]' x`,
    `read 'a[$(${name})]' <<<x`,
    `PATH=.:$PATH; echo ${name} > q; bash q`,
    `BASH_ENV=<(echo ${name}) bash -c :`,
  ];
}

// No interface: `letrec` asks for an index signature, which only aliases have.
type Texts = { word: string; simple: string; command: string; line: string };

const grammar = fc.letrec<Texts>((tie) => {
  const { word, simple, line } = { word: tie("word"), simple: tie("simple"), line: tie("line") };
  const bare = join("", prefix, programs, redirection);
  return {
    word: fc.oneof(
      { maxDepth: 3, depthIdentifier: "line" },
      plainWord,
      line.map((text) => `$(${text})`),
      line.map((text) => `"x $(${text}) y"`),
      bare.map((text) => `\`${text.replace(/[`\\$]/g, "")}\``),
      line.map((text) => `<(${text})`),
      line.map((text) => `\${x:-$(${text})}`),
      line.map((text) => `"\${y:+z}$(${text})"`),
      line.map((text) => `{a,$(${text})}`),
    ),
    simple: fc
      .tuple(prefix, programs, fc.array(word, { maxLength: 2 }), redirection)
      .map(([before, program, words, after]) => `${before}${[program, ...words].join(" ")}${after}`),
    command: fc.oneof(
      { maxDepth: 3, depthIdentifier: "line" },
      simple,
      line.map((text) => `(${text})`),
      line.map((text) => `{ ${text}; }`),
      fc.tuple(line, line, line).map(([a, b, c]) => `if ${a}; then ${b}; else ${c}; fi`),
      fc.tuple(word, line).map(([a, b]) => `for i in a ${a}; do ${b}; done`),
      fc.tuple(bare, line).map(([a, b]) => `while ${a} && false; do ${b}; done`),
      fc.tuple(word, line, line).map(([a, b, c]) => `case ${a} in a|b) ${b};; *) ${c};; esac`),
      word.map((text) => `[[ -n ${text} && x == x ]]`),
      line.map((text) => `bash -c ${quoted(text)}`),
      line.map((text) => `eval ${quoted(text)}`),
      bare.map((text) => `sh -c ${quoted(text)}`),
      fc.tuple(programs, bare).map(([a, b]) => `${a} <<E\n$(${b})\nE\n`),
      fc.tuple(programs, bare).map(([a, b]) => `${a} <<'E'\n$(${b})\nE\n`),
      bare.map((text) => `cd d && ${text}`),
      line.map((text) => `x=$(${text})`),
      bare.map((text) => `trap ${quoted(text)} EXIT`),
      bare.map((text) => `xargs ${text} </dev/null`),
      bare.map((text) => `c0 | xargs -I@ ${text}`),
      programs.map((text) => `find . -maxdepth 0 -exec ${text} {} \\;`),
      bare.map((text) => `sudo -n ${text}`),
      bare.map((text) => `set -e; ${text}`),
      programs.chain((name) => fc.constantFrom(...hidden(name))),
    ),
    line: fc
      .tuple(
        tie("command"),
        fc.array(
          fc.tuple(fc.constantFrom(" && ", " || ", "; ", "\n", " | ", " |& ", " & "), tie("command")),
          { maxLength: 2 },
        ),
      )
      .map(([first, rest]) => first + rest.map(([joint, next]) => joint + next).join("")),
  };
});

export const arbitraryLine: fc.Arbitrary<string> = grammar.line;

const noise = fc.constantFrom(..."'\"\\$`();&|\n #<>{}!*=~[]", "$(", "\\\n", "$'");

/** The same with a few characters put in or taken out. */
export function mutated(lines: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const edit = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), noise, fc.nat({ max: 3 }));
  return fc.tuple(lines, fc.array(edit, { minLength: 1, maxLength: 2 })).map(([line, edits]) =>
    edits.reduce((text, [where, mark, kind]) => {
      const at = Math.floor(where * text.length);
      return kind < 2
        ? text.slice(0, at) + mark + text.slice(at)
        : text.slice(0, at) + text.slice(at + kind - 1);
    }, line),
  );
}
