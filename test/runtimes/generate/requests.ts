/** Requests near a set, as JSON texts that every reader reads alike. */
import type { Agent, Pattern, PolicySet, Statement } from "../../../src/ir/ir.ts";
import { atomsOf, type Atoms } from "./atoms.ts";
import { boundaryNames, type BoundaryName } from "./boundaries.ts";
import { contextNear, contextsAtLimits } from "./contexts.ts";
import { entries, Entries, writeJson, type Json } from "./json-text.ts";
import { globsOf, instance, nameNear, nearMiss, wordsOf, type Words } from "./names.ts";
import type { Random } from "./random.ts";
import { instantsOf, momentsOf, nowNear, strangeTimes, type Instants } from "./times.ts";

/** A request, and why it was made. */
export interface Made {
  readonly group: string;
  readonly request: string;
}

/** A request in parts: those that it lacks are absent. */
export type RequestParts = { readonly [part: string]: Json };

/** A set with what its requests are made of. */
export interface Subject {
  readonly set: PolicySet;
  readonly words: Words;
  readonly atoms: Atoms;
  readonly instants: Instants;
  readonly targets: readonly { readonly agent: Agent; readonly statement: Statement }[];
}

export function subjectOf(set: PolicySet): Subject {
  const atoms = atomsOf(set);
  return {
    set,
    words: wordsOf(set),
    atoms,
    instants: instantsOf(set, atoms),
    targets: set.agents.flatMap((agent) =>
      [...agent.statements, ...agent.guardrails].map((statement) => ({ agent, statement })),
    ),
  };
}

/** The text of a request; parts in any order. */
export function requestText(parts: RequestParts, random: Random): string {
  return writeJson(new Entries(random.shuffle(Object.entries(parts))), random);
}

/** The parts of a request near one statement, and what they are near. */
export function partsNear(subject: Subject, random: Random): { parts: RequestParts; group: string } {
  const { set, words, atoms, instants, targets } = subject;
  if (targets.length === 0) {
    const agent = set.agents[0]?.name ?? "a";
    return { parts: { agent, action: "a", resource: "a" }, group: "plain" };
  }
  const { agent, statement } = random.pick(targets);
  const other = random.chance(0.1) ? random.pick(targets).statement : statement;
  const { actions, exceptActions } = statement.scope;
  const { resources, exceptResources } = other.scope;
  const unknown = random.chance(0.03);
  const context = contextNear(atoms, random);
  const now = nowNear(instants, random);
  const parts: RequestParts = {
    agent: unknown ? unknownName(set, agent.name, random) : agent.name,
    action: nameNear("action", actions, exceptActions, words, random),
    resource: nameNear("resource", resources, exceptResources, words, random),
    ...(context.value === undefined ? {} : { context: context.value }),
    ...(now.value === undefined ? {} : { now: now.value }),
  };
  const group = unknown
    ? "unknown agent"
    : context.groups.includes("ill-typed")
      ? "ill-typed"
      : context.groups.includes("strange")
        ? "strange values"
        : now.value === undefined
          ? context.groups.includes("near")
            ? "near values"
            : "names"
          : `now ${now.group}`;
  return { parts, group };
}

/** A name near an agent's: other case, one change, another kind of name. */
function unknownName(set: PolicySet, name: string, random: Random): string {
  const roll = random.int(5);
  if (roll === 0) return name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
  if (roll === 1) return `${name}x`;
  if (roll === 2) return set.roles[0]?.name ?? "nobody";
  if (roll === 3) return random.pick(["*", "guardrail", "role:a", "__proto__", "constructor", "😀", "ä"]);
  return nearMiss(name, random);
}

function requestNear(subject: Subject, random: Random): Made {
  const { parts, group } = partsNear(subject, random);
  if (random.chance(0.02)) return malformed(parts, random);
  return { group, request: requestText(parts, random) };
}

/** A part missing, of another type, or besides others; or no request at all. */
function malformed(parts: RequestParts, random: Random): Made {
  const part = random.pick(["agent", "action", "resource", "context", "now"]);
  const others = Object.fromEntries(Object.entries(parts).filter(([name]) => name !== part));
  const wrong: Json = random.pick<Json>([
    null,
    true,
    1,
    [],
    ["a"],
    entries({}),
    entries({ a: "a" }),
    "",
    0.5,
  ]);
  switch (random.int(4)) {
    case 0:
      return { group: "missing part", request: requestText(others, random) };
    case 1:
      return { group: "ill-typed part", request: requestText({ ...others, [part]: wrong }, random) };
    case 2: {
      const besides = { ...parts, [random.pick(["Agent", "extra", "", "__proto__", "length"])]: wrong };
      return { group: "further part", request: requestText(besides, random) };
    }
    default:
      return {
        group: "no request",
        request: writeJson(
          random.pick<Json>([null, true, false, 0, 1, "", "a", [], [1], [entries(parts)], entries({})]),
        ),
      };
  }
}

/** A request whose names the set's statements match, for changing a part of it. */
function basis(subject: Subject, random: Random): RequestParts {
  const { parts } = partsNear(subject, random);
  const { agent, action, resource } = parts;
  return { ...parts, agent: agent ?? "", action: action ?? "", resource: resource ?? "" };
}

function atBoundary({ group, part, text }: BoundaryName, subject: Subject, random: Random): Made {
  const { agent, action, resource } = basis(subject, random);
  const parts: RequestParts = {
    agent: agent ?? "",
    action: action ?? "",
    resource: resource ?? "",
    [part]: text,
  };
  return { group, request: requestText(parts, random) };
}

