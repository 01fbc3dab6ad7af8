/**
 * What exactness buys: which statements of a small set are needed, decided exactly and by trying all
 * requests up to a length, which is all that a checker without automata can do: `node bench/enumeration.ts`.
 */
import { fileURLToPath } from "node:url";
import { AnalysisContext } from "../src/analysis/analysis-context.ts";
import type { Agent, PolicySet, Statement } from "../src/ir/ir.ts";
import { rules } from "../src/lint/registry.ts";
import { lint } from "../src/lint-set.ts";
import { compile } from "../src/pipeline.ts";
import { interpret } from "../src/reference/interpret.ts";
import { catalogueOf } from "../test/support/catalogue.ts";
import { table } from "./table.ts";

/** Short names over few letters, so that trying all of them comes as far as it can. */
const policy = `agent: a
policies:
  - x:x on a/** except a/b/**
  - x:x on a/b/**
  - x:x on a/*/b
  - x:x on b/a*
  - x:x on b/*b
  - x:x on b/{a,b}*
  - deny x:x on b/**/secret
  - x:x on ab/*/*/*/a*
  - x:x on ab/**
  - y:y on a*b when context.n > 1
  - y:y on a*b when context.n <= 1
  - y:y on a*b when has(context.n)
`;

const alphabet = ["a", "b", "c", "/"] as const;
const contexts = [{}, { n: 0 }, { n: 2 }] as const;

const coverRules = [
  "shadowed-statement",
  "covered-by-union",
  "duplicate-statement",
  "denied-in-full",
  "ineffective-deny",
];

function* words(longest: number): Generator<string> {
  yield "";
  if (longest === 0) return;
  for (const rest of words(longest - 1))
    if (rest.length === longest - 1) for (const c of alphabet) yield rest + c;
  if (longest > 1) for (const shorter of words(longest - 1)) if (shorter.length > 0) yield shorter;
}

/** The statements whose absence no request of at most this length shows. */
function looksNeedless(
  set: PolicySet,
  longest: number,
): { readonly needless: number; readonly requests: number } {
  const open = new Map<Statement, PolicySet>(
    set.statements.map((statement) => [statement, without(set, statement)]),
  );
  let requests = 0;
  for (const resource of new Set(words(longest))) {
    if (resource === "") continue;
    for (const action of ["x:x", "y:y"]) {
      for (const context of contexts) {
        requests++;
        const request = { agent: "a", action, resource, context };
        const { effect } = interpret(set, request);
        for (const [statement, rest] of open) {
          if (interpret(rest, request).effect !== effect) open.delete(statement);
        }
      }
    }
  }
  return { needless: open.size, requests };
}

function without(set: PolicySet, statement: Statement): PolicySet {
  const agents = set.agents.map((agent): Agent => ({
    ...agent,
    statements: agent.statements.filter((s) => s !== statement),
  }));
  return { ...set, agents };
}

export function benchEnumeration(): void {
  const compilation = compile({ files: [{ path: "policies/a.yaml", text: policy }], config: null });
  const { set } = compilation;
  if (set === null) throw new Error(compilation.diagnostics[0]?.message ?? "the set does not compile");
  const rows: string[][] = [];
  for (const longest of [4, 5, 6, 7]) {
    const start = performance.now();
    const { needless, requests } = looksNeedless(set, longest);
    const time = performance.now() - start;
    rows.push([
      `all requests up to ${longest} characters over ${alphabet.length} letters`,
      requests.toLocaleString("en"),
      `${time.toFixed(0)} ms`,
      `${needless} of ${set.statements.length}`,
    ]);
  }
  const start = performance.now();
  const found = lint(compilation, {
    now: 0,
    catalogue: catalogueOf(compilation),
    analysis: new AnalysisContext(set),
    rules: rules.filter(({ id }) => coverRules.includes(id)),
  }).filter(({ code }) => coverRules.includes(code));
  rows.push([
    "exact: every valid request",
    "all",
    `${(performance.now() - start).toFixed(0)} ms`,
    `${found.length} of ${set.statements.length}`,
  ]);
  console.log(
    `Which of ${set.statements.length} short statements are needless (each alone; exact: all that may go together):`,
  );
  console.log(table(["method", "requests", "time", "needless"], rows));
  console.log(
    "what enumeration alone calls needless is needed for other letters, other values or longer names\n",
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) benchEnumeration();
