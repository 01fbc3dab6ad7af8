/** Proves one sentence given as text: what `sentrely-policy test` does for each sentence of a test file. */
import { createProver, type ProverOptions, type Verdict } from "./analysis/prover.ts";
import type { Diagnostic } from "./base/diagnostic.ts";
import type { Compilation } from "./pipeline.ts";

/** A verdict, or what is wrong with the sentence or the set it speaks of. */
export type Proof = Verdict | { readonly kind: "invalid"; readonly diagnostics: readonly Diagnostic[] };

/**
 * Decides a sentence such as `ci-runner cannot push main` for all valid requests. It is `invalid`
 * when it does not parse, names what the set does not know, or when the set itself holds an error.
 * For many sentences, make one prover with `createProver` and keep it.
 */
export function prove(compilation: Compilation, text: string, options: ProverOptions = {}): Proof {
  const { sentence, diagnostics } = compilation.readSentence(text);
  if (compilation.set === null) return { kind: "invalid", diagnostics: compilation.diagnostics };
  if (sentence === null) return { kind: "invalid", diagnostics };
  return createProver(compilation.set, options).prove(sentence);
}
