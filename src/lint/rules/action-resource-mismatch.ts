/**
 * A resource pattern to which no action of its statement applies.
 *
 * Two halves. Where shapes bind, the compiler finds patterns that fit none. Elsewhere the catalogue's
 * templates are compared coarsely (`resource-kinds.ts`): is there no common name of the pattern and of
 * the kinds of resources of any action? Told only where the pattern is plainly of another kind: an ARN
 * of another service or type, or a name whose first segment belongs to another family of services.
 * Silent where an action or its resources are not known, and for names of a company's own. Linear in
 * patterns times the kinds of their actions.
 */
import type { GlobEntry } from "../../automata/glob-library.ts";
import type { CatalogueAction } from "../../catalogue/catalogue.ts";
import type { Pattern, Scope } from "../../ir/ir.ts";
import { actionAtoms, spansServices } from "../action-atoms.ts";
import { boxFilter } from "../box-filter.ts";
import { defineRule, type Rule } from "../define-rule.ts";
import type { LintContext } from "../lint-context.ts";
import { kindsOf } from "../resource-kinds.ts";
import { globAsWritten, listInWords } from "../statement-places.ts";

/**
 * First segments that say what a name is of. Services of one family may speak of each other's
 * resources: a tracker of a repository, a deployment of a file. URLs and `mcp/…` may be anybody's.
 */
const familyOfSegment: ReadonlyMap<string, string> = new Map([
  ["repos", "code"],
  ["files", "code"],
  ["cmd", "code"],
  ["tickets", "code"],
  ["k8s", "code"],
  ["terraform", "code"],
  ["sql", "data"],
  ["crm", "data"],
  ["payments", "money"],
  ["stripe", "money"],
  ["slack", "talk"],
  ["mail", "talk"],
]);

const familyOfService: ReadonlyMap<string, string> = new Map([
  ["git", "code"],
  ["github", "code"],
  ["files", "code"],
  ["tickets", "code"],
  ["sql", "data"],
  ["crm", "data"],
  ["payments", "money"],
  ["stripe", "money"],
  ["slack", "talk"],
  ["mail", "talk"],
]);

/** Services whose resources no account of AWS holds; the others may well be asked about by ARN. */
const neverArn: ReadonlySet<string> = new Set([
  "git",
  "github",
  "tickets",
  "crm",
  "payments",
  "stripe",
  "slack",
]);
/** Services of AWS that hold what the others of `neverArn` speak of. */
const codeArn = /^arn:[^:]*:code/;

export const actionResourceMismatch: Rule = defineRule({
  id: "action-resource-mismatch",
  category: "structure",
  level: "error",
  fix: null,
  isExact: false,
  summary: "A resource pattern to which no action of its statement applies.",
  check: (context, report) => {
    const told = new Set<string>();
    for (const { owner, instances } of context.statements) {
      if (owner.kind === "border") continue;
      for (const { statement } of instances) {
        const actions = knownActions(context, statement.scope);
        if (actions === null) continue;
        for (const pattern of misfits(context, actions, statement.scope)) {
          const { file, start } = pattern.place;
          const key = `${file}\u0000${String(start)}`;
          if (told.has(key)) continue;
          told.add(key);
          const [glob] = pattern.globs;
          const what = glob === undefined ? "this" : `\`${globAsWritten(context, pattern, glob)}\``;
          report({
            span: pattern.place,
            message: `${what} is no resource of ${actionsAsWritten(context, statement.scope)}`,
            help: helpOf(actions),
          });
        }
      }
    }
  },
});

/** The actions of a scope; `null` where something is not known of one. */
function knownActions(context: LintContext, scope: Scope): readonly CatalogueAction[] | null {
  const atoms = actionAtoms(context);
  const globs = scope.actions.flatMap((pattern) => pattern.globs);
  if (globs.some(spansServices) || atoms.unknownIn(scope.actions).length > 0) return null;
  const actions = atoms.ofScope(scope);
  const isOpen = ({ name, resources }: CatalogueAction): boolean =>
    resources === null || context.catalogue.serviceOf(name)?.naming === "bound";
  return actions.length === 0 || actions.some(isOpen) ? null : actions;
}

function misfits(
  context: LintContext,
  actions: readonly CatalogueAction[],
  { resources }: Scope,
): readonly Pattern[] {
  const { library } = context.analysis;
  const filter = context.share(boxFilter);
  const { services, kinds } = context.share(applications).of(context, actions);
  const suspects = resources.filter(({ globs }) =>
    globs.every((glob) => isForeign(library.entry(glob), services)),
  );
  if (suspects.length === 0) return [];
  return suspects.filter(
    ({ globs }) =>
      !filter.mayOverlap(
        globs.map((g) => library.entry(g)),
        kinds(),
      ),
  );
}

interface Application {
  readonly services: readonly string[];
  readonly kinds: () => readonly GlobEntry[];
}

/** What lists of actions apply to, computed once for each list. */
class Applications {
  readonly #known: WeakMap<readonly CatalogueAction[], Application> = new WeakMap<
    readonly CatalogueAction[],
    Application
  >();

  of(context: LintContext, actions: readonly CatalogueAction[]): Application {
    let found = this.#known.get(actions);
    if (found === undefined) {
      const services = new Set(actions.map(({ name }) => context.catalogue.serviceOf(name)?.key ?? ""));
      let kinds: readonly GlobEntry[] | null = null;
      found = {
        services: [...services],
        kinds: () => (kinds ??= [...new Set(actions.flatMap((action) => kindsOf(context, action) ?? []))]),
      };
      this.#known.set(actions, found);
    }
    return found;
  }
}

const applications = { name: "applications of actions", make: (): Applications => new Applications() };

/** Whether a name that begins so is plainly of another kind unless a template says that it is not. */
function isForeign({ prefix }: GlobEntry, services: readonly string[]): boolean {
  const isArn = prefix.startsWith("arn:");
  const segment = /^([^:/]+)[:/]/.exec(prefix)?.[1] ?? "";
  const family = familyOfSegment.get(segment);
  return services.every((key) => {
    if (key.startsWith("aws:"))
      return isArn || (family === "code" && !/^aws:(?:code|ssm|eks)/.test(key)) || family === "talk";
    if (isArn) return neverArn.has(key) && !codeArn.test(prefix);
    const own = familyOfService.get(key);
    return own !== undefined && family !== undefined && own !== family;
  });
}

function actionsAsWritten(context: LintContext, { actions }: Scope): string {
  const written = [...actions].sort((a, b) => a.place.start - b.place.start);
  const globs = written.flatMap((pattern) =>
    pattern.globs.map((glob) => globAsWritten(context, pattern, glob)),
  );
  return listInWords([...new Set(globs)]);
}

function helpOf(actions: readonly CatalogueAction[]): string {
  const texts = [...new Set(actions.flatMap(({ resources }) => (resources ?? []).map((t) => t.text)))];
  return texts.length === 0
    ? "they are calls without a resource: write the service's name"
    : `their resources are ${listInWords(texts)}`;
}
