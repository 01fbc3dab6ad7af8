/** Sends the cases to a running gateway, and says what came out otherwise than it must. */
import { requestText, type Case } from "./case.ts";
import type { Bundle } from "./bundles.ts";
import type { Ports } from "./gateway.ts";
import { exchange, type RawResponse } from "./raw-http.ts";
import type { Reached, Upstream } from "./upstream.ts";

export interface Target {
  readonly ports: Ports;
  readonly bundle: Bundle;
  readonly upstream: Upstream;
}

/** `null`: as it must be. */
export async function checkCase(one: Case, target: Target): Promise<string | null> {
  target.upstream.take();
  const response = await exchange(target.ports[one.listener], requestText(one));
  const problem = problemOf(one, response, target.upstream.take(), target.bundle);
  return problem === null ? null : `${one.listener}: ${one.name}: ${problem}`;
}

function problemOf(
  one: Case,
  response: RawResponse,
  reached: readonly Reached[],
  bundle: Bundle,
): string | null {
  const { expected } = one;
  if (expected.kind === "decided") {
    const decision = bundle.decide(expected.request);
    if (decision.effect === "allow") return passedOn(one, response, reached, expected.request.agent, bundle);
    return refusal(one, response, reached, JSON.stringify(decision), decision.effect, decision.reason, null);
  }
  const [first] = reached;
  if (first !== undefined && expected.kind === "unmapped" && isWithout(first, expected.stripped)) return null;
  if (reached.length > 0)
    return `it reached the upstream as ${reached[0]?.method ?? ""} ${reached[0]?.target ?? ""}`;
  const { status } = response;
  if (status !== 0 && status < 400) return `the answer is ${String(status)}`;
  const byHost = !response.headers.has("x-policy-decision");
  if (expected.kind === "refused" || byHost) return null;
  const decision = bundle.decide({ agent: "", action: "", resource: "" });
  return refusal(one, response, reached, JSON.stringify(decision), "deny", decision.reason, expected.part);
}

function refusal(
  one: Case,
  response: RawResponse,
  reached: readonly Reached[],
  body: string,
  effect: string,
  reason: string,
  part: string | null,
): string | null {
  if (reached.length > 0) return "it reached the upstream";
  if (response.status !== 403) return `the answer is ${String(response.status)}`;
  const wrong = headersThatDiffer(response, { effect, reason, part });
  if (wrong !== null) return wrong;
  const expectedBody = one.method === "HEAD" ? "" : body;
  return response.body === expectedBody ? null : `the answer's body is ${response.body}, not ${expectedBody}`;
}

function passedOn(
  one: Case,
  response: RawResponse,
  reached: readonly Reached[],
  agent: string,
  bundle: Bundle,
): string | null {
  const [first] = reached;
  if (response.status !== 200 || first === undefined) {
    return `it was to be passed on, the answer is ${String(response.status)} ${response.body}`;
  }
  if (reached.length > 1) return "it reached the upstream more than once";
  const arrived = `${first.method} ${first.target} ${first.body}`;
  const sent = `${one.method} ${one.target} ${one.body}`;
  if (arrived !== sent) return `it reached the upstream as ${arrived}`;
  if (one.method !== "HEAD" && response.body !== `upstream ${one.method}`)
    return "the upstream's answer is lost";
  const told = pairs(first.rawHeaders).filter(([name]) => name === "x-policy-agent");
  if (told.length !== 1 || told[0]?.[1] !== agent) return `the upstream is told of ${JSON.stringify(told)}`;
  if (one.listener === "clients" && pairs(first.rawHeaders).some(([name]) => name === "authorization")) {
    return "the upstream is told the credential";
  }
  const { expected } = one;
  if (expected.kind !== "decided") return "it was passed on";
  const decision = bundle.decide(expected.request);
  const wrong = headersThatDiffer(response, { effect: "allow", reason: decision.reason, part: null });
  if (wrong !== null) return wrong;
  const ids = decision.statements.map((s) => s.id).join(" ");
  const statements = response.headers.get("x-policy-statements") ?? [];
  if (statements.join("|") !== ids) return `the statements are ${statements.join("|")}, not ${ids}`;
  const notify = (response.headers.get("x-policy-notify") ?? [""]).join("|");
  return notify === decision.notify.join(" ") ? null : `the obligation is told as ${notify}`;
}

function headersThatDiffer(
  response: RawResponse,
  expected: { readonly effect: string; readonly reason: string; readonly part: string | null },
): string | null {
  const wanted: readonly (readonly [string, string | null])[] = [
    ["x-policy-decision", expected.effect],
    ["x-policy-reason", expected.reason],
    ["x-policy-unmapped", expected.part],
  ];
  for (const [name, value] of wanted) {
    const values = response.headers.get(name) ?? [];
    const got = values.length === 0 ? null : values.join("|");
    if (got !== value) return `${name} is ${got ?? "absent"}, not ${value ?? "absent"}`;
  }
  return null;
}

function isWithout(reached: Reached, header: string | undefined): boolean {
  return header !== undefined && !pairs(reached.rawHeaders).some(([name]) => name === header);
}

function pairs(raw: readonly string[]): [string, string][] {
  const list: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) list.push([(raw[i] ?? "").toLowerCase(), raw[i + 1] ?? ""]);
  return list;
}
