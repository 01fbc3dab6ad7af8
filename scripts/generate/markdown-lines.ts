/** Inline Markdown as lines of a given width, for pictures: widths are those of Helvetica and of fixed-width letters. */
import type { Token } from "markdown-it/index.js";

export interface Fragment {
  readonly text: string;
  readonly kind: "text" | "code" | "mark";
  readonly bold: boolean;
  readonly italic: boolean;
  readonly link: boolean;
  readonly x: number;
  readonly width: number;
}

export interface Line {
  readonly fragments: readonly Fragment[];
  readonly width: number;
}

/** A word, or a part of a code span after which a line may end. */
interface Atom {
  readonly text: string;
  readonly kind: Fragment["kind"] | "break";
  readonly bold: boolean;
  readonly italic: boolean;
  readonly link: boolean;
  /** Atoms of one span are drawn as one where they share a line. */
  readonly span: number;
}

// Widths of the printable ASCII characters in Helvetica, in thousandths, from the blank on.
const helvetica =
  "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
    .split(" ")
    .map(Number);

export const codeSize = 12;
const codePadding = 5;
const markWidth = 15;

function widthOf(text: string, size: number, bold: boolean): number {
  const units = [...text].reduce(
    (sum, c) => sum + (helvetica[c.charCodeAt(0) - 32] ?? (c === "→" ? 1000 : 600)),
    0,
  );
  return (units / 1000) * size * (bold ? 1.06 : 1);
}

function atomWidth({ kind, text, bold }: Atom, size: number): number {
  if (kind === "mark") return markWidth;
  if (kind === "code") return [...text].length * codeSize * 0.6;
  return kind === "break" ? 0 : widthOf(text, size, bold);
}

/** `isBold`: in a heading, where all is. */
function atomsOf(token: Token, isBold: boolean): Atom[] {
  const atoms: Atom[] = [];
  let [bold, italic, link] = [isBold, false, false];
  (token.children ?? []).forEach((child, span) => {
    const add = (text: string, kind: Atom["kind"]): void => {
      atoms.push({ text, kind, bold, italic, link, span });
    };
    switch (child.type) {
      case "strong_open":
      case "strong_close":
        bold = isBold || child.type === "strong_open";
        break;
      case "em_open":
      case "em_close":
        italic = child.type === "em_open";
        break;
      case "link_open":
      case "link_close":
        link = child.type === "link_open";
        break;
      case "code_inline":
        for (const part of child.content.split(/(?<=[\s,/])/)) add(part, "code");
        break;
      case "html_inline":
        if (child.content === "<br>") add("", "break");
        break;
      default:
        for (const part of child.content.split(/(⛔|\s+)/)) {
          if (part === "⛔") add(part, "mark");
          else if (part !== "") add(part, "text");
        }
    }
  });
  return atoms;
}

/** Width of the whole on one line, and of its longest part that no line may break. */
export function extentOf(
  token: Token,
  size: number,
  isBold: boolean,
): { readonly natural: number; readonly least: number } {
  const lines = linesOf(token, Infinity, size, isBold);
  const words = atomsOf(token, isBold).map(
    (a) => atomWidth(a, size) + (a.kind === "code" ? 2 * codePadding : 0),
  );
  return { natural: Math.max(0, ...lines.map(({ width }) => width)), least: Math.max(0, ...words) };
}

export function linesOf(token: Token, width: number, size: number, isBold = false): Line[] {
  const lines: Line[] = [];
  let atoms: Atom[] = [];
  const end = (): void => {
    lines.push(lineOf(atoms, size));
    atoms = [];
  };
  for (const atom of atomsOf(token, isBold)) {
    const isBlank = atom.kind === "text" && atom.text.trim() === "";
    if (atom.kind === "break") {
      end();
      continue;
    }
    if (atoms.length === 0 && isBlank) continue;
    if (atoms.length > 0 && !isBlank && lineOf([...atoms, atom], size).width > width) end();
    atoms.push(atom);
  }
  if (atoms.length > 0) end();
  return lines;
}

/** Atoms as they are drawn; blanks at the end are not. */
function lineOf(all: readonly Atom[], size: number): Line {
  const last = all.at(-1);
  const atoms = last === undefined ? [] : [...all.slice(0, -1), { ...last, text: last.text.trimEnd() }];
  const fragments: Fragment[] = [];
  let x = 0;
  for (let i = 0; i < atoms.length;) {
    const first = atoms[i];
    if (first === undefined) break;
    let text = "";
    let width = 0;
    // Text is drawn as one with its blanks.
    for (let next = first; i < atoms.length && isOne(first, next); next = atoms[++i] ?? first) {
      text += next.text;
      width += atomWidth(next, size);
      if (i + 1 >= atoms.length || first.kind === "mark") {
        i++;
        break;
      }
    }
    if (first.kind === "break") continue;
    const padding = first.kind === "code" ? 2 * codePadding : 0;
    const { kind, bold, italic, link } = first;
    const start = kind === "text" ? blanksAt(text, /^\s*/, size, bold) : 0;
    const end = kind === "text" ? blanksAt(text, /\s*$/, size, bold) : 0;
    if (text.trim() !== "" || kind === "code")
      fragments.push({
        text: kind === "text" ? text.trim() : text,
        ...{ kind, bold, italic, link },
        x: x + start,
        width: width - start - end + padding,
      });
    x += width + padding;
  }
  return { fragments, width: x };
}

function blanksAt(text: string, where: RegExp, size: number, bold: boolean): number {
  return widthOf(where.exec(text)?.[0] ?? "", size, bold);
}

function isOne(a: Atom, b: Atom): boolean {
  return a.kind === b.kind && a.span === b.span;
}
