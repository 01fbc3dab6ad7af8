/** `[…]` and `{…}`: never closed, not meant as YAML's, or holding text that commas and braces cut. */
import type { CST } from "yaml";
import { yamlMessages } from "./yaml-messages.ts";
import { trapReservedStart } from "./yaml-quoting-traps.ts";
import {
  breakDocument,
  endOfFlowText,
  hasToken,
  isEcho,
  quote,
  quoted,
  spanOf,
  strayToken,
  type Place,
  type Scan,
} from "./yaml-scan.ts";

/** False when what is inside must wait for the next parse. */
export function trapFlowCollection(
  scan: Scan,
  place: Place,
  flow: CST.FlowCollection,
  after: readonly CST.SourceToken[] | undefined,
): boolean {
  const opening = flow.start.source;
  const [close, ...rest] = flow.end;
  const stray = strayToken(after ?? rest) ?? strayToken(rest);
  if (close?.source !== (opening === "[" ? "]" : "}")) {
    trapUnclosed(scan, place, flow);
    return false;
  }
  if (stray !== null && !place.flow) {
    trapReservedStart(scan, place, flow.offset, "safe");
    return false;
  }
  return !trapUnquoted(scan, place, flow);
}

function trapUnclosed(scan: Scan, place: Place, flow: CST.FlowCollection): void {
  const comment = flow.items
    .flatMap(({ start, sep }) => [...start, ...(sep ?? [])])
    .find(({ type, source }) => type === "comment" && /^#\S/.test(source));
  if (comment !== undefined) {
    const { offset, source } = comment;
    const span = spanOf(scan, offset, offset + source.length);
    const help = "quote text that begins with `#`";
    breakDocument(scan, place, yamlMessages.build["comment-cut"](span, { rest: source }, { help }));
    return;
  }
  const opening = flow.start.source;
  const span = spanOf(scan, flow.offset, flow.offset + 1);
  const help = `close it, or quote text that begins with \`${opening}\`; lines between brackets are indented`;
  breakDocument(scan, place, yamlMessages.build["yaml-unclosed"](span, { opening }, { help }));
}

/** Unquoted text that commas or braces cut or may cut. True when so. */
function trapUnquoted(scan: Scan, place: Place, flow: CST.FlowCollection): boolean {
  const isMap = flow.start.type === "flow-map-start";
  let found = false;
  let done = flow.offset;
  let previous: CST.Token | null | undefined;
  for (const { start, key, sep, value } of flow.items) {
    if (scan.isFull()) break;
    const item = key ?? value;
    const name = key?.type === "scalar" ? key.source : null;
    if (place.statements && !isMap && item?.type === "scalar") {
      if (item.offset >= done) done = trapText(scan, place, item.offset, "statement");
      found = true;
    } else if (name === "statement" && value?.type === "scalar" && place.statement) {
      if (value.offset >= done) done = trapText(scan, place, value.offset, "statement");
      found = true;
    } else if (
      key?.type === "scalar" &&
      value?.type === "flow-collection" &&
      !hasToken(sep, "map-value-ind") &&
      key.offset >= done
    ) {
      done = trapText(scan, place, key.offset, "text with braces");
      found = true;
    } else if (
      item?.type === "flow-collection" &&
      previous?.type === "scalar" &&
      !hasToken(start, "comma") &&
      previous.offset >= done
    ) {
      done = trapText(scan, place, previous.offset, "text with braces");
      found = true;
    }
    if (item !== undefined && item !== null) previous = sep === undefined ? item : (value ?? item);
  }
  return found;
}

function trapText(scan: Scan, place: Place, start: number, what: string): number {
  const end = endOfFlowText(scan.edited.text, start);
  if (isEcho(scan, place, start, end)) return end;
  const help = `quote it: ${quoted(scan.edited.text.slice(start, end))}`;
  // A comma may have been meant as the end of an entry or as part of the text.
  const fixes = [quote(scan, start, end, "review")];
  scan.report(yamlMessages.build["unquoted-in-flow"](spanOf(scan, start, end), { what }, { help, fixes }));
  return end;
}
