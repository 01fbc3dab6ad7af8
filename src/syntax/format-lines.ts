/**
 * The output of the formatter: lines, with the comments and blank lines of the source put in where
 * they belong.
 *
 * INVARIANT: every comment of the source comes out once, in the source's order.
 */
import type { Comment } from "./format-trivia.ts";

export interface FormattedLines {
  /** Puts out the comments before a source offset, each on a line of its own. */
  readonly commentsBefore: (offset: number, indent: number) => void;
  /** Likewise, but only as long as they stand further right in the source than `column`. */
  readonly commentsWithin: (offset: number, column: number, indent: number) => void;
  /**
   * Puts out one line that stands for the source from `start` to `end`; a comment behind it, before
   * the offset `limit`, follows on the same line.
   */
  readonly line: (content: string, start: number, end: number, limit?: number) => void;
  /** Puts out lines as they are, for the source up to `end`. */
  readonly verbatim: (lines: readonly string[], end: number) => void;
  /** Whether comments are left before an offset. */
  readonly hasCommentBefore: (offset: number) => boolean;
  readonly lines: () => readonly string[];
}

const blankLine = /\n[ \t]*\r?\n/;

export function createLines(text: string, comments: readonly Comment[]): FormattedLines {
  const lines: string[] = [];
  let next = 0;
  /** The end of what has been put out. */
  let done = 0;

  const keepBlankLine = (start: number): void => {
    if (lines.length > 0 && lines.at(-1) !== "" && blankLine.test(text.slice(done, start))) lines.push("");
  };
  const putComment = (comment: Comment, indent: number): void => {
    keepBlankLine(comment.start);
    lines.push(" ".repeat(indent) + comment.text);
    done = comment.start + comment.text.length;
    next++;
  };
  const pending = (offset: number): Comment | null => {
    const comment = comments[next];
    return comment !== undefined && comment.start < offset ? comment : null;
  };

  return {
    commentsBefore: (offset, indent) => {
      for (let c = pending(offset); c !== null; c = pending(offset)) putComment(c, indent);
    },
    commentsWithin: (offset, column, indent) => {
      for (let c = pending(offset); c !== null && c.column > column; c = pending(offset))
        putComment(c, indent);
    },
    line: (content, start, end, limit = Number.POSITIVE_INFINITY) => {
      keepBlankLine(start);
      const comment = pending(limit);
      const isBehind =
        comment !== null && comment.start >= end && !text.slice(end, comment.start).includes("\n");
      lines.push(isBehind ? `${content}  ${comment.text}` : content);
      done = isBehind ? comment.start + comment.text.length : Math.max(done, end);
      if (isBehind) next++;
    },
    verbatim: (more, end) => {
      lines.push(...more);
      done = Math.max(done, end);
    },
    hasCommentBefore: (offset) => pending(offset) !== null,
    lines: () => lines,
  };
}
