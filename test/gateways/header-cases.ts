/** Calls through an adapter: named by its headers. */
import type { Case, Expected, Named } from "./case.ts";

function call(name: string, headers: readonly string[], expected: Expected): Case {
  return { name, listener: "adapters", method: "POST", target: "/rpc", headers, body: '{"id":1}', expected };
}

function lines(names: Partial<Named>): string[] {
  const { agent, action, resource } = names;
  return [
    ...(agent === undefined ? [] : [`X-Policy-Agent: ${agent}`]),
    ...(action === undefined ? [] : [`X-Policy-Action: ${action}`]),
    ...(resource === undefined ? [] : [`X-Policy-Resource: ${resource}`]),
  ];
}

const push: Named = {
  agent: "ci-runner",
  action: "git:push",
  resource: "repos/shop/branches/feature/login",
};

function decided(name: string, names: Partial<Named>): Case {
  const request = { ...push, ...names };
  return call(name, lines(request), { kind: "decided", request });
}

/** A granted push with one header replaced. */
function unmapped(name: string, part: "agent" | "action" | "resource", values: readonly string[]): Case {
  const { [part]: _, ...others } = push;
  const header = `X-Policy-${part.charAt(0).toUpperCase()}${part.slice(1)}`;
  const replaced = values.map((value) => `${header}: ${value}`);
  return call(name, [...lines(others), ...replaced], { kind: "unmapped", part });
}

const parts: readonly ("agent" | "action" | "resource")[] = ["agent", "action", "resource"];

function withHeaders(name: string, headers: readonly string[], expected: Expected): Case {
  return call(name, [...lines(push), ...headers], expected);
}

export const headerCases: readonly Case[] = [
  decided("a granted push", {}),
  decided("a granted tool", { action: "mcp:linear:create_comment", resource: "mcp/linear/issues/APP-1" }),
  decided("actions have no case", { action: "GIT:Push" }),
  decided("a blank inside a resource", { resource: "repos/shop/branches/feature/a b" }),
  decided("a gated push", { resource: "repos/shop/branches/main" }),
  decided("no grant: another branch", { resource: "repos/shop/branches/features/login" }),
  decided("no grant: another case", { resource: "Repos/shop/branches/feature/login" }),
  decided("no grant: another action", { action: "git:pus" }),
  decided("no grant: another agent", { agent: "shop-bot" }),
  decided("an agent that does not exist", { agent: "ci-runner2" }),
  decided("an agent in another case", { agent: "CI-runner" }),
  decided("a parent segment", { resource: "repos/shop/branches/feature/../main" }),
  decided("an escape in a resource", { resource: "repos/shop/branches/feature/%6c" }),
  decided("a backslash in a resource", { resource: "repos/shop/branches/feature\\x" }),
  decided("a separator at the end", { resource: "repos/shop/branches/feature/" }),
  decided("an empty segment in an action", { action: "git::push" }),
  decided("a star instead of an action", { action: "*" }),
  decided("a URL, although the agent may call it", {
    agent: "shop-bot",
    action: "https:delete",
    resource: "https://api.example.com/orders/7",
  }),
  ...parts.flatMap((part) => [
    unmapped(`no ${part}`, part, []),
    unmapped(`an empty ${part}`, part, [""]),
    unmapped(`the same ${part} twice`, part, [push[part], push[part]]),
    unmapped(`two values for the ${part}`, part, ["x", push[part]]),
    unmapped(`two values for the ${part}, joined`, part, [`x, ${push[part]}`]),
    unmapped(`two values for the ${part}, joined without a blank`, part, [`${push[part]},x`]),
    unmapped(`Latin-1 in the ${part}`, part, [`${push[part]}\xe9`]),
    unmapped(`UTF-8 in the ${part}`, part, [`${push[part]}\xc3\xa9`]),
    unmapped(`a control character in the ${part}`, part, [`${push[part]}\x01`]),
    unmapped(`a delete character in the ${part}`, part, [`${push[part]}\x7f`]),
    unmapped(`a tab in the ${part}`, part, [`${push[part]}\tx`]),
    unmapped(`a long ${part}`, part, [push[part] + "a".repeat(4096)]),
  ]),
  withHeaders("an upgrade", ["Upgrade: websocket"], {
    kind: "unmapped",
    part: "header",
    stripped: "upgrade",
  }),
  withHeaders("an attribute twice", ["X-Change-Ticket: a", "X-Change-Ticket: b"], {
    kind: "unmapped",
    part: "header",
  }),
];
