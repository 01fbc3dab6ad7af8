/**
 * Which attributes must be there for a condition to be true.
 *
 * INVARIANT: an attribute that is said to be needed is: where it is absent, the condition is not true.
 * Defaults are not known here.
 */
import type { Condition } from "../ir/ir.ts";
import type { ConditionNode } from "../syntax/ast.ts";

interface Needs {
  readonly ifTrue: ReadonlySet<string>;
  readonly ifFalse: ReadonlySet<string>;
  /** Attributes whose absence can make it unknown. */
  readonly compared: ReadonlySet<string>;
}

const nothing: ReadonlySet<string> = new Set();

/** Attributes of the context that the condition compares, and those it cannot be true without. */
export function needsOf(condition: Condition | ConditionNode): Needs {
  switch (condition.kind) {
    case "and":
    case "or": {
      const terms = condition.terms.map((term) => needsOf(term));
      const all = (part: keyof Needs): ReadonlySet<string> =>
        new Set(terms.flatMap((term) => [...term[part]]));
      const common = (part: keyof Needs): ReadonlySet<string> =>
        new Set([...(terms[0]?.[part] ?? [])].filter((name) => terms.every((term) => term[part].has(name))));
      return condition.kind === "and"
        ? { ifTrue: all("ifTrue"), ifFalse: common("ifFalse"), compared: all("compared") }
        : { ifTrue: common("ifTrue"), ifFalse: all("ifFalse"), compared: all("compared") };
    }
    case "not": {
      const { ifTrue, ifFalse, compared } = needsOf(condition.term);
      return { ifTrue: ifFalse, ifFalse: ifTrue, compared };
    }
    case "has":
      return { ifTrue: namesOf(condition.attribute), ifFalse: nothing, compared: nothing };
    case "word":
      return { ifTrue: nothing, ifFalse: nothing, compared: nothing };
    case "compare":
    case "oneOf":
    case "member":
    case "text":
    case "truth": {
      const names = namesOf(condition.attribute);
      return { ifTrue: names, ifFalse: names, compared: names };
    }
  }
}

type AttributeLike = Extract<Condition, { kind: "has" }>["attribute"];

function namesOf(attribute: AttributeLike): ReadonlySet<string> {
  return attribute.kind === "context" ? new Set([attribute.name]) : nothing;
}

/** Whether a word of the vocabulary stands in it, whose text is not known here. */
export function holdsWord(node: ConditionNode): boolean {
  switch (node.kind) {
    case "and":
    case "or":
      return node.terms.some((term) => holdsWord(term));
    case "not":
      return holdsWord(node.term);
    default:
      return node.kind === "word";
  }
}

/** Whether the condition compares `time.*`. */
export function comparesTime(condition: Condition): boolean {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.terms.some((term) => comparesTime(term));
    case "not":
      return comparesTime(condition.term);
    default:
      return condition.attribute.kind === "time";
  }
}
