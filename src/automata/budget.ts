/**
 * The bound on work. Work is counted in expanded states, never in time, so that a verdict is the same
 * on every machine.
 */

/** Thrown by `Budget.charge`, caught where the question was asked; it never leaves the engine. */
export class BudgetExceeded extends Error {
  override readonly name = "BudgetExceeded";
}

/** States that one question may still expand. */
export class Budget {
  readonly limit: number;
  #spent = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** States expanded so far. */
  get spent(): number {
    return this.#spent;
  }

  /** Counts states; throws `BudgetExceeded` when they pass the limit. */
  charge(states: number): void {
    this.#spent += states;
    if (this.#spent > this.limit) throw new BudgetExceeded(`more than ${this.limit} states`);
  }
}
