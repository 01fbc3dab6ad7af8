/** What is sent to a gateway, and what must come of it. */

/** A policy request without its time. */
export interface Named {
  readonly agent: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: { readonly [name: string]: string };
}

export type Part = "agent" | "method" | "path" | "action" | "resource" | "header";

export type Expected =
  /** Answered as the reference interpreter decides this request. */
  | { readonly kind: "decided"; readonly request: Named }
  /**
   * Refused because `part` of the call has no exact name: 403 with that word where the gateway's code saw the call; the
   * host itself may be quicker to refuse it (an error of its own, or no answer), or take the header `stripped` away and
   * pass the rest on.
   */
  | { readonly kind: "unmapped"; readonly part: Part; readonly stripped?: string }
  /** Refused, by whom and how is left to the host: an error of its own, or no answer. */
  | { readonly kind: "refused" };

export interface Case {
  readonly name: string;
  /** Where it is sent: names from method and URL, or from the headers of an adapter. */
  readonly listener: "clients" | "adapters";
  readonly method: string;
  /** Each code unit of it and of `headers` is sent as one byte. */
  readonly target: string;
  readonly headers: readonly string[];
  readonly body: string;
  readonly expected: Expected;
}

export const shopBot = "Authorization: Bearer demo-key-of-shop-bot";
export const ciRunner = "Authorization: Bearer demo-key-of-ci-runner";
export const origin = "https://api.example.com";

/** The bytes of a request on a connection that closes after it. */
export function requestText(one: Case): string {
  const host = one.headers.some((line) => /^host:/i.test(line)) ? [] : ["Host: gateway.example.com"];
  const length = one.body === "" ? [] : [`Content-Length: ${String(one.body.length)}`];
  const head = [
    `${one.method} ${one.target} HTTP/1.1`,
    ...host,
    "Connection: close",
    ...length,
    ...one.headers,
  ];
  return `${head.join("\r\n")}\r\n\r\n${one.body}`;
}
