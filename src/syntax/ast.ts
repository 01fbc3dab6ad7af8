/**
 * The syntax tree: what a file says, with the place of every part, before any name is resolved.
 *
 * INVARIANT: a tree is only built from text that parsed without error; a part that did not parse
 * is absent and has been reported. Spans point into the file as its author wrote it.
 */
export type * from "./config-ast.ts";
export type * from "./document-ast.ts";
export type * from "./expression-ast.ts";
export type * from "./limit-ast.ts";
