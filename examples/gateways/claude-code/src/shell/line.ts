/**
 * A line of shell text to what it asks for: one wish a simple command, and one a file that it names.
 *
 * INVARIANT: every simple command that bash could start for the line has its wish, or the line has `cmd/unparsed`. The walk
 * visits the whole tree, so that no substitution, loop or branch is passed over; what is not certain is `cmd/unparsed`.
 */
import { forEachChild, parse, type Assignment, type ParsedScript, type Redirection, type SyntaxNode, type Word } from "unbash";
import { exists, expandHome, fileNames, pathsOf } from "../file-names.ts";
import { Unmapped, type Mapped, type Place, type Wish } from "../requests.ts";
import { runCommand, runWords } from "./command.ts";
import { checkExpression } from "./expressions.ts";
import { isFateful, type FileAction } from "./programs.ts";
import { valueOf, type Known, type Value } from "./value.ts";

/** Longer lines are not read: their words would not fit a request's context. */
const maxLine = 65_536;
const maxDepth = 6;
/** Programs that run programs, such as `sudo env rm`. */
const maxRuns = 20;
/** Levels of the syntax tree; a stack holds many more. */
const maxLevels = 250;
/** Working folders that a line may be in; more than a few are not followed. */
const maxFolders = 8;

/** Control characters besides tab and line feed, and the blanks and marks that a reader of the line would not see. */
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/u;

/** Devices that hold nothing. */
const harmless = /^\/dev\/(null|stdin|stdout|stderr|fd\/\d+)$/;

/** What is found in a line while it is walked. */
export class Line {
  readonly #wishes = new Map<string, Wish>();
  readonly #notes = new Set<string>();
  /** Names that were looked up, by folder and path. */
  readonly #names = new Map<string, readonly string[]>();
  /** Where the line may be; null once it cannot be told. */
  #folders: readonly string[] | null;
  #loops = 0;
  #depth = 0;
  #levels = 0;
  #runs = 0;

  readonly place: Place;

  constructor(place: Place) {
    this.place = place;
    this.#folders = [place.cwd];
  }

