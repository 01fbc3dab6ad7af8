/** The policies that the hook decides by: `policy.mjs` by its interface, `policy.json` as data. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { loadBundle, type CombinedDecision } from "../../../../src/runtime/index.ts";

export interface Policy {
  /** May be given anything, and may give anything back: see `readDecision`. */
  readonly decideAll: (requests: unknown) => unknown;
  readonly path: string;
}

/** The file that `given` names, else `policy.mjs` or `policy.json` beside the hook. Throws with a message for people. */
export async function loadPolicy(given: string | undefined, hookUrl: string): Promise<Policy> {
  const path = given === undefined || given === "" ? besideHook(dirname(fileURLToPath(hookUrl))) : resolve(given);
  try {
    return { decideAll: await deciderOf(path), path };
  } catch (error) {
    throw new Error(`${path} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function besideHook(folder: string): string {
  const found = ["policy.mjs", "policy.json"].map((file) => join(folder, file)).find((file) => existsSync(file));
  if (found === undefined) throw new Error(`there is no policy.mjs or policy.json in ${folder}`);
  return found;
}

async function deciderOf(path: string): Promise<(requests: unknown) => unknown> {
  if (path.endsWith(".json")) return loadBundle(readFileSync(path)).decideAll;
  const module: unknown = await import(pathToFileURL(path).href);
  const decideAll =
    typeof module === "object" && module !== null && "decideAll" in module ? module.decideAll : undefined;
  if (typeof decideAll !== "function") throw new Error("it has no decideAll");
  return (requests) => Reflect.apply(decideAll, undefined, [requests]) as unknown;
}

/** Takes a combined decision apart, and believes nothing of it. Throws when it is none over `count` requests. */
export function readDecision(value: unknown, count: number): CombinedDecision {
  if (!isDecision(value) || !("decisions" in value) || !Array.isArray(value.decisions)) {
    throw new Error("the policies gave no decision");
  }
  const decisions: readonly unknown[] = value.decisions;
  if (decisions.length !== count || !decisions.every(isDecision)) throw new Error("a request has no decision");
  const worst = ["deny", "require_approval", "allow"].find((effect) => decisions.some((one) => one.effect === effect));
  if (worst !== value.effect) throw new Error("the decision is not the strictest of its parts");
  return { ...value, decisions };
}

function isDecision(value: unknown): value is CombinedDecision["decisions"][number] {
  if (typeof value !== "object" || value === null) return false;
  const lists = ["statements", "approvals", "notify"].every((key) => Array.isArray(Reflect.get(value, key)));
  const effect: unknown = Reflect.get(value, "effect");
  return lists && (effect === "allow" || effect === "require_approval" || effect === "deny") && typeof Reflect.get(value, "reason") === "string";
}
