/** What a tool call asks for, before an agent and a time are put to it. */

/** One name that a tool call touches. `context` holds only what is certain: what is missing counts as unknown. */
export interface Wish {
  readonly action: string;
  readonly resource: string;
  readonly context?: { readonly [name: string]: string | readonly string[] };
}

/** All that a tool call touches; several wishes are decided together, by the strictest. */
export interface Mapped {
  readonly wishes: readonly Wish[];
  /** Why something became `cmd/unparsed`, for the reason of a denial. */
  readonly notes: readonly string[];
}

/** A tool call that has no name in the policies' language. It is denied, with the message as reason. */
export class Unmapped extends Error {}

/** Where a call is made. */
export interface Place {
  /** The folder of the project, absolute. */
  readonly project: string;
  /** How policies call the project: one segment or more, such as `shop` or `acme/shop`. */
  readonly repo: string;
  /** The working folder of the call, absolute. */
  readonly cwd: string;
  /** The user's home, or null where it is not known. */
  readonly home: string | null;
  readonly platform: NodeJS.Platform;
}
