/**
 * What the config of one side says otherwise than the other's, one change a key.
 *
 * INVARIANT: a word of the vocabulary is a change only when both sides have it and mean something else:
 * new words and words given up change no policy. Attributes count by their effect, declared or inferred.
 */
import { sortedUnique } from "../base/order.ts";
import type { ContextAttribute, PolicySet } from "../ir/ir.ts";
import type { Change } from "./change.ts";
import { configFacts } from "./config-facts.ts";
import { plainChange } from "./plain-change.ts";
import type { Side } from "./side.ts";

// Longer texts are cut in messages.
const longest = 120;

/** The keys that changed, by path. */
export function configChanges(base: Side, head: Side): Change[] {
  const before = configFacts(base.config);
  const after = configFacts(head.config);
  const changes = sortedUnique([...before.keys(), ...after.keys()]).flatMap((path): Change[] => {
    const [old, now] = [before.get(path) ?? null, after.get(path) ?? null];
    if (old === now || (path.startsWith("vocabulary.") && (old === null || now === null))) return [];
    return [changeOf(path, old, now)];
  });
  return [...changes, ...contextChanges(base, head)];
}

function changeOf(path: string, old: string | null, now: string | null): Change {
  const message =
    old === null
      ? `\`${path}\` was added: \`${cut(now ?? "")}\``
      : now === null
        ? `\`${path}\` was removed; it was \`${cut(old)}\``
        : `\`${path}\` went from \`${cut(old)}\` to \`${cut(now)}\``;
  const [top = ""] = path.split(".");
  return plainChange({ kind: "config", tags: ["config", `config-${top}`], message });
}

function cut(text: string): string {
  const points = [...text];
  return points.length <= longest ? text : `${points.slice(0, longest - 1).join("")}…`;
}

/** Attributes that a config declares, by what they mean to each set. */
function contextChanges(base: Side, head: Side): Change[] {
  const declared = [base, head].flatMap(({ config }) => config?.context.map(({ name }) => name.value) ?? []);
  return sortedUnique(declared).flatMap((name): Change[] => {
    const [old, now] = [base.set, head.set].map((set) => attributeText(name, set));
    return old === now ? [] : [changeOf(`context.${name}`, old ?? null, now ?? null)];
  });
}

function attributeText(name: string, { context }: PolicySet): string | null {
  const attribute: ContextAttribute | undefined = context.find((a) => a.name === name);
  if (attribute === undefined) return null;
  const type = attribute.type ?? "any";
  return attribute.default === null ? type : `${type}, default ${JSON.stringify(attribute.default)}`;
}
