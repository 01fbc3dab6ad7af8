/**
 * Whether the catalogue knows what an action glob names, and what was probably meant if not.
 *
 * A service that the catalogue does not have is taken for one of the company's own, unless its name is
 * another spelling of a known one and the action exists there.
 */
import { suggest } from "../base/suggest.ts";
import type { Catalogue, CatalogueService } from "../catalogue/catalogue.ts";
import { globText } from "../ir/glob.ts";
import type { Glob } from "../ir/ir.ts";
import { type ActionAtoms, isLiteral, servicePartOf, spansServices } from "./action-atoms.ts";

export interface UnknownAction {
  readonly kind:
    /** The service is known, the action is not. */
    | "action"
    /** The service is known under another name. */
    | "spelling"
    /** There is no such service. */
    | "service";
  /** The service that does not have the action, or the service part as it is written. */
  readonly service: string;
  /** What was probably meant, as pattern text. */
  readonly meant: string | null;
  readonly isError: boolean;
}

/**
 * Service names that nobody uses for anything but AWS: with one of them `s3:*` says enough, where
 * `events:*` may be anybody's.
 */
const unmistakable =
  /\d|^(?:athena|bedrock|cloudformation|cloudfront|cloudtrail|cloudwatch|dynamodb|ecr|ecs|eks|elasticache|iam|kinesis|kms|lambda|rds|redshift|sagemaker|secretsmanager|sns|sqs|ssm|sts)$/;

/** `null`: known, or nothing that the catalogue could know. */
export function judgeAction(catalogue: Catalogue, atoms: ActionAtoms, glob: Glob): UnknownAction | null {
  const [first] = glob.tokens;
  if (first?.kind !== "text" || spansServices(glob)) return null;
  const text = globText(glob);
  const part = servicePartOf(first.text);
  if (part === null || atoms.of(glob).length > 0) return null;
  const rest = text.slice(part.length + 1);
  const service = catalogue.serviceOf(isLiteral(glob) ? first.text : `${first.text}x`);
  if (service !== null && service.actions.length > 0) {
    const own = text.slice(service.key.length + 1);
    const meant = nearestAction(service, glob, own);
    return { kind: "action", service: service.spelling, meant, isError: service.isClosed };
  }
  const other = catalogue.alias(part);
  const spelt = other === null ? null : catalogue.service(other);
  if (spelt !== null && isMeant(spelt, part, rest)) {
    return { kind: "spelling", service: part, meant: inService(spelt, rest), isError: spelt.isClosed };
  }
  const near = nearestService(catalogue, part);
  if (near !== null && /[a-z0-9]/.test(rest) && matchesSome(near, rest)) {
    return { kind: "service", service: part, meant: inService(near, rest), isError: false };
  }
  const knowsAll = part.startsWith("aws:") && catalogue.keys.some((key) => key.startsWith("aws:"));
  return knowsAll ? { kind: "service", service: part, meant: null, isError: false } : null;
}

/** Whether the rest of an action under an alias is of the service: common words are often somebody else's. */
function isMeant(service: CatalogueService, part: string, rest: string): boolean {
  if (!matchesSome(service, rest)) return false;
  return /[a-z0-9]/.test(rest) || unmistakable.test(part) || !service.key.startsWith("aws:");
}

/** The names of a service's actions without it. */
function ownNames({ key, actions }: CatalogueService): readonly string[] {
  return actions.map(({ name }) => name.slice(key.length + 1));
}

/** Whether glob text, without separators, matches an action of the service. */
function matchesSome(service: CatalogueService, rest: string): boolean {
  const pattern = rest.replace(/[.+^$()|{}[\]\\]/g, "\\$&").replace(/\*+/g, ".*");
  const expression = new RegExp(`^${pattern}$`, "i");
  return ownNames(service).some((name) => expression.test(name));
}

/** Pattern text of the rest in a service, in the letters of the catalogue where it names one action. */
function inService(service: CatalogueService, rest: string): string {
  const name = ownNames(service).find((own) => own.toLowerCase() === rest.toLowerCase());
  return `${service.spelling}:${name ?? rest.replace(/\*\*$/, "*")}`;
}

/** The nearest action, or for a glob with one star at its end the nearest beginning of one. */
function nearestAction(service: CatalogueService, { tokens }: Glob, rest: string): string | null {
  const names = ownNames(service);
  if (!rest.includes("*")) {
    const found = suggest(rest, names);
    return found === null ? null : `${service.spelling}:${found}`;
  }
  if (tokens.length !== 2 || tokens[1]?.kind !== "deep") return null;
  const found = suggest(rest.replace(/\*+$/, ""), new Set(names.flatMap(beginnings)));
  return found === null ? null : `${service.spelling}:${found}*`;
}

/** `Get` and `GetObject` of `GetObjectTagging`; `list` of `list_tags`. */
function beginnings(name: string): readonly string[] {
  const ends = [...name.matchAll(/(?<=[a-z0-9])(?=[A-Z])|[_-]/g)].map(({ index }) => index);
  return ends.map((end) => name.slice(0, end));
}

/** The service of which the service part is a misspelling: one letter too many, too few, wrong or swapped. */
function nearestService(catalogue: Catalogue, part: string): CatalogueService | null {
  const family = /^(?:aws|mcp):/.exec(part)?.[0] ?? "";
  const name = part.slice(family.length);
  const key = catalogue.keys.find((candidate) => {
    const own = candidate.slice(family.length);
    return candidate.startsWith(family) && !own.includes(":") && isMisspelt(name, own);
  });
  return key === undefined ? null : catalogue.service(key);
}

/** Of three letters and fewer, nearly every word is one letter from another: there only swapped ones count. */
function isMisspelt(name: string, known: string): boolean {
  if (name === known || Math.abs(name.length - known.length) > 1) return false;
  let start = 0;
  while (start < name.length && name[start] === known[start]) start++;
  const rest = (text: string, from: number): string => text.slice(start + from);
  const isSwapped =
    name[start] === known[start + 1] && name[start + 1] === known[start] && rest(name, 2) === rest(known, 2);
  if (isSwapped && name.length === known.length) return true;
  if (known.length <= 3) return false;
  return (
    rest(name, 1) === rest(known, 1) || rest(name, 1) === rest(known, 0) || rest(name, 0) === rest(known, 1)
  );
}
