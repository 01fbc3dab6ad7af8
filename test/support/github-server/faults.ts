/** Answers that fail. */
/** What happens to the requests that it fits, instead of the answer. */
export interface Fault {
  readonly path: RegExp;
  readonly method?: string;
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string };
  /** The text of the answer; GitHub's form of an error unless said. */
  readonly body?: string;
  /** `reset`: the connection breaks at once; `truncated`: within the answer; `malformed`: no JSON. */
  readonly kind?: "reset" | "truncated" | "malformed";
  /** Milliseconds before the answer, which is the right one if there is nothing else. */
  readonly delay?: number;
  /** True: the request is carried out first, and only its answer is lost. */
  readonly after?: boolean;
  /** How many requests; all unless said. */
  readonly times?: number;
}
