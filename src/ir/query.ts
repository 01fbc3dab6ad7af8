/** Questions to a policy set with all names resolved. */
import type { Span } from "../base/source.ts";
import type { Condition } from "./condition.ts";
import type { Glob, Pattern } from "./pattern.ts";
import type { Scope } from "./statement.ts";

/** Which agents can do any of this, where the condition is true. */
export interface WhoCanQuery {
  readonly kind: "whoCan";
  readonly scope: Scope;
  readonly given: Condition | null;
  /** The actions asked about that are spelt out, with what they look like; words of the vocabulary are not. */
  readonly spelled: readonly Pattern[];
  /** What the words of the vocabulary for actions stand for, variables aside. */
  readonly vocabulary: readonly Glob[];
  readonly place: Span;
}

/** What one declared agent can do. */
export interface WhatCanQuery {
  readonly kind: "whatCan";
  readonly agent: string;
  readonly place: Span;
}

export type Query = WhoCanQuery | WhatCanQuery;
