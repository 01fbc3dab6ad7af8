/**
 * Names as docs/naming.md writes them, and patterns made from names: 22 actions of eight services,
 * resources of about 43 characters.
 */
import type { Picker } from "./picker.ts";

const teams = ["web", "data", "pay", "search", "app", "infra", "risk", "media", "ml", "ops"];
const nouns = ["orders", "users", "events", "bills", "carts", "items", "ledger", "mail", "jobs", "logs"];
const owners = ["acme", "labs", "initech"];
const regions = ["eu-west-1", "us-east-1", "us-west-2", "ap-south-1"];
const stages = ["prod", "staging", "dev"];
const folders = ["src", "lib", "test", "docs", "config", "src/api", "lib/core"];
const extensions = ["ts", "json", "yaml", "md", "sql"];

/** Names in which numbers vary, so that 100,000 grants are not all alike. */
function project(picker: Picker): string {
  return `${picker.of(teams)}-${picker.of(nouns)}-${picker.below(900) + 1}`;
}

function item(picker: Picker): string {
  return `${picker.of(nouns)}-${picker.below(9000) + 1}`;
}

function account(picker: Picker): string {
  return `04445555${String(1000 + picker.below(9000))}`;
}

interface Service {
  readonly actions: readonly string[];
  readonly resource: (picker: Picker) => string;
}

export const services: readonly Service[] = [
  {
    actions: ["git:read", "git:push", "git:comment", "git:merge"],
    resource: (p) =>
      p.of([
        () => `repos/${p.of(owners)}/${project(p)}/branches/feature/${item(p)}`,
        () => `repos/${p.of(owners)}/${project(p)}/branches/release-${p.below(400)}`,
        () => `repos/${p.of(owners)}/${project(p)}/pull-requests/${p.below(9000)}`,
      ])(),
  },
  {
    actions: ["files:read", "files:write", "files:delete"],
    resource: (p) => `files/${project(p)}/${p.of(folders)}/${item(p)}.${p.of(extensions)}`,
  },
  {
    actions: ["sql:select", "sql:insert", "sql:update", "sql:delete"],
    resource: (p) => `sql/${p.of(regions)}/${p.of(nouns)}/public/${p.of(teams)}_${item(p)}`,
  },
  {
    actions: ["aws:s3:GetObject", "aws:s3:PutObject", "aws:s3:DeleteObject"],
    resource: (p) => `arn:aws:s3:::${project(p)}/20${10 + p.below(20)}/${item(p)}.json`,
  },
  {
    actions: ["aws:ecs:UpdateService", "aws:ecs:DescribeServices"],
    resource: (p) =>
      `arn:aws:ecs:${p.of(regions)}:${account(p)}:service/${p.of(stages)}-${p.of(teams)}/${item(p)}`,
  },
  {
    actions: ["mcp:jira:read", "mcp:jira:comment", "mcp:crm:update"],
    resource: (p) => `mcp/${p.of(["jira", "crm"])}/${project(p)}/${item(p)}`,
  },
  {
    actions: ["http:get", "http:post"],
    resource: (p) => `https://${p.of(nouns)}.${p.of(teams)}.example.com/v${p.below(9)}/${item(p)}`,
  },
  { actions: ["bash:run"], resource: (p) => `cmd/${p.of(["npm", "make", "git", "cargo"])}/${item(p)}` },
];

export const actions: readonly string[] = services.flatMap((service) => service.actions);

/** What may stand where a pattern has a wildcard: words for one segment, paths for several. */
function word(picker: Picker): string {
  return picker.of([() => item(picker), () => picker.of(teams)])();
}

function path(picker: Picker): string {
  return picker.share() < 0.7 ? word(picker) : `${word(picker)}/${word(picker)}`;
}

/** The name with one to three of its parts replaced by wildcards; at least one of its letters stays. */
export function patternFrom(name: string, picker: Picker): string {
  const share = picker.share();
  const wildcards = share < 0.5 ? 1 : share < 0.85 ? 2 : 3;
  let pattern = name;
  for (let i = 0; i < wildcards; i++) pattern = withWildcard(pattern, picker);
  return pattern;
}

function withWildcard(name: string, picker: Picker): string {
  const share = picker.share();
  if (share < 0.35) return trailing(name);
  if (share < 0.6) return wholeSegment(name, picker);
  if (share < 0.85) return partOfSegment(name, picker);
  return share < 0.97 ? deep(name, picker) : leading(name);
}

/** Everything below the last `/` or `:` that has no wildcard at its end yet. */
function trailing(name: string): string {
  if (name.endsWith("*")) return name;
  const cut = Math.max(name.lastIndexOf("/"), name.lastIndexOf(":"));
  return cut < 0 ? name : `${name.slice(0, cut + 1)}*`;
}

/** Segments with the separators around them, the first one apart: it says which kind of thing this is. */
const segment = /(?<=[/:])[^/:*]+(?=[/:]|$)/g;

function wholeSegment(name: string, picker: Picker): string {
  return replaceOne(name, picker, () => "*");
}

/** `web-orders-17` becomes `web-*`, `*-17` or `web-*-17`. */
function partOfSegment(name: string, picker: Picker): string {
  return replaceOne(name, picker, (text) => {
    const words = text.split("-");
    if (words.length < 2) return `${text.slice(0, 2)}*`;
    words[picker.below(words.length)] = "*";
    return words.join("-");
  });
}

/** A segment and the one after it become `**` between slashes, at most once. */
function deep(name: string, picker: Picker): string {
  if (name.includes("**")) return name;
  const places = [...name.matchAll(/(?<=[^/:]\/)[^/:*]+\/(?=[^*])/g)];
  if (places.length === 0) return trailing(name);
  const place = picker.of(places);
  return `${name.slice(0, place.index)}**/${name.slice(place.index + place[0].length)}`;
}

/** The rest of the name below any folder. */
function leading(name: string): string {
  const cut = name.indexOf("/");
  if (cut < 1 || name.includes("**") || name.includes("://")) return trailing(name);
  return `**/${name.slice(cut + 1)}`;
}

function replaceOne(name: string, picker: Picker, replace: (text: string) => string): string {
  const places = [...name.matchAll(segment)];
  if (places.length === 0) return trailing(name);
  const place = picker.of(places);
  return `${name.slice(0, place.index)}${replace(place[0])}${name.slice(place.index + place[0].length)}`;
}

/** A name that the pattern matches. */
export function instanceOf(pattern: string, picker: Picker): string {
  return pattern.replace(/\*\*\/|\*\*|\*/g, (wildcard, at: number) => {
    if (wildcard === "**/") return picker.share() < 0.1 && at > 0 ? "" : `${path(picker)}/`;
    if (wildcard === "*" && at + 1 < pattern.length) return word(picker);
    return path(picker);
  });
}

/** The name with one character replaced by another of its kind. */
export function nearMiss(name: string, picker: Picker): string {
  const places = [...name.matchAll(/[a-z0-9]/gi)];
  const place = picker.of(places);
  const digit = /[0-9]/.test(place[0]);
  const letters = (digit ? "0123456789" : "abcdefghijklmnopqrstuvwxyz").replace(place[0], "");
  return `${name.slice(0, place.index)}${picker.of([...letters])}${name.slice(place.index + 1)}`;
}
