/**
 * What a file holds besides its nodes: comments, and the marks between documents.
 *
 * INVARIANT: found by the YAML lexer, so a `#` inside a scalar is never taken for a comment.
 */
import { CST, Lexer } from "yaml";

export interface Comment {
  /** With its `#`, without trailing blanks. */
  readonly text: string;
  readonly start: number;
  /** Characters before it on its line. */
  readonly column: number;
}

export interface Trivia {
  /** In the file's order. */
  readonly comments: readonly Comment[];
  /** Offsets of `---`. */
  readonly documentStarts: readonly number[];
}

export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

export function readTrivia(text: string): Trivia {
  const comments: Comment[] = [];
  const documentStarts: number[] = [];
  let offset = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (isScalar) {
      isScalar = false;
    } else {
      const type = CST.tokenType(lexeme);
      if (type === "doc-mode" || type === "flow-error-end" || type === "scalar") {
        // The lexer's own marks, which stand for no characters; one says that a scalar's text follows.
        isScalar = type === "scalar";
        continue;
      }
      if (type === "comment")
        comments.push({ text: lexeme.trimEnd(), start: offset, column: columnOf(text, offset) });
      else if (type === "doc-start") documentStarts.push(offset);
    }
    offset += lexeme.length;
  }
  return { comments, documentStarts };
}