  get mapped(): Mapped {
    return { wishes: [...this.#wishes.values()], notes: [...this.#notes] };
  }

  wish(wish: Wish): void {
    this.#wishes.set(JSON.stringify(wish), wish);
  }

  unparsed(note: string): void {
    this.#notes.add(note);
    this.wish({ action: "bash:run", resource: "cmd/unparsed" });
  }

  /** Reads text as a script. `folder`: it runs where the line is; else at a time, and so in a folder, that is not known. */
  read(text: string, folder = true): void {
    if (this.#depth >= maxDepth) return this.unparsed("commands are nested too deeply");
    if (text.length > maxLine) return this.unparsed("the line is too long");
    if (invisible.test(text)) return this.unparsed("the line holds characters that cannot be seen");
    const before = this.#folders;
    if (!folder) this.#folders = null;
    this.#depth++;
    this.visit(parse(text));
    this.#depth--;
    if (!folder) this.#folders = before;
  }

  visit(node: SyntaxNode): void {
    if (this.#levels >= maxLevels) return this.unparsed("commands are nested too deeply");
    this.#levels++;
    this.#take(node);
    this.#levels--;
  }

  #take(node: SyntaxNode): void {
    const isLoop = node.type === "For" || node.type === "While";
    if (isLoop) this.#loops++;
    switch (node.type) {
      case "Script":
        this.#script(node);
        break;
      case "Command":
        runCommand(this, node);
        break;
      case "Assignment":
        this.assign(node.name, this.#assigned(node));
        break;
      case "For":
        this.assign(node.name.value, null);
        break;
      case "Redirect":
      case "HereDoc":
        this.#redirect(node);
        break;
      case "FileDescriptorVariable":
        this.assign(node.name, null);
        break;
      case "Function":
      case "Coproc":
      case "Select":
      case "ArithmeticFor":
        this.unparsed(`\`${node.type}\` is not followed`);
        break;
      default:
        checkExpression(this, node);
    }
    forEachChild(node, (child) => this.visit(child));
    if (isLoop) this.#loops--;
  }

  /** Runs the words of a command, of which the first is the program; `env`: the variables that are set for it. */
  run(words: readonly Value[], env: readonly string[]): void {
    if (this.#runs >= maxRuns) return this.unparsed("programs that run programs are nested too deeply");
    this.#runs++;
    runWords(this, words, env);
    this.#runs--;
  }

  value(word: Word): Value {
    const home = this.place.home;
    const [folder, ...others] = this.#folders ?? [];
    const known: Known = { HOME: home, PWD: others.length === 0 ? (folder ?? null) : null };
    return valueOf(word, known, (path) => expandHome(path, this.place));
  }

  /** A variable gets a value, or one that is not known. */
  assign(name: string, value: string | null): void {
    if (!/^[A-Za-z_]\w*$/.test(name)) return this.unparsed(`\`${name}\` is set by an expression`);
    if (isFateful(name, value)) this.unparsed(`\`${name}\` changes what the line means`);
  }

  /** The line names a file. */
  file(path: string, actions: readonly FileAction[]): void {
    if (harmless.test(path)) return;
    if (this.#folders === null && !pathsOf(this.place).isAbsolute(path)) {
      return this.unparsed(`\`${path}\` starts from a folder that is not known`);
    }
    for (const folder of this.#folders ?? ["/"]) {
      for (const name of this.namesOf(path, folder)) {
        for (const action of actions) this.wish({ action: `files:${action}`, resource: name });
      }
    }
  }

  /** The names of a path; none where it has none, and then the line is unparsed. */
  namesOf(path: string, folder: string): readonly string[] {
    const key = `${folder}\0${path}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    try {
      const names = fileNames(path, folder, this.place);
      this.#names.set(key, names);
      return names;
    } catch (error) {
      if (!(error instanceof Unmapped)) throw error;
      this.unparsed(error.message);
      return [];
    }
  }

  get folders(): readonly string[] | null {
    return this.#folders;
  }

  isThere(path: string): boolean {
    return (this.#folders ?? []).some((folder) => exists(path, folder, this.place));
  }

  /** `cd`: from here on the line may be there, or, where that failed, where it was. */
  enter(path: string | null): void {
    const before = this.#folders;
    if (path === null || before === null || this.#loops > 0 || process.env["CDPATH"]) {
      this.#folders = null;
      if (this.#loops > 0) this.unparsed("`cd` in a loop is not followed");
      return;
    }
    const paths = pathsOf(this.place);
    // The shell takes `..` away by hand, and the kernel does not; both readings are kept.
    const next = before.flatMap((folder) => {
      const full = paths.isAbsolute(path) ? path : `${folder}${paths.sep}${path}`;
      return [paths.normalize(full), full];
    });
    const folders = [...new Set([...before, ...next])];
    this.#folders = folders.length > maxFolders ? null : folders;
  }

  #script(script: ParsedScript): void {
    const [error] = script.errors ?? [];
    if (error !== undefined) this.unparsed(`the shell text does not parse: ${error.message}`);
  }

  #assigned(node: Assignment): string | null {
    if (node.index !== undefined && !/^\d+$/.test(node.index.text)) this.unparsed("an index is an expression");
    if (node.value.type !== "Word") return null;
    const value = this.value(node.value);
    return value.kind === "text" && node.append !== true ? value.text : null;
  }

  #redirect(node: Redirection): void {
    if (node.type === "HereDoc") {
      if (node.closing === undefined) this.unparsed("a here-document does not end");
      return;
    }
    if (node.type === "HereString") return;
    const target = node.target === undefined ? null : this.value(node.target);
    if (target?.kind !== "text") return this.unparsed("a redirection's file is not written out");
    const isDescriptor = node.operator === ">&" || node.operator === "<&";
    if (isDescriptor && /^(\d+-?|-)$/.test(target.text)) return;
    if (node.operator === "<") this.file(target.text, ["read"]);
    else this.file(target.text, node.operator === "<>" || node.operator === "<&" ? ["read", "write"] : ["write"]);
  }
}

/** What a command line asks for: at least one wish, whatever the text. */
export function mapLine(text: string, place: Place): Mapped {
  const line = new Line(place);
  line.read(text);
  if (line.mapped.wishes.length === 0) line.unparsed("the line holds no command");
  return line.mapped;
}
