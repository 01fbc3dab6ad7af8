import { expect, test } from "vitest";
import { compileText, errorsOf, saidOf, scopeOf } from "../../support/compile-text.ts";

const config = `vocabulary:
  actions:
    push: git:push
    change: [sql:insert, "sql:{update,delete}"]
  resources:
    main: repos/*/branches/main
    secret_files:
      - files/**/.env
      - files/**/*.pem
`;
const policy = (statement: string): string => `agent: a\npolicies:\n  - ${JSON.stringify(statement)}\n`;

test("a word stands for its pattern or its list of patterns", () => {
  expect(scopeOf("push, change on main, secret_files", config)).toBe(
    "git:push, sql:delete, sql:insert, sql:update on files/**/*.pem, files/**/.env, repos/*/branches/main",
  );
});

test("a word means the same as the patterns it stands for, ids included", () => {
  expect(scopeOf("push on main", config)).toBe(scopeOf("git:push on repos/*/branches/main"));
});

test("a word is of actions or of resources, not of both", () => {
  expect(errorsOf(policy("main on push"), config)).toEqual([
    "undefined-reference no such vocabulary word: `main` @ main",
    "undefined-reference no such vocabulary word: `push` @ push",
  ]);
});

test("a misspelt word is an error that names the word meant and how to write a literal", () => {
  const compiled = compileText(policy("push on secret-files"), config);
  expect(saidOf(compiled)).toEqual([
    "undefined-reference no such vocabulary word: `secret-files` @ secret-files",
  ]);
  expect(compiled.diagnostics[0]?.help).toBe(
    'did you mean `secret_files`?; for the literal resource write `"secret-files"` in quotes',
  );
});

test("quotes switch the vocabulary off", () => {
  expect(scopeOf('push on "main"', config)).toBe('git:push on "main"');
});

test("an entry holds no words", () => {
  expect(errorsOf(policy("x:y on z/*"), `${config}    both: main, files/x\n`)).toEqual([
    "nested-vocabulary the vocabulary entry `both` holds the word `main` @ main",
  ]);
});

test("an entry's own mistake is reported once, not at its uses", () => {
  expect(errorsOf(policy("x:y on bad"), 'vocabulary:\n  resources:\n    bad: "a/*{,x}*"\n')).toHaveLength(1);
});
