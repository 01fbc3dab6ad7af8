/**
 * Requests kept as bytes, so that each timed pass decides strings that nobody has read, flattened or
 * hashed before: what a gateway gets from its parser.
 */
import { attributesOf, type Attributes, type WorkRequest } from "./workload.ts";

export interface FreshRequest {
  readonly agent: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: Attributes;
}

export class RequestBytes {
  readonly count: number;
  readonly #bytes: Buffer;
  /** Where agent, action and resource of each request begin, and where the last one ends. */
  readonly #starts: Uint32Array;
  readonly #withContext: boolean;

  constructor(requests: readonly WorkRequest[], withContext: boolean) {
    this.count = requests.length;
    this.#withContext = withContext;
    const texts = requests.flatMap(({ agent, action, resource }) => [agent, action, resource]);
    this.#starts = new Uint32Array(texts.length + 1);
    texts.forEach((text, i) => {
      this.#starts[i + 1] = (this.#starts[i] ?? 0) + text.length;
    });
    this.#bytes = Buffer.from(texts.join(""), "latin1");
    if (this.#bytes.length !== this.#starts.at(-1)) throw new Error("the workload is ASCII only");
  }

  /** Request number `i` with strings of its own. */
  fresh(i: number): FreshRequest {
    const agent = this.#text(3 * i);
    const action = this.#text(3 * i + 1);
    const resource = this.#text(3 * i + 2);
    if (!this.#withContext) return { agent, action, resource };
    const { environment, amount, ticket } = attributesOf(i);
    const context = { environment: this.#copy(environment), amount, ticket: this.#copy(ticket) };
    return { agent, action, resource, context };
  }

  /** `count` requests from number `from` on, beginning anew after the last. */
  slice(from: number, count: number): FreshRequest[] {
    return Array.from({ length: count }, (_, i) => this.fresh((from + i) % this.count));
  }

  /** Mean length of the resources in characters. */
  meanLength(): number {
    let sum = 0;
    for (let i = 0; i < this.count; i++)
      sum += (this.#starts[3 * i + 3] ?? 0) - (this.#starts[3 * i + 2] ?? 0);
    return sum / this.count;
  }

  #text(index: number): string {
    return this.#bytes.toString("latin1", this.#starts[index], this.#starts[index + 1]);
  }

  #copy(text: string): string {
    return Buffer.from(text, "latin1").toString("latin1");
  }
}
