/**
 * The requests that are simpler than a given one in a single part: a shorter agent, an action or
 * resource with characters dropped or replaced by lesser ones, an attribute dropped or shortened, an
 * earlier `now` or none. A locally shortest counterexample has no such neighbour.
 */
import type { Request } from "../../src/base/request.ts";

const lesser = [" ", "!", "%", "-", ".", "0", "A", "B", "a", "b", ":", "/", "é"];

function isBefore(a: string, b: string): boolean {
  const difference = Buffer.byteLength(a) - Buffer.byteLength(b);
  return difference < 0 || (difference === 0 && Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0);
}

/** Texts that differ from this one in a few characters and come before it. */
function simplerTexts(text: string): string[] {
  const points = [...text];
  const found = new Set<string>();
  for (let at = 0; at <= points.length; at++) {
    for (let removed = 0; at + removed <= points.length; removed++) {
      const head = points.slice(0, at).join("");
      const tail = points.slice(at + removed).join("");
      found.add(head + tail);
      if (removed > 0) for (const c of lesser) found.add(head + c + tail);
      if (removed === 1) {
        found.add(head + (points[at] ?? "").toUpperCase() + tail);
        found.add(head + (points[at] ?? "").toLowerCase() + tail);
      }
    }
  }
  return [...found].filter((t) => isBefore(t, text));
}

function simplerValues(value: unknown): unknown[] {
  if (typeof value === "string") return simplerTexts(value);
  if (typeof value === "number") {
    const text = String(value);
    const candidates = [0, 1, 2, 3, 5, 9, -1, -9, 10, 99, 0.1, 1.5, value - 1, value + 1, Math.round(value)];
    return candidates.filter((n) => isBefore(String(n), text));
  }
  if (value === false) return [true];
  if (Array.isArray(value)) return value.map((_, i) => value.filter((__, j) => i !== j));
  return [];
}

export function* simplerRequests(request: Request, agents: readonly string[]): Generator<Request> {
  for (const agent of agents) if (isBefore(agent, request.agent)) yield { ...request, agent };
  // Letters of an action match either case, so an action in capitals is the same one, not a simpler one.
  for (const action of simplerTexts(request.action)) {
    if (action === action.toLowerCase()) yield { ...request, action };
  }
  for (const resource of simplerTexts(request.resource)) yield { ...request, resource };
  const { now, context, ...names } = request;
  const entries = Object.entries(context ?? {});
  const rest = now === undefined ? {} : { now };
  for (const [dropped, value] of entries) {
    const others = entries.filter(([name]) => name !== dropped);
    yield { ...names, ...rest, context: Object.fromEntries(others) };
    for (const simpler of simplerValues(value)) {
      yield { ...names, ...rest, context: Object.fromEntries([...others, [dropped, simpler]]) };
    }
  }
  if (now !== undefined) {
    const kept = context === undefined ? {} : { context };
    yield { ...names, ...kept };
    for (const step of [1, 60_000, 3_600_000, 86_400_000, 604_800_000]) {
      for (const earlier of [now - step, Math.floor((now - 1) / step) * step]) {
        if (earlier >= 0 && earlier < now) yield { ...names, ...kept, now: earlier };
      }
    }
    yield { ...names, ...kept, ...(now > 0 ? { now: 0 } : {}) };
  }
}
