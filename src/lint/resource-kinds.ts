/**
 * Which kinds of resources the catalogue's actions apply to, told coarsely: an ARN by its service and the
 * literal beginning of its resource part, any other name by its first segment.
 *
 * INVARIANT: coarser than the templates, so that a name which an action may have is never told apart
 * from it: how many segments a name has, and what its account and region are, does not count. But a bucket
 * of S3 has no `/` in its name, and an object in one has.
 */
import type { GlobEntry } from "../automata/glob-library.ts";
import type { CatalogueAction, CatalogueService, ResourceTemplate } from "../catalogue/catalogue.ts";
import type { GlobToken } from "../ir/ir.ts";
import type { LintContext } from "./lint-context.ts";
import { nameGlobs } from "./name-globs.ts";

const star: GlobToken = { kind: "star" };
const deep: GlobToken = { kind: "deep" };

function text(value: string): GlobToken {
  return { kind: "text", text: value };
}

const known = {
  name: "resource kinds",
  make: (): WeakMap<CatalogueAction, readonly GlobEntry[] | null> =>
    new WeakMap<CatalogueAction, readonly GlobEntry[] | null>(),
};

/** The kinds of an action's resources, and its service's own name; `null`: any resource may be its. */
export function kindsOf(context: LintContext, action: CatalogueAction): readonly GlobEntry[] | null {
  const kinds = context.share(known);
  let found = kinds.get(action);
  if (found === undefined) {
    found = findKinds(context, action);
    kinds.set(action, found);
  }
  return found;
}

function findKinds(context: LintContext, action: CatalogueAction): readonly GlobEntry[] | null {
  const service = context.catalogue.serviceOf(action.name);
  if (service === null || action.resources === null) return null;
  const globs = nameGlobs(context);
  // Of a call without a resource, gateways may send what it was asked about.
  const templates = action.resources.length === 0 ? allTemplates(service) : action.resources;
  const names = [service.spelling, service.key, tailOf(service)].map((name) =>
    globs.literal("resource", name),
  );
  const own = action.resources.length > 0 ? [] : [globs.glob("resource", [...arnOf(tailOf(service)), deep])];
  return [...new Set([...names, ...own, ...templates.map((t) => globs.glob("resource", kindOf(t)))])];
}

function allTemplates({ actions }: CatalogueService): readonly ResourceTemplate[] {
  return actions.flatMap(({ resources }) => resources ?? []);
}

/** `ecs` of `aws:ecs`. */
function tailOf({ key }: CatalogueService): string {
  return key.slice(key.lastIndexOf(":") + 1);
}

function arnOf(service: string): readonly GlobToken[] {
  return [text("arn:"), star, text(`:${service}:`)];
}

function kindOf({ parts }: ResourceTemplate): readonly GlobToken[] {
  const [first] = parts;
  const start = first?.kind === "text" ? first.text : "";
  const ofBuckets = bucketKind(parts);
  if (ofBuckets !== null) return ofBuckets;
  if (!start.startsWith("arn:")) {
    const segment = /^[^:/]*/.exec(start)?.[0] ?? "";
    return segment === start && parts.length > 1 ? [deep] : [text(segment), deep];
  }
  const shown = parts.map((part) => (part.kind === "text" ? part.text : "*")).join("");
  const [, , service = "*", , , ...rest] = shown.split(":");
  const literal = /^[^*]*/.exec(rest.join(":"))?.[0] ?? "";
  const named: readonly GlobToken[] = service.includes("*") ? [text("arn:"), deep] : arnOf(service);
  return literal === "" ? [...named, deep] : [...named, star, text(":"), star, text(`:${literal}`), deep];
}

/** What an ARN of a bucket looks like, and one of what is in a bucket; `null`: the template is of neither. */
function bucketKind(parts: ResourceTemplate["parts"]): readonly GlobToken[] | null {
  const shown = parts.map((part) => (part.kind === "text" ? part.text : "*")).join("");
  if (shown === "arn:*:s3:::*") return [text("arn:"), star, text(":s3:::"), star];
  return shown === "arn:*:s3:::*/*" ? [text("arn:"), star, text(":s3:::"), star, text("/"), deep] : null;
}
