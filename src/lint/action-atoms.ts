/**
 * Which actions of the catalogue a glob or a statement admits.
 *
 * INVARIANT: only services that a glob can reach are decoded.
 */
import { codePoints } from "../automata/alphabet.ts";
import { Budget } from "../automata/budget.ts";
import type { GlobEntry, Name } from "../automata/glob-library.ts";
import { type CatalogueAction, type CatalogueService, isMutating } from "../catalogue/catalogue.ts";
import { lowerAscii } from "../ir/glob.ts";
import type { Glob, Pattern, Scope } from "../ir/ir.ts";
import type { LintContext } from "./lint-context.ts";

/** Bounded by the catalogue and the patterns' size. */
const free = new Budget(Infinity);

/** The service part of an action: two segments below `aws` and `mcp`, else one; with its `:`. */
const servicePart = /^(?:(?:aws|mcp):)?[^:]+:/;

/** Whether a wildcard stands in the service part: then the glob reaches into more than one service. */
export function spansServices({ tokens }: Glob): boolean {
  const [first, ...more] = tokens;
  if (first === undefined) return false;
  if (first.kind !== "text") return true;
  return more.length > 0 && servicePartOf(first.text) === null;
}

/** The service part of an action or of the literal beginning of a glob, lower-cased; `null`: not whole. */
export function servicePartOf(text: string): string | null {
  const part = servicePart.exec(text)?.[0];
  // `aws:` alone is the beginning of a service part, not one of its own.
  if (part === undefined || part === "aws:" || part === "mcp:") return null;
  return lowerAscii(part.slice(0, -1));
}

export function isLiteral({ tokens }: Glob): boolean {
  return tokens.length === 1 && tokens[0]?.kind === "text";
}

// Globs hold actions in lower case, so where a word ends is not always seen.
const readingWords =
  /^(?:batch_?)?(?:get|list|read|describe|search|view|fetch|find|query|lookup|inspect|(?:count|head|show)(?![a-z]))/;

/** Whether the name of an action that nothing is known of says that it only reads. */
export function soundsReading(action: string): boolean {
  return readingWords.test(lowerAscii(action.slice(action.lastIndexOf(":") + 1)));
}

/**
 * Whether the action changes something. AWS calls some of its `Describe…`, `List…` and `Get…` actions
 * writes, for what they hand out or by mistake; what hands out credentials is `credential-read`'s.
 */
export function changesThings(action: CatalogueAction): boolean {
  return isMutating(action) && !(action.name.startsWith("aws:") && soundsReading(action.name));
}

/** Actions of one glob by their services, in the order of keys. */
export type ActionsByService = ReadonlyMap<CatalogueService, readonly CatalogueAction[]>;

/** Equal for scopes that admit the same actions because they say the same of them. */
export function actionsKey({ actions, exceptActions }: Scope): string {
  const keys = (patterns: readonly Pattern[]): string =>
    patterns.flatMap(({ globs }) => globs.map(({ key }) => key)).join("\n");
  return `${keys(actions)}\n\n${keys(exceptActions)}`;
}

export class ActionAtoms {
  readonly #context: LintContext;
  readonly #byGlob: Map<GlobEntry, readonly CatalogueAction[]> = new Map<
    GlobEntry,
    readonly CatalogueAction[]
  >();
  readonly #names: WeakMap<CatalogueAction, Name> = new WeakMap<CatalogueAction, Name>();
  readonly #byService: Map<GlobEntry, ActionsByService> = new Map<GlobEntry, ActionsByService>();
  readonly #byScope: Map<string, readonly CatalogueAction[]> = new Map<string, readonly CatalogueAction[]>();

  constructor(context: LintContext) {
    this.#context = context;
  }

  /** The services that have a name in common with what the glob begins with, sorted by key. */
  reach(glob: Glob): readonly CatalogueService[] {
    const { catalogue } = this.#context;
    const [first] = glob.tokens;
    const prefix = first?.kind === "text" ? first.text : "";
    if (isLiteral(glob)) {
      const service = catalogue.serviceOf(prefix);
      return service === null ? [] : [service];
    }
    return catalogue.keys
      .filter((key) => key.startsWith(prefix) || prefix.startsWith(`${key}:`))
      .flatMap((key) => catalogue.service(key) ?? []);
  }

  /** The actions of the catalogue that the glob matches, by service and name. */
  of(glob: Glob): readonly CatalogueAction[] {
    const { catalogue, analysis } = this.#context;
    const entry = analysis.library.entry(glob);
    let actions = this.#byGlob.get(entry);
    if (actions === undefined) {
      if (isLiteral(glob)) {
        const action = catalogue.action(entry.prefix);
        actions = action === null ? [] : [action];
      } else {
        actions = this.reach(glob).flatMap((service) =>
          service.actions.filter((action) => this.#matches(entry, action)),
        );
      }
      this.#byGlob.set(entry, actions);
    }
    return actions;
  }

  /** The same by service. */
  byService(glob: Glob): ActionsByService {
    const entry = this.#context.analysis.library.entry(glob);
    let services = this.#byService.get(entry);
    if (services === undefined) {
      const found = new Map<CatalogueService, CatalogueAction[]>();
      for (const action of this.of(glob)) {
        const service = this.#context.catalogue.serviceOf(action.name);
        if (service === null) continue;
        const known = found.get(service);
        if (known === undefined) found.set(service, [action]);
        else known.push(action);
      }
      services = found;
      this.#byService.set(entry, services);
    }
    return services;
  }

  /** The actions of the catalogue that a scope admits: those of its patterns without what it excepts. */
  ofScope(scope: Scope): readonly CatalogueAction[] {
    const key = actionsKey(scope);
    let actions = this.#byScope.get(key);
    if (actions === undefined) {
      const admitted = new Set(scope.actions.flatMap(({ globs }) => globs.flatMap((g) => this.of(g))));
      const excepted = scope.exceptActions.flatMap(({ globs }) =>
        globs.map((g) => this.#context.analysis.library.entry(g)),
      );
      actions = [...admitted].filter((action) => !excepted.some((entry) => this.#matches(entry, action)));
      this.#byScope.set(key, actions);
    }
    return actions;
  }

  /** The globs of a list that match no action of the catalogue. */
  unknownIn(patterns: readonly Pattern[]): readonly Glob[] {
    return patterns.flatMap(({ globs }) => globs.filter((g) => this.of(g).length === 0));
  }

  #matches(entry: GlobEntry, action: CatalogueAction): boolean {
    let name = this.#names.get(action);
    if (name === undefined) {
      const text = lowerAscii(action.name);
      name = { codes: codePoints(text), text };
      this.#names.set(action, name);
    }
    const { text } = name;
    // Most actions of a wide glob's services are told apart by its texts alone.
    if (!entry.glob.tokens.every((token) => token.kind !== "text" || text.includes(token.text))) return false;
    return this.#context.analysis.library.matches(entry, name, free);
  }
}

/** The set's atoms; one a run. */
export function actionAtoms(context: LintContext): ActionAtoms {
  return context.share({ name: "action atoms", make: (shared) => new ActionAtoms(shared) });
}
