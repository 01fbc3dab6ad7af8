// The policy in workerd: one worker that decides, and fetches from the upstream what is allowed.
import gateway from "policy-gateway.js";
import policy from "policy.mjs";

// Without a bundle that decides, the worker does not start.
if (policy.decide({}).reason !== "invalid_request") throw new Error("policy.mjs is no bundle");

function valuesIn(headers) {
  // Two headers of one name arrive joined by a comma, which the mapping refuses.
  return (name) => (headers.has(name) ? [headers.get(name)] : []);
}

function decide(env, call) {
  // Names from the headers of an adapter that alone can reach this socket.
  if (env.NAMES === "headers") return gateway.byHeaders(policy, call);
  // Names from method and URL, for an agent that its credential names.
  return gateway.byUrl(policy, env.ORIGIN, call);
}

function answerWith(answer, response) {
  // Only the gateway speaks of decisions.
  for (const name of [...response.headers.keys()]) {
    if (name.startsWith("x-policy-")) response.headers.delete(name);
  }
  for (const [name, value] of answer.headers) response.headers.set(name, value);
  return response;
}

async function passOn(request, env, target, agent) {
  const headers = new Headers(request.headers);
  if (env.NAMES === "url") headers.delete("authorization");
  // Replaces what the caller sent: the upstream may believe it.
  headers.set("x-policy-agent", agent);
  const origin = env.ORIGIN ?? "http://upstream";
  const { method, body } = request;
  try {
    const response = await env.UPSTREAM.fetch(origin + target, { method, headers, body, redirect: "manual" });
    return new Response(response.body, response);
  } catch (error) {
    console.error("no upstream:", error);
    return new Response("no upstream\n", { status: 502 });
  }
}

export default {
  async fetch(request, env) {
    let answer = gateway.failure;
    let target = "";
    try {
      target = request.url.replace(/^[a-z]+:\/\/[^/?#]*/i, "");
      answer = decide(env, {
        agent: new Map(Object.entries(env.AGENTS ?? {})).get(request.headers.get("authorization")),
        method: request.method,
        target,
        values: valuesIn(request.headers),
        now: Date.now(),
      });
    } catch (error) {
      console.error("no decision:", error);
    }
    const headers = { "content-type": "application/json" };
    const response =
      answer.allowed === true
        ? await passOn(request, env, target, answer.agent)
        : new Response(answer.body, { status: 403, headers });
    // One line a call: time, status and what was decided.
    console.log((Date.now() / 1000).toFixed(3), response.status, answer.record);
    return answerWith(answer, response);
  },
};