/** A boundary name as one part of a longer name that a pattern matches. */
function withinName({ group, part, text }: BoundaryName, subject: Subject, random: Random): Made {
  const parts = basis(subject, random);
  const name = parts[part];
  if (typeof name !== "string" || text.length > 20) return atBoundary({ group, part, text }, subject, random);
  const at = random.int(name.length + 1);
  return {
    group,
    request: requestText({ ...parts, [part]: name.slice(0, at) + text + name.slice(at) }, random),
  };
}

function isWellFormed({ request }: Made): boolean {
  return request.isWellFormed() && !/\\ud[89a-f]/i.test(request.replace(/\\ud[89ab]..\\ud[c-f]../gi, ""));
}

/** At most so many statements have their patterns tried one by one. */
const maxTried = 800;

/** For each pattern a request that it decides, and two that it misses, or nearly. */
function eachPattern(subject: Subject, random: Random): Made[] {
  const { words, targets } = subject;
  const first = new Map(targets.map((target) => [target.statement, target] as const).reverse());
  return random
    .shuffle([...first.values()])
    .slice(0, maxTried)
    .flatMap(({ agent, statement }) => {
      const { actions, exceptActions, resources, exceptResources } = statement.scope;
      const name = (patterns: readonly Pattern[]): string =>
        patterns.length === 0 ? "a" : instance(random.pick(globsOf(patterns)), words, random);
      return globsOf([...actions, ...exceptActions, ...resources, ...exceptResources]).flatMap((glob) => {
        const own = instance(glob, words, random);
        return [own, nearMiss(own, random), nearMiss(own, random)].map((text, i): Made => {
          const { parts } = partsNear(subject, random);
          const named: RequestParts = {
            ...parts,
            agent: agent.name,
            action: glob.dimension === "action" ? text : name(actions),
            resource: glob.dimension === "resource" ? text : name(resources),
          };
          return { group: i === 0 ? "pattern" : "near miss", request: requestText(named, random) };
        });
      });
    });
}

/** A request for each moment at which a set that speaks of time may change its mind. */
function eachMoment(subject: Subject, random: Random): Made[] {
  return momentsOf(subject.instants).map(({ now, group }) => {
    const parts = { ...partsNear(subject, random).parts, now };
    return { group, request: requestText(parts, random) };
  });
}

export interface RequestOptions {
  readonly count: number;
  /** Every boundary of §4 once, and every limit of `context`; else a sample of both. */
  readonly allBoundaries: boolean;
}

/** At least `count` requests near the set. */
export function requestsNear(subject: Subject, options: RequestOptions, random: Random): Made[] {
  const boundaries = boundaryNames();
  const limits = contextsAtLimits();
  const made: Made[] = [...eachPattern(subject, random), ...eachMoment(subject, random)];
  if (options.allBoundaries) {
    for (const one of boundaries) made.push(atBoundary(one, subject, random));
    for (const one of limits) made.push(withContext(one, subject, random));
    for (const now of strangeTimes()) made.push(withNow(now, subject, random));
  } else {
    const share = Math.ceil(options.count / 25);
    for (let i = 0; i < share; i++) made.push(withinName(random.pick(boundaries), subject, random));
    for (let i = 0; i < 4; i++) made.push(withContext(random.pick(limits), subject, random));
  }
  const wellFormed = made.filter(isWellFormed);
  // Some are always made at random, however many were enumerated.
  const count = Math.max(options.count, wellFormed.length + Math.ceil(options.count / 3));
  while (wellFormed.length < count) {
    const near = requestNear(subject, random);
    if (isWellFormed(near)) wellFormed.push(near);
  }
  return wellFormed;
}

function withContext(limit: { group: string; value: Json }, subject: Subject, random: Random): Made {
  const parts = { ...basis(subject, random), context: limit.value };
  return { group: `context ${limit.group}`, request: requestText(parts, random) };
}

function withNow(now: Json, subject: Subject, random: Random): Made {
  return { group: "now invalid", request: requestText({ ...basis(subject, random), now }, random) };
}

/** The same call of several agents: statements of one name meet in one decision. */
function ofManyAgents(subject: Subject, random: Random): Made {
  const { parts } = partsNear(subject, random);
  const agents = random.shuffle(subject.set.agents).slice(0, 2 + random.int(4));
  const list = agents.map(({ name }) => requestText({ ...parts, agent: name }, random));
  return { group: "list of agents", request: `[${list.join(",")}]` };
}

/** Lists of requests for `decideAll`, mostly made of these requests; and what is no list. */
export function listsOf(subject: Subject, requests: readonly Made[], count: number, random: Random): Made[] {
  const short = requests.filter(({ request }) => request.length < 2000).map(({ request }) => request);
  const made: Made[] = [];
  while (made.length < count) {
    if (random.chance(0.3)) {
      const list = ofManyAgents(subject, random);
      if (isWellFormed(list)) made.push(list);
      continue;
    }
    const length = random.chance(0.02) ? 100 : random.int(7);
    const list = Array.from({ length }, () => random.pick(short));
    if (length > 1 && random.chance(0.2)) list.push(list[0] ?? "null");
    made.push({ group: length > 6 ? "long list" : "list", request: `[${list.join(",")}]` });
  }
  const first = short[0] ?? "null";
  const noLists = [
    "null",
    "true",
    "1",
    '""',
    '"a"',
    "{}",
    '{"length":1}',
    `{"0":${first}}`,
    first,
    `[[${first}]]`,
  ];
  return [...made, ...noLists.map((request) => ({ group: "no list", request }))];
}

/** One request more than `decideAll` reads. */
export function tooManyRequests(): Made {
  return { group: "too many requests", request: `[${"0,".repeat(65_536)}0]` };
}
