/** Runs a sentence: a theorem about all valid requests that it speaks of, or a counterexample. */
import { assertNever } from "../base/invariant.ts";
import type { Decision } from "../base/request.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Prover } from "../analysis/prover.ts";
import type { Sentence, Verb } from "../ir/ir.ts";
import { failed, passed, unjudged, type TestResult } from "./test-result.ts";
import { statementList } from "./statement-list.ts";

/** `agents` are the names that the set declares. */
export function runSentence(prover: Prover, sentence: Sentence, agents: readonly string[]): TestResult {
  const { text, place } = sentence;
  const verdict = prover.prove(sentence);
  switch (verdict.kind) {
    case "proven":
      return passed(text, place);
    case "refuted": {
      const { request, decision } = verdict.counterexample;
      return failed(text, place, whyRefuted(sentence.verb, decision), { request, decision });
    }
    case "vacuous":
      return unjudged(text, place, "no valid request matches this sentence, so it says nothing");
    case "noSubject":
      return unjudged(text, place, whyNoSubject(text, agents));
    case "unknown":
      return unjudged(
        text,
        place,
        `undecided after ${verdict.states} states: ${verdict.question}; narrow the sentence or split it`,
      );
    default:
      return assertNever(verdict);
  }
}

function whyNoSubject(text: string, agents: readonly string[]): string {
  const [subject = ""] = text.trim().split(" ");
  if (agents.length === 0) return "the policy set declares no agent";
  if (subject.startsWith("label:")) return `\`${subject}\` names no declared agent: none has this label`;
  const near = subject.includes("*") ? null : didYouMean(subject, agents);
  return `\`${subject}\` names no declared agent${near === null ? "" : `; ${near}`}`;
}

/** What the counterexample's decision is, against what the verb claims of every request. */
function whyRefuted(verb: Verb, decision: Decision): string {
  const by = statementList(decision.statements);
  switch (verb) {
    case "can":
      return decision.effect === "require_approval"
        ? `not every request is allowed outright: this one requires approval, by ${by}`
        : `not every request is allowed: ${whyDenied(decision)}`;
    case "cannot":
      return decision.effect === "require_approval"
        ? `not every request is denied: this one requires approval, by ${by}, and an approval gate is not a denial`
        : `not every request is denied: this one is allowed, by ${by}`;
    case "needs approval to":
      return decision.effect === "allow"
        ? `not every request requires approval: this one is allowed without, by ${by}`
        : `not every request requires approval: ${whyDenied(decision)}`;
    default:
      return assertNever(verb);
  }
}

function whyDenied(decision: Decision): string {
  return decision.reason === "denied"
    ? `this one is denied, by ${statementList(decision.statements)}`
    : "this one is denied, since nothing grants it";
}
