/** Calls of agents: named by method and URL. */
import { ciRunner, origin, shopBot, type Case, type Expected, type Named, type Part } from "./case.ts";

interface Sent {
  readonly headers?: readonly string[];
  readonly body?: string;
}

function call(name: string, line: string, expected: Expected, sent: Sent = {}): Case {
  const [method = "", ...target] = line.split(" ");
  const { headers = [shopBot], body = "" } = sent;
  return { name, listener: "clients", method, target: target.join(" "), headers, body, expected };
}

/** A call of shop-bot that is decided under the name that `resource` ends with. */
function decided(name: string, line: string, path: string, sent: Sent & Partial<Named> = {}): Case {
  const action = `https:${(line.split(" ")[0] ?? "").toLowerCase()}`;
  const { agent = "shop-bot", context } = sent;
  const request = {
    agent,
    action,
    resource: `${origin}${path}`,
    ...(context === undefined ? {} : { context }),
  };
  return call(name, line, { kind: "decided", request }, sent);
}

function unmapped(name: string, line: string, part: Part, sent: Sent = {}): Case {
  return call(name, line, { kind: "unmapped", part }, sent);
}

const orders = "/orders/7";
const ticket = (value: string): string[] => [shopBot, `X-Change-Ticket: ${value}`];

const allowed: readonly Case[] = [
  decided("a granted call", "GET /orders/7", orders),
  decided("a granted call of the collection", "GET /orders", "/orders"),
  decided("a trailing slash is no part of the name", "GET /orders/7/", orders),
  decided("a query is no part of the name", "GET /orders/7?expand=%2Flines&x=../y", orders),
  decided("an empty query", "GET /orders/7?", orders),
  decided("an escape of a plain character is decoded", "GET /orders/%37/l%69nes", "/orders/7/lines"),
  decided("an escaped blank is decoded", "GET /orders/a%20b", "/orders/a b"),
  decided("an escaped star means itself", "GET /orders/%2A", "/orders/*"),
  decided("sub-delimiters stand for themselves", "GET /orders/x+y,z=(1)!$&'*@", "/orders/x+y,z=(1)!$&'*@"),
  decided("a dot inside a segment", "GET /orders/.a..b.", "/orders/.a..b."),
  decided("a deep path", "GET /orders/7/lines/1/notes", "/orders/7/lines/1/notes"),
  decided("HEAD", "HEAD /orders/7", orders),
  decided("OPTIONS", "OPTIONS /orders/7", orders),
  decided("PROPFIND", "PROPFIND /files/a", "/files/a"),
  decided("a call with a body", "POST /orders/7/notes", "/orders/7/notes", { body: '{"text":"late"}' }),
  decided("a grant that would expire: the time is told", "GET /reports/daily", "/reports/daily"),
  decided("a condition that holds, with an obligation", "PUT /orders/7/address", "/orders/7/address", {
    headers: ticket("CHG-7"),
    context: { change_ticket: "CHG-7" },
  }),
  decided("names that a caller sends are not believed", "GET /orders/7", orders, {
    headers: [
      shopBot,
      "X-Policy-Agent: ci-runner",
      "X-Policy-Action: git:push",
      "X-Policy-Resource: repos/shop/branches/feature/x",
    ],
  }),
  decided("the caller's Host is not believed", "GET /orders/7", orders, {
    headers: [shopBot, "Host: admin.example.com"],
  }),
];

const gated: readonly Case[] = [
  decided("a gated call", "POST /orders/7/refund", "/orders/7/refund", { body: "{}" }),
  decided("a gated call with a trailing slash", "POST /orders/7/refund/", "/orders/7/refund"),
  decided("a gated call, escaped", "POST /orders/7/%72efund", "/orders/7/refund"),
  decided("a gated call with a query", "POST /orders/7/refund?approved=true", "/orders/7/refund"),
];

const denied: readonly Case[] = [
  decided("a guardrail's deny", "DELETE /orders/7", orders),
  decided("a guardrail's deny below a grant", "GET /orders/7/internal", "/orders/7/internal"),
  decided("a guardrail's deny, escaped", "GET /orders/7/%69nternal/a", "/orders/7/internal/a"),
  decided("a guardrail's deny with a trailing slash", "GET /orders/7/internal/", "/orders/7/internal"),
  decided("no grant for the method", "POST /orders/7", orders),
  decided("no grant: one character less", "GET /order", "/order"),
  decided("no grant: one character more", "GET /ordersx", "/ordersx"),
  decided("no grant: another case", "GET /Orders/7", "/Orders/7"),
  decided("no grant: one segment more", "POST /orders/7/notes/1", "/orders/7/notes/1"),
  decided("no grant: one segment between", "POST /orders/7/8/notes", "/orders/7/8/notes"),
  decided("no grant for the root", "GET /", ""),
  decided("no grant: a star in the path is no pattern", "GET /*", "/*"),
  decided("an absent attribute", "PUT /orders/7/address", "/orders/7/address"),
  decided("an attribute that does not fit", "PUT /orders/7/address", "/orders/7/address", {
    headers: ticket("chg-7"),
    context: { change_ticket: "chg-7" },
  }),
  decided("another agent's credential", "GET /orders/7", orders, { headers: [ciRunner], agent: "ci-runner" }),
  ...["MKCOL", "COPY", "MOVE", "LOCK", "PROPPATCH", "PATCH", "REPORT"].map((method) =>
    decided(`${method} has its own name`, `${method} /orders/7`, orders),
  ),
  decided("a path with a colon at its end", "GET /orders/7:", "/orders/7:"),
  decided("an empty segment", "GET /orders//7", "/orders//7"),
  decided("two slashes at the beginning", "GET //orders/7", "//orders/7"),
  decided(
    "a path that is too long to be decided",
    `GET /orders/${"a".repeat(4096)}`,
    `/orders/${"a".repeat(4096)}`,
  ),
];

