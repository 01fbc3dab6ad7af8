/**
 * Ids of statements: the explicit one, else a hash of the canonical form (INTERFACES.md).
 *
 * INVARIANT: an id depends on the statements of its owner only, never on their order or place.
 */
import type { Report } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Span } from "../base/source.ts";
import type { Located } from "../syntax/ast.ts";
import { irMessages } from "./messages.ts";
import type { StatementTemplate } from "./lower-statement.ts";

/** A statement template and what tells it from an equal one of the same owner. */
export interface Identified {
  readonly template: StatementTemplate;
  /** Canonical text of whom it holds, for guardrails; else empty. */
  readonly holders: string;
}

/**
 * The ids of one owner's statements, in their order. `prefix` is the agent's name, `role:NAME` or
 * `guardrail`. Statements with equal digests get `~2`, `~3` in the order of their canonical forms.
 */
export function assignIds(prefix: string, statements: readonly Identified[]): string[] {
  const byDigest = new Map<string, number[]>();
  const ids = statements.map(({ template }, i) => {
    if (template.id !== null) return template.id.value;
    const same = byDigest.get(template.digest);
    if (same === undefined) byDigest.set(template.digest, [i]);
    else same.push(i);
    return `${prefix}/${template.digest}`;
  });
  for (const same of byDigest.values()) {
    if (same.length === 1) continue;
    const order = (i: number, j: number): number => compareIdentified(statements[i], statements[j]);
    same.sort(order).forEach((index, n) => {
      if (n > 0) ids[index] = `${ids[index] ?? ""}~${String(n + 1)}`;
    });
  }
  return ids;
}

/** Equal forms of equal holders mean the same; between them places decide, which no hash sees. */
function compareIdentified(a: Identified | undefined, b: Identified | undefined): number {
  if (a === undefined || b === undefined) return 0;
  return (
    compareCodePoints(a.template.form, b.template.form) ||
    compareCodePoints(a.holders, b.holders) ||
    comparePlaces(a.template.place.span, b.template.place.span)
  );
}

function comparePlaces(a: Span, b: Span): number {
  return compareCodePoints(a.file, b.file) || a.start - b.start;
}

/** Collects explicit ids and reports those that two statements claim. */
export class ExplicitIds {
  readonly #places: Map<string, Span> = new Map<string, Span>();
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  add(id: Located<string> | null): void {
    if (id === null) return;
    const first = this.#places.get(id.value);
    if (first === undefined) this.#places.set(id.value, id.span);
    else {
      this.#report(
        irMessages.build["duplicate-id"](
          id.span,
          { id: id.value },
          { related: [{ message: "first used here", span: first }], help: "ids are unique in the whole set" },
        ),
      );
    }
  }

  names(): Iterable<string> {
    return this.#places.keys();
  }
}
