/**
 * JSON (RFC 8259) as a tree with places.
 *
 * INVARIANT: strict. A name that stands twice in an object is an error, since readers differ in which value counts;
 * so is nesting deeper than `depthLimit`.
 */
export type JsonNode = {
  /** Offsets in UTF-16 units, the end exclusive. */
  readonly start: number;
  readonly end: number;
} & (
  | { readonly kind: "object"; readonly members: readonly JsonMember[] }
  | { readonly kind: "array"; readonly items: readonly JsonNode[] }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "literal"; readonly value: boolean | null }
);

export interface JsonMember {
  readonly key: JsonNode & { readonly kind: "string" };
  readonly value: JsonNode;
}

/** What is wrong, and where. */
export interface JsonFault {
  readonly problem: string;
  readonly start: number;
  readonly end: number;
}

export type JsonReading =
  { readonly kind: "tree"; readonly root: JsonNode } | { readonly kind: "fault"; readonly fault: JsonFault };

const depthLimit = 64;

/** Ends reading at the first fault; never leaves this file. */
class Fault extends Error {
  readonly fault: JsonFault;

  constructor(problem: string, start: number, end: number) {
    super(problem);
    this.fault = { problem, start, end };
  }
}

export function parseJson(text: string): JsonReading {
  const reader = new Reader(text);
  try {
    return { kind: "tree", root: reader.readWhole() };
  } catch (error) {
    if (error instanceof Fault) return { kind: "fault", fault: error.fault };
    throw error;
  }
}

/** The value of a member; `null` when the node is no object or has no such member. */
export function memberOf(node: JsonNode, name: string): JsonNode | null {
  if (node.kind !== "object") return null;
  return node.members.find(({ key }) => key.value === name)?.value ?? null;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readWhole(): JsonNode {
    this.#skipBlanks();
    const root = this.#readValue(1);
    this.#skipBlanks();
    if (this.#at < this.#text.length) this.#fail("something follows the end of the JSON value");
    return root;
  }

  #readValue(depth: number): JsonNode {
    const start = this.#at;
    switch (this.#text.charAt(start)) {
      case "{":
        return this.#readObject(start, this.#deeper(depth));
      case "[":
        return this.#readArray(start, this.#deeper(depth));
      case '"':
        return this.#readString();
      case "":
        return this.#fail("the JSON text ends too early");
      default:
        return this.#readWord(start);
    }
  }

  #deeper(depth: number): number {
    if (depth > depthLimit) this.#fail(`JSON nested deeper than ${String(depthLimit)}`);
    return depth + 1;
  }

  #readObject(start: number, depth: number): JsonNode {
    const members: JsonMember[] = [];
    const names = new Set<string>();
    this.#at++;
    this.#skipBlanks();
    while (!this.#take("}")) {
      if (members.length > 0) this.#expect(",");
      if (this.#text.charAt(this.#at) !== '"') this.#fail('`"` is expected here');
      const key = this.#readString();
      if (names.has(key.value)) throw new Fault("a name stands twice in one object", key.start, key.end);
      names.add(key.value);
      this.#skipBlanks();
      this.#expect(":");
      members.push({ key, value: this.#readValue(depth) });
      this.#skipBlanks();
    }
    return { kind: "object", members, start, end: this.#at };
  }

  #readArray(start: number, depth: number): JsonNode {
    const items: JsonNode[] = [];
    this.#at++;
    this.#skipBlanks();
    while (!this.#take("]")) {
      if (items.length > 0) this.#expect(",");
      items.push(this.#readValue(depth));
      this.#skipBlanks();
    }
    return { kind: "array", items, start, end: this.#at };
  }

  #readString(): JsonNode & { readonly kind: "string" } {
    const start = this.#at;
    this.#at++;
    while (!this.#take('"')) {
      const unit = this.#text.charCodeAt(this.#at);
      // At the end of the text there is no unit.
      if (Number.isNaN(unit)) throw new Fault("this string is never closed", start, start + 1);
      if (unit < 0x20) this.#fail("a string holds no raw control character");
      if (unit !== 0x5c) this.#at++;
      else if (this.#match(/\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y) === null)
        this.#fail("no such escape in JSON");
    }
    // What came this far is JSON, so the engine's own reader undoes the escapes.
    const value: unknown = JSON.parse(this.#text.slice(start, this.#at));
    return { kind: "string", value: String(value), start, end: this.#at };
  }

  #readWord(start: number): JsonNode {
    const word = this.#match(/true|false|null/y);
    if (word !== null) {
      return { kind: "literal", value: word === "null" ? null : word === "true", start, end: this.#at };
    }
    const number = this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (number === null) return this.#fail("no JSON value begins here");
    return { kind: "number", value: Number(number), start, end: this.#at };
  }

  #match(sticky: RegExp): string | null {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }

  #skipBlanks(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
    }
  }

  #take(character: string): boolean {
    if (this.#text.charAt(this.#at) !== character) return false;
    this.#at++;
    return true;
  }

  #expect(character: string): void {
    if (!this.#take(character)) this.#fail(`\`${character}\` is expected here`);
    this.#skipBlanks();
  }

  #fail(problem: string): never {
    throw new Fault(problem, this.#at, Math.min(this.#at + 1, this.#text.length));
  }
}