/** Servers differ in how they read these; none may be passed on. */
const unnamed: readonly Case[] = [
  unmapped("no credential", "GET /orders/7", "agent", { headers: [] }),
  unmapped("an unknown credential", "GET /orders/7", "agent", { headers: ["Authorization: Bearer guess"] }),
  unmapped("a credential in another case", "GET /orders/7", "agent", { headers: [shopBot.toUpperCase()] }),
  unmapped("a longer credential", "GET /orders/7", "agent", { headers: [`${shopBot}s`] }),
  unmapped("two credentials", "GET /orders/7", "agent", { headers: [ciRunner, shopBot] }),
  unmapped("one credential twice", "GET /orders/7", "agent", { headers: [shopBot, shopBot] }),
  unmapped("an agent by name alone", "GET /orders/7", "agent", { headers: ["X-Policy-Agent: shop-bot"] }),
  ...["%2F", "%2f", "%5C", "%25", "%252F", "%00", "%0A", "%7F", "%80", "%C3%A9", "%3B", "%3F", "%23"].map(
    (text) => unmapped(`${text} in the path`, `GET /orders/7${text}x`, "path"),
  ),
  ...["%zz", "%2", "%", "%u002f", ";v=1", "{a}", "|", '"', "<", "^", "`"].map((text) =>
    unmapped(`${text} at the path's end`, `GET /orders/7${text}`, "path"),
  ),
  unmapped("a backslash in the path", "GET /orders\\7", "path"),
  unmapped("a byte above 127 in the path", "GET /orders/caf\xe9", "path"),
  unmapped("UTF-8 in the path", "GET /orders/caf\xc3\xa9", "path"),
  unmapped("a control character in the path", "GET /orders/7\x01", "path"),
  unmapped("a tab in the path", "GET /orders/7\t8", "path"),
  unmapped("no path", "OPTIONS *", "path"),
  unmapped("a tunnel", "CONNECT api.example.com:443", "method"),
  unmapped("a method in lower case", "get /orders/7", "method"),
  ...["X-HTTP-Method-Override: DELETE", "X-HTTP-Method: DELETE", "X-Method-Override: DELETE"].map((line) =>
    unmapped(`a method in a header: ${line}`, "GET /orders/7", "header", { headers: [shopBot, line] }),
  ),
  ...["X-Original-URL: /admin", "X-Rewrite-URL: /admin"].map((line) =>
    unmapped(`a path in a header: ${line}`, "GET /orders/7", "header", { headers: [shopBot, line] }),
  ),
  ...["h2c", "websocket"].map((protocol) =>
    call(
      `an upgrade to ${protocol}`,
      "GET /orders/7",
      { kind: "unmapped", part: "header", stripped: "upgrade" },
      { headers: [shopBot, `Upgrade: ${protocol}`] },
    ),
  ),
  unmapped("a method in the last of 150 headers", "GET /orders/7", "header", {
    headers: [
      shopBot,
      ...Array.from({ length: 150 }, (_, i) => `X-Filler-${String(i)}: 1`),
      "X-HTTP-Method-Override: DELETE",
    ],
  }),
  ...["CHG-7,CHG-8", "CHG-\xe9", "CHG-\xc3\xa9", "CHG-\x01", `CHG-${"7".repeat(5000)}`].map((value) =>
    unmapped(`an attribute that is no plain text: ${value.slice(0, 12)}`, "PUT /orders/7/address", "header", {
      headers: ticket(value),
    }),
  ),
  unmapped("an attribute twice", "PUT /orders/7/address", "header", {
    headers: [...ticket("CHG-7"), "x-change-ticket: CHG-8"],
  }),
];

const refused: readonly Case[] = [
  call("parent segments", "GET /orders/../admin", { kind: "refused" }),
  call("parent segments at the end", "GET /orders/7/..", { kind: "refused" }),
  call("escaped parent segments", "GET /orders/%2e%2e/admin", { kind: "refused" }),
  call("half escaped parent segments", "GET /files/.%2E/admin", { kind: "refused" }),
  call("a very long path", `GET /orders/${"a".repeat(20_000)}`, { kind: "refused" }),
  call(
    "a very long header",
    "GET /orders/7",
    { kind: "refused" },
    { headers: [shopBot, `X-A: ${"a".repeat(200_000)}`] },
  ),
  call(
    "a null in a header",
    "GET /orders/7",
    { kind: "refused" },
    { headers: [shopBot, "X-Change-Ticket: a\0b"] },
  ),
  call("no HTTP at all", "\x16\x03\x01 \x00", { kind: "refused" }),
  call(
    "a blank before the colon of a header",
    "GET /orders/7",
    { kind: "refused" },
    { headers: ["Authorization : x"] },
  ),
];

export const urlCases: readonly Case[] = [...allowed, ...gated, ...denied, ...unnamed, ...refused];
