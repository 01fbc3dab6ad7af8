/**
 * What the config of one side says otherwise than the other's, one change a key.
 *
 * INVARIANT: a word of the vocabulary is a change only when both sides have it and mean something else:
 * new words and words given up change no policy. Attributes count by their effect, declared or inferred.
 */
import { sortedUnique } from "../base/order.ts";
import type { ContextAttribute, PolicySet } from "../ir/ir.ts";
import type { Change, ChangedStatement } from "./change.ts";
import { configFacts } from "./config-facts.ts";
import { configPlaces, placeOf } from "./config-places.ts";
import { weakenings } from "./config-weakenings.ts";
import { plainChange } from "./plain-change.ts";
import { narrowedRules } from "./sensitive-weakenings.ts";
import type { CompareOptions, Side, SideName } from "./side.ts";
import { lineReader } from "./source-line.ts";

// Longer texts are cut in messages.
const longest = 120;

export interface ConfigOptions extends Pick<CompareOptions, "ruleLevels"> {
  readonly maxStates: number;
}

/** The keys that changed, by path; what loosens is tagged. */
export function configChanges(base: Side, head: Side, options: ConfigOptions): Change[] {
  const before = configFacts(base.config);
  const after = configFacts(head.config);
  const tell = teller(base, head);
  const weakeningOf = weakenings(base, head, options);
  const isSaid = before.get("sensitive") !== after.get("sensitive");
  const regions = coversLess(base, head, options.maxStates, isSaid) ? ["sensitive-narrowed", "weakened"] : [];
  const changes = sortedUnique([...before.keys(), ...after.keys()]).flatMap((path): Change[] => {
    const [old, now] = [before.get(path) ?? null, after.get(path) ?? null];
    if (old === now || (path.startsWith("vocabulary.") && (old === null || now === null))) return [];
    return [tell(path, old, now, path === "sensitive" ? regions : weakeningOf(path, old, now))];
  });
  if (!isSaid && regions.length > 0) {
    const said = after.get("sensitive") ?? null;
    const message = "`sensitive` covers less than before, since words of `vocabulary` have changed";
    changes.push({ ...tell("sensitive", said, said, regions), message });
  }
  return [...changes, ...contextChanges(base, head, tell)];
}

/** Whether regions of sensitive operations lose something, by their entries or by what their words mean. */
function coversLess(base: Side, head: Side, maxStates: number, isSaid: boolean): boolean {
  const [ours, theirs] = [base.sensitive, head.sensitive];
  if (ours === undefined || theirs === undefined) return isSaid;
  const [before, after] = [
    { set: base.set, sensitive: ours },
    { set: head.set, sensitive: theirs },
  ];
  return narrowedRules(before, after, maxStates).length > 0;
}

type Teller = (path: string, old: string | null, now: string | null, tags?: readonly string[]) => Change;

/** Tells a change of a key with its places. */
function teller(base: Side, head: Side): Teller {
  const places = { base: configPlaces(base.config), head: configPlaces(head.config) };
  const lines = { base: lineReader(base.sources), head: lineReader(head.sources) };
  const at = (side: SideName, path: string, text: string | null): readonly ChangedStatement[] => {
    const span = text === null ? null : placeOf(path, places[side]);
    if (span === null || text === null) return [];
    return [{ id: path, text: `${path}: ${cut(text)}`, span, line: lines[side](span) }];
  };
  return (path, old, now, tags = []) => ({
    ...changeOf(path, old, now, tags),
    base: at("base", path, old),
    head: at("head", path, now),
  });
}

function changeOf(path: string, old: string | null, now: string | null, tags: readonly string[]): Change {
  const message =
    old === null
      ? `\`${path}\` was added: \`${cut(now ?? "")}\``
      : now === null
        ? `\`${path}\` was removed; it was \`${cut(old)}\``
        : `\`${path}\` went from \`${cut(old)}\` to \`${cut(now)}\``;
  const [top = ""] = path.split(".");
  return plainChange({ kind: "config", tags: ["config", `config-${top}`, ...tags], message });
}

function cut(text: string): string {
  const points = [...text];
  return points.length <= longest ? text : `${points.slice(0, longest - 1).join("")}…`;
}

/** Attributes that a config declares, by what they mean to each set. */
function contextChanges(base: Side, head: Side, tell: Teller): Change[] {
  const declared = [base, head].flatMap(({ config }) => config?.context.map(({ name }) => name.value) ?? []);
  return sortedUnique(declared).flatMap((name): Change[] => {
    const [old, now] = [base.set, head.set].map((set) => attributeText(name, set));
    return old === now ? [] : [tell(`context.${name}`, old ?? null, now ?? null)];
  });
}

function attributeText(name: string, { context }: PolicySet): string | null {
  const attribute: ContextAttribute | undefined = context.find((a) => a.name === name);
  if (attribute === undefined) return null;
  const type = attribute.type ?? "any";
  return attribute.default === null ? type : `${type}, default ${JSON.stringify(attribute.default)}`;
}
