/** LANGUAGE.md §3: patterns, variables, vocabulary and shapes. */
import { expect, test } from "vitest";
import { agentText, agentWith, policyOf, problemsOf, testResultsOf } from "../support/policy-of.ts";

/** Pattern, names it matches, names it does not. */
type Row = readonly [pattern: string, matches: readonly string[], misses: readonly string[]];

const resources: readonly Row[] = [
  [
    "repos/app",
    ["repos/app"],
    ["repos/App", "Repos/app", "repos/app/x", "x/repos/app", "repos/ap", "repos/appp"],
  ],
  ["repos/*/x", ["repos/a/x", "repos/a.b-c/x"], ["repos/a/b/x", "repos/a:b/x", "repos/x"]],
  ["a/*b/c", ["a/b/c", "a/xb/c"], ["a/x/b/c"]],
  ["a:*:c", ["a:b:c", "a::c"], ["a:b/b:c", "a:b:b:c"]],
  ["repos/*", ["repos/a", "repos/a/b", "repos/a:b/c"], ["repos", "repo/a"]],
  ["repos/a*", ["repos/a", "repos/ab", "repos/a/b"], ["repos/b", "repos/ba"]],
  [
    "repos/*/branches/feature/*",
    ["repos/app/branches/feature/login/v2"],
    ["repos/app/branches/main", "repos/app/x/branches/feature/y", "repos/app/branches/feature"],
  ],
  [
    "arn:aws:ecs:*:*:service/prod-*",
    ["arn:aws:ecs:eu-west-1:1:service/prod-cluster/web", "arn:aws:ecs:::service/prod-x"],
    [
      "arn:aws:ecs:eu:1:2:service/prod-x",
      "arn:aws:ecs:eu:1/2:service/prod-x",
      "arn:aws:ecs:eu:1:service/dev",
    ],
  ],
  ["**", ["a", "a/b", "a:b/c d"], []],
  ["*", ["a", "a/b", "a:b/c d"], []],
  ["a**b", ["ab", "axb", "a/x:y/b", "a/b"], ["a", "b", "xab", "abx"]],
  [
    "files/app/**/.env",
    ["files/app/.env", "files/app/x/.env", "files/app/x/y/.env"],
    ["files/app.env", "files/app/x.env", "files/.env", "files/app/x:.env"],
  ],
  ["**/.env", [".env", "x/.env", "x/y/.env"], ["x.env", "x:.env"]],
  ["a/**/b/**/c", ["a/b/c", "a/x/b/c", "a/b/y/c", "a/x/y/b/z/c"], ["a/c", "a/xb/c", "a/bc"]],
  ["a/**/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["ab", "a/xb"]],
  ["**/**/b", ["b", "x/b", "x/y/b"], ["xb"]],
  ["a/**/*", ["a/b", "a/b/c"], ["a"]],
  ["a:**/b", ["a:x/b", "a:x/y:z/b"], ["a:b", "a/x/b"]],
  ["a**/b", ["a/b", "ax/b", "a/x/b"], ["ab", "axb"]],
  ["a/**b", ["a/b", "a/xb", "a/x/b"], ["ab", "a"]],
  ["a/x**/b", ["a/x/b", "a/xy/b", "a/x/y/b"], ["a/b", "a/xb"]],
  ["a/**", ["a/b", "a/b/c"], ["a", "ab"]],
  ["a/*/**/b", ["a/x/b", "a/x/y/b"], ["a/b", "a/xb"]],
  ["a/**/*/b", ["a/x/b", "a/x/y/b"], ["a/b"]],
  ["{a,b}/c", ["a/c", "b/c"], ["c", "{a,b}/c", "a", "b"]],
  ["docs{,/*}", ["docs", "docs/a", "docs/a/b"], ["docsa"]],
  ["{a,b/*}", ["a", "b/c", "b/c/d"], ["a/c", "b"]],
  ["{a*,b}/c", ["a/c", "ax/c", "b/c"], ["a/x/c", "ax"]],
  ["{a*,b}", ["a", "a/x", "b"], ["b/x"]],
  ["a*{,/c}", ["a", "ax/y", "ax/c"], ["b"]],
  ["x/{a,b}{1,2}", ["x/a1", "x/b2"], ["x/a", "x/ab"]],
  ["{**/,}a/b", ["a/b", "x/a/b"], ["xa/b"]],
  ["x/{**/,}b", ["x/b", "x/y/b"], ["x/yb"]],
  ["x{/**,}/b", ["x/b", "x/y/b"], ["xb", "x/yb"]],
  ["{a,}/b{,/*}", ["a/b", "a/b/c"], ["b"]],
  ["{a\\,b,c}/x", ["a,b/x", "c/x"], ["a/x", "b/x"]],
  ["{a\\},b}/x", ["a}/x", "b/x"], ["a/x"]],
  ["a\\*b/x", ["a*b/x"], ["ab/x", "axb/x"]],
  ["a/b\\*", ["a/b*"], ["a/b", "a/bc"]],
  ["a/\\[id\\]/\\?", ["a/[id]/?"], ["a/i/x"]],
  ["a/\\b", ["a/b"], ["a/\\b"]],
  ["a/$b", ["a/$b"], ["a/b"]],
  ["a/$", ["a/$"], ["a/"]],
  ["a/$$x", ["a/$$x"], ["a/$x"]],
  ["a/\\$\\{x\\}", ["a/${x}"], ["a/v"]],
  ['"a b/*"', ["a b/c", "a b/c d/e"], ["a b", "a"]],
  ['"a \\* b"', ["a * b"], ["a x b"]],
  ['"a\\"b"', ['a"b'], ["ab"]],
  ['"{a b,c}/x"', ["a b/x", "c/x"], ["a/x"]],
  ['"a, b"', ["a, b"], ["a", "b"]],
  ["ä/é*", ["ä/é", "ä/éx"], ["Ä/é", "ä/e"]],
  ["a/\ud83d\ude00*b/c", ["a/\ud83d\ude00b/c", "a/\ud83d\ude00\ud83d\ude01b/c"], ["a/\ud83d\ude01b/c"]],
];

test.each(resources)("the resource pattern %j", async (pattern, matches, misses) => {
  const policy = await agentWith([`x:y on ${pattern}`]);
  for (const name of matches) expect(policy.reason(`a x:y on ${name}`), name).toBe("granted");
  for (const name of misses)
    expect(["no_grant", "invalid_request"], name).toContain(policy.reason(`a x:y on ${name}`));
  const literal = matches.filter((name) => !/["\\*{}[\]?$]/.test(name));
  for (const name of literal) expect(policy.prove(`a can x:y on "${name}"`), name).toBe("proven");
  const missed = misses.filter(
    (name) => !/["\\*{}[\]?$]/.test(name) && policy.reason(`a x:y on ${name}`) === "no_grant",
  );
  for (const name of missed) expect(policy.prove(`a cannot x:y on "${name}"`), name).toBe("proven");
});

const actions: readonly Row[] = [
  ["git:push", ["git:push", "GIT:Push"], ["git:pushx", "git", "git:push:x"]],
  ["GIT:Push", ["git:push", "GIT:PUSH"], ["git:pull"]],
  ["aws:s3:*", ["aws:s3:GetObject", "AWS:S3:getobject", "aws:s3:a:b"], ["aws:s3", "aws:s3x:y"]],
  ["aws:*:Get", ["aws:s3:get"], ["aws:s3:x:get", "aws:get"]],
  ["aws:*:Get*", ["aws:s3:GetObject", "aws:s3:get:x"], ["aws:s3:x:get"]],
  ["**:get", ["aws:s3:get", "x:get"], ["get", "aws:get:x"]],
  ["a:**:b", ["a:x:b", "a:x:y:b"], ["a:b"]],
  ["{git,sql}:read", ["git:read", "SQL:read"], ["x:read"]],
  ["*", ["a", "a:b"], []],
  ["x:ÄB", ["x:Äb", "X:ÄB"], ["x:äb"]],
  ["x:K", ["x:k"], ["x:\u212a"]],
];

test.each(actions)("the action pattern %j", async (pattern, matches, misses) => {
  const policy = await agentWith([`${pattern} on r/1`]);
  for (const name of matches) expect(policy.reason(`a ${name} on r/1`), name).toBe("granted");
  for (const name of misses) expect(policy.reason(`a ${name} on r/1`), name).toBe("no_grant");
  for (const name of matches) expect(policy.prove(`a can "${name}" on r/1`), name).toBe("proven");
  for (const name of misses) expect(policy.prove(`a cannot "${name}" on r/1`), name).toBe("proven");
});

test("`/` separates in resources alone, `:` in both", async () => {
  // An action with a `/` is invalid, so the pattern can only be seen to match nothing.
  const policy = await agentWith(["a:*c on r:*:c"]);
  expect(policy.reason("a a:bc on r:x:c")).toBe("granted");
  expect(policy.reason("a a:b/c on r:x:c")).toBe("invalid_request");
});

const many = (count: number): string => `r/{${Array.from({ length: count }, (_, i) => String(i)).join(",")}}`;
test.each<[string, string]>([
  ["a pattern of 257 alternatives", many(257)],
  [
    "choices that multiply to over 256",
    "r/{0,1,2,3,4,5,6,7,8,9,a,b,c,d,e,f}{0,1,2,3,4,5,6,7,8,9,a,b,c,d,e,f}{x,y}",
  ],
  ["braces that bring two stars together", "a/*{,x}*"],
  ["a deep star beside one of braces", "a/**{,x}*"],
  ["braces that hold the second star", "a/*{*,x}"],
  ["braces on both sides of nothing", "a/{x,*}{y,*}"],
  ["three stars", "a/***"],
  ["three stars inside", "a/***/b"],
  ["nested braces", "a/{b,{c,d}}"],
  ["a brace that is not closed", "a/{b,c"],
  ["a brace that was not opened", "a/b}"],
  ["one alternative", "a/{b}"],
  ["empty braces", "a/{}"],
  ["a question mark", "a/b?"],
  ["an opening bracket", "a/[b"],
  ["a closing bracket", "a/b]"],
  ["a backslash at the end", "a/b\\"],
  ["a variable without a name", "a/${}"],
  ["a variable with a blank", '"a/${x y}"'],
  ["a variable that is not closed", "a/${x"],
  ["a variable that nothing declares", "a/${nix}"],
  ["a word of no vocabulary", "main"],
  ["a word with signs", "my-word.x"],
  ["an escaped wildcard in a word", "a\\*b"],
  ["a comma between escaped braces, which ends the pattern", "a/\\{b,c\\}"],
  ["an escaped `$`, which leaves braces of one alternative", "a/\\${x}"],
])("it is an error: %s", (_, pattern) => {
  expect(problemsOf(agentText([`x:y on ${pattern}`]))).toHaveLength(1);
});

test("256 alternatives and written stars are fine", () => {
  expect(problemsOf(agentText([`x:y on ${many(256)}, a/**, **`]))).toEqual([]);
});

const withVars = (pattern: string, value: string): string =>
  `agent: a\nproject: web\nvars: {v: ${JSON.stringify(value)}}\npolicies:\n  - x:y on ${pattern}\n`;

test.each<[string, string, readonly string[], readonly string[]]>([
  ["a/${v}", "x", ["a/x"], ["a/v", "a/${v}", "a/x/y"]],
  ["a/${agent}/${project}", "x", ["a/a/web"], ["a/x/web"]],
  ["a/*${v}", "x", ["a/x", "a/bx"], ["a/b/x", "a/x/y"]],
  ["a/${v}*", "x", ["a/x", "a/xy", "a/x/y"], ["a/y"]],
  ["a/{${v},z/*}", "x", ["a/x", "a/z/1/2"], ["a/x/1"]],
  ["a/*{${v},/z}", "x", ["a/bx", "a/b/z"], ["a/b/x"]],
  ["${v}/**/b", "x", ["x/b", "x/y/b"], ["xb"]],
  ["${v}", "x", ["x"], ["xx"]],
  ["a/**/${v}", "x", ["a/x", "a/b/x"], ["a/bx"]],
  ["**/${v}", "x", ["x", "b/x"], ["bx"]],
  ["a/${v}b", "A.b-c_d@e", ["a/A.b-c_d@eb"], ["a/a.b-c_d@eb"]],
  ['"a ${v}"', "x", ["a x"], ["a ${v}"]],
])("a variable is put in as literal text: `%s` with `%s`", async (pattern, value, matches, misses) => {
  const policy = await policyOf(withVars(pattern, value));
  for (const name of matches) expect(policy.reason(`a x:y on ${name}`), name).toBe("granted");
  for (const name of misses) expect(policy.reason(`a x:y on ${name}`), name).toBe("no_grant");
  for (const name of matches) expect(policy.prove(`a can x:y on "${name}"`), name).toBe("proven");
});

test("a variable in an action folds as the action does", async () => {
  const policy = await policyOf("agent: a\nvars: {v: GiT}\npolicies:\n  - ${v}:push on r/*\n");
  expect(policy.reason("a git:PUSH on r/1")).toBe("granted");
});

test.each(["", "a/b", "a:b", "a b", "a*", "{", "}", "a\\", "?", "[", "]", "$", "a,b", 'a"b', "\t", "\u00a0"])(
  "a variable's value may not be %j",
  (value) => {
    expect(problemsOf(withVars("a/${v}", value))).toHaveLength(1);
    expect(
      problemsOf(
        `role: r\nvars: {v: ${JSON.stringify(value)}}\npolicies: ['x:y on z/1']\n---\nagent: a\npolicies: ['x:y on z/1']\n`,
      ),
    ).toHaveLength(1);
  },
);

const vocabulary = `version: 1
vocabulary:
  actions: {push: git:push, change: ["git:push, git:merge", sql:write], mine: "\${agent}:go"}
  resources:
    main: repos/*/branches/main
    secret_files: [files/**/.env, '"a b", x/y']
    own: repos/\${agent}
    push: other/push
  conditions: {off_hours: time.hour < 6 || time.hour >= 22}
`;

test("a whole pattern that equals a word stands for its entry, in lists and after `except` as well", async () => {
  const policy = await agentWith(
    ["change, git:pull except push on main, repos/x, secret_files, push"],
    vocabulary,
  );
  const reasons = (requests: readonly string[]): string[] => requests.map((r) => policy.reason(`a ${r}`));
  expect(
    reasons([
      "git:merge on repos/x/branches/main",
      "sql:write on files/a/.env",
      "git:pull on a b",
      "git:pull on x/y",
      "git:pull on other/push",
    ]),
  ).toEqual(Array(5).fill("granted"));
  expect(
    reasons([
      "git:push on repos/x",
      "git:merge on main",
      "git:merge on repos/x/branches/dev",
      "git:pull on push",
    ]),
  ).toEqual(Array(4).fill("no_grant"));
});

test("a word is the whole pattern: part of one, quoted or escaped, it is text", async () => {
  const policy = await agentWith(['git:push on repos/main, "main"'], vocabulary);
  expect(policy.reason("a git:push on repos/main")).toBe("granted");
  expect(policy.reason("a git:push on main")).toBe("granted");
  expect(policy.reason("a git:push on repos/x/branches/main")).toBe("no_grant");
});

test("a vocabulary entry may use the agent's variables", async () => {
  const policy = await agentWith(["mine on own"], vocabulary);
  expect(policy.reason("a a:go on repos/a")).toBe("granted");
  expect(policy.reason("a b:go on repos/b")).toBe("no_grant");
});

test("vocabulary serves tests too: `ci-runner cannot push main`", () => {
  const text =
    "agent: ci-runner\npolicies:\n  - push on repos/* except main\ntests:\n  - ci-runner cannot push main\n  - ci-runner can push on repos/x/branches/dev\n  - ci-runner cannot change main\n";
  expect(testResultsOf(text, vocabulary)).toEqual(["passed", "passed", "passed"]);
});

test("a condition's word stands for its text as if in parentheses", async () => {
  const policy = await agentWith(["git:push on repos/* when !off_hours && context.a == 1"], vocabulary);
  const at = (hour: number): string =>
    policy.reason("a git:push on repos/x", { now: hour * 3_600_000, context: { a: 1 } });
  expect([at(5), at(6), at(21), at(22)]).toEqual(["no_grant", "granted", "granted", "no_grant"]);
});

test.each<[string, string, string?]>([
  ["an action's word as a resource", "git:push on change"],
  ["a resource's word as an action", "main on repos/*"],
  ["a word in other letters", "git:push on Main"],
  ["a word that is nearly one", "git:push on mian"],
  ["an unknown condition word", "git:push on repos/* when off_hour"],
  [
    "a word within an entry",
    "git:push on main",
    "version: 1\nvocabulary: {resources: {main: repos/main, all: [main]}}\n",
  ],
  [
    "a word within a condition's text",
    "git:push on r/1",
    "version: 1\nvocabulary: {conditions: {a: context.x == 1, b: a && context.y == 2}}\n",
  ],
  ["an empty entry", "git:push on r/1", "version: 1\nvocabulary: {resources: {main: []}}\n"],
  [
    "an entry that does not parse",
    "git:push on r/1",
    "version: 1\nvocabulary: {resources: {main: 'a/[x'}}\n",
  ],
  [
    "an entry with `except`",
    "git:push on r/1",
    "version: 1\nvocabulary: {resources: {main: a/* except a/b}}\n",
  ],
])("it is an error: %s", (_, statement, config = vocabulary) => {
  expect(problemsOf(agentText([statement]), config)).toHaveLength(1);
});

const shapes = (git: string): string => `version: 1\ncatalog:\n  services:\n${git}`;
const gitShapes = shapes(
  '    Git:\n      shapes: ["repos/{repo}", "repos/{repo}/branches/{branch...}"]\n      actions:\n        tag: {shapes: ["tags/{tag}"]}\n    git:lfs: ["lfs/{file...}"]\n    free: {actions: {x: {shapes: ["y/{z}"]}}}\n',
);

test.each<[string, boolean]>([
  ["git:push on repos/a", true],
  ["GIT:push on repos/a", true],
  ["git:push on repos/a/branches/b", true],
  ["git:push on repos/a/branches/b/c:d", true],
  ["git:push on repos/a/branches", false],
  ["git:push on repos/a/b", false],
  ["git:push on repos/a:b", false],
  ["git:push on repos/a/branches/b::c", false],
  ["git:push on other", false],
  ["git:push on Repos/a", false],
  ["git:push on git", true],
  ["git:push on tags/v1", false],
  ["git:tag on tags/v1", true],
  ["Git:TAG on tags/v1", true],
  ["git:tag on git", true],
  ["git:tag on repos/a", false],
  ["git:tag:x on repos/a", true],
  ["git on repos/a", true],
  ["git on tags/a", false],
  ["git:lfs:get on lfs/a/b", true],
  ["git:lfs:get on repos/a", false],
  ["git:lfs on lfs/a", true],
  ["git:lfs:get on git:lfs", true],
  ["git:lfs:get on git", false],
  ["git:lfsx on repos/a", true],
  ["git:lfsx on lfs/a", false],
  ["gitx:push on anything", true],
  ["free:y on anything", true],
  ["free:x on y/1", true],
  ["free:x on anything", false],
])("where shapes bind, `%s` is well shaped: %s", async (request, fits) => {
  const policy = await agentWith(["** on **"], gitShapes);
  expect(policy.reason(`a ${request}`)).toBe(fits ? "granted" : "invalid_request");
  const [action = "", resource = ""] = request.split(" on ");
  expect(policy.prove(`a can "${action}" on "${resource}"`)).toBe(fits ? "proven" : "vacuous");
  expect(policy.reason(`nobody ${request}`)).toBe(fits ? "unknown_agent" : "invalid_request");
});

test("without binding shapes every resource is well shaped", async () => {
  expect((await agentWith(["git:* on **"])).reason("a git:push on other")).toBe("granted");
});

test("analyses speak of well-shaped resources only", async () => {
  const policy = await agentWith(
    ["git:push on repos/*", "deny git:push on repos/*/branches/main"],
    gitShapes,
  );
  expect(policy.prove("a cannot git:push on **/main/x")).toBe("refuted: allow");
  expect(policy.prove("a can git:push on repos/* except repos/*/branches/main")).toBe("proven");
  expect(policy.prove("a can git:push on repos/*/x/*")).toBe("vacuous");
  expect(policy.prove("a cannot git:push on **")).toBe("refuted: allow");
});

test.each<[string, number]>([
  ["git:push on repos/*", 0],
  ["git:push on **", 0],
  ["git:push on git", 0],
  ["git:push on branches/*", 1],
  ["git:push on repos/*/x", 1],
  ["git:push on repos/* except repos/*/x", 1],
  ["git:push on repos/a, branches/*", 1],
  ["git:tag on repos/*", 1],
  ["git:* on tags/*", 0],
  ["git:* on lfs/*", 0],
  ["git:pu* on lfs/*", 1],
  ["git:push, sql:read on other/*", 0],
  ["** on other/*", 0],
  ["g*:push on other/*", 0],
  ["GIT:PUSH on other/*", 1],
  ["git:lfs:get on repos/*", 1],
])("a pattern that fits no shape of any action of its statement: `%s` has %i errors", (statement, errors) => {
  expect(problemsOf(agentText([statement]).replace('on git"', 'on \\"git\\""'), gitShapes)).toHaveLength(
    errors,
  );
});
