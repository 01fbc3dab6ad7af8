/**
 * Reads `src/generated/aws-catalogue.txt`. Its first line says where it is from, the second is the index:
 * `SERVICE LENGTH|…`, lengths in base 36, of the blocks that follow, one a service, each on five lines:
 *
 * 1. templates, `NAME=TEMPLATE`, where `~` stands for `arn:{Partition}:SERVICE:{Region}:{Account}:`
 * 2. condition keys
 * 3. lists of templates, as indexes of line 1 in base 36
 * 4. lists of condition keys, as indexes of line 2 in base 36
 * 5. actions, each as how much of the one before it begins with (one digit in base 36), the rest of its name,
 *    `.`, the letter of its access level, and the indexes of its lists in lines 3 and 4, with `.` between
 *
 * Entries are separated by `|`, indexes by blanks.
 *
 * INVARIANT: opening reads the index alone; a service's block is read when it is asked for.
 */
import { InternalError } from "../base/invariant.ts";
import type { AccessLevel, CatalogueAction } from "./catalogue.ts";
import { readTemplate } from "./template.ts";

export interface AwsText {
  /** Without `aws:`, sorted. */
  readonly services: readonly string[];
  /** The actions of one of the services, sorted by name. */
  readonly actionsOf: (service: string) => readonly CatalogueAction[];
}

const head = "# AWS actions, ";

/** Opens the text that the package ships; another text is a bug. */
export function openAwsText(text: string): AwsText {
  const first = text.indexOf("\n");
  const second = text.indexOf("\n", first + 1);
  if (!text.startsWith(head) || second < 0) throw new InternalError("not the catalogue of AWS actions");
  const blocks = new Map<string, { readonly start: number; readonly end: number }>();
  let start = second + 1;
  for (const entry of text.slice(first + 1, second).split("|")) {
    const blank = entry.indexOf(" ");
    const end = start + parseInt(entry.slice(blank + 1), 36);
    blocks.set(entry.slice(0, blank), { start, end });
    start = end + 1;
  }
  if (start !== text.length) throw new InternalError("the catalogue of AWS actions is cut");
  return {
    services: [...blocks.keys()],
    actionsOf: (service) => {
      const block = blocks.get(service);
      return block === undefined ? [] : decodeActions(service, text.slice(block.start, block.end));
    },
  };
}

const levels: ReadonlyMap<string, AccessLevel> = new Map([
  ["r", "read"],
  ["l", "list"],
  ["w", "write"],
  ["p", "permissions"],
  ["t", "tagging"],
]);

function decodeActions(service: string, block: string): readonly CatalogueAction[] {
  const [templates = "", keys = "", templateLists = "", keyLists = "", actions = ""] = block.split("\n");
  if (actions === "") return [];
  const standard = `arn:{Partition}:${service}:{Region}:{Account}:`;
  const allTemplates = entriesOf(templates).map((entry) => {
    const equals = entry.indexOf("=");
    return readTemplate(entry.slice(0, equals), entry.slice(equals + 1).replace("~", standard));
  });
  const resourcesOf = templateLists.split("|").map((list) => membersOf(list, allTemplates));
  const allKeys = entriesOf(keys);
  const keysOf = keyLists.split("|").map((list) => membersOf(list, allKeys));
  let name = "";
  return actions.split("|").map((row) => {
    const [spelling = "", access = "", keyList = ""] = row.split(".");
    name = name.slice(0, parseInt(spelling.charAt(0), 36)) + spelling.slice(1);
    const level = levels.get(access.charAt(0));
    const resources = resourcesOf[parseInt(access.slice(1), 36)];
    const conditionKeys = keysOf[parseInt(keyList, 36)];
    if (level === undefined || resources === undefined || conditionKeys === undefined)
      throw new InternalError(`the catalogue of AWS actions is damaged at ${service}:${name}`);
    return {
      name: `aws:${service}:${name}`,
      access: level,
      isDestructive: (level === "write" || level === "permissions") && destroys.test(name),
      resources,
      conditionKeys,
    };
  });
}

/** AWS has no such mark, but keeps to these verbs. */
const destroys =
  /^(?:Admin|Batch|Bulk|Force)*(?:Delete|Destroy|Drop|Empty|Erase|Expunge|Flush|Forget|Purge|Shred|Terminate|Truncate|Wipe)|Deletion$/;

function entriesOf(line: string): readonly string[] {
  return line === "" ? [] : line.split("|");
}

function membersOf<T>(list: string, all: readonly T[]): readonly T[] {
  if (list === "") return [];
  return list.split(" ").map((index) => {
    const member = all[parseInt(index, 36)];
    if (member === undefined) throw new InternalError("the catalogue of AWS actions is damaged");
    return member;
  });
}
