/** Tests with all names resolved (LANGUAGE.md §7). */
import type { Span } from "../base/source.ts";
import type { Verb } from "../syntax/ast.ts";
import type { Condition } from "./condition.ts";
import type { Scope } from "./statement.ts";

/** A sentence with its names resolved: ready to be proven. */
export interface Sentence {
  readonly kind: "sentence";
  readonly text: string;
  /** Agents it speaks of, sorted; empty is the error `subject names no agent`, found when it is run. */
  readonly agents: readonly string[];
  /** `no agent can X` is `every agent cannot X`. */
  readonly verb: Verb;
  readonly scope: Scope;
  readonly given: Condition | null;
  readonly place: Span;
}

export interface MatrixTest {
  readonly kind: "matrix";
  readonly name: string;
  readonly agents: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly contexts: readonly { readonly [name: string]: unknown }[];
  readonly now: number | null;
  readonly expect: "allow" | "deny" | "require_approval";
  /** Statement ids, sorted; `null`: not asserted. */
  readonly because: readonly string[] | null;
  readonly approvalChannel: readonly string[] | null;
  readonly approvalTimeout: number | null;
  readonly notify: readonly string[] | null;
  readonly place: Span;
}

export interface ScenarioTest {
  readonly kind: "scenario";
  readonly name: string;
  readonly place: Span;
}

export type PolicyTest = Sentence | MatrixTest | ScenarioTest;
