/** Texts of the tables, from UTF-8. */
import { byteAt, wordAt, type Block } from "./block.ts";

/** `texts` and `textBytes` are where the sections begin, in words. */
export function readText(block: Block, texts: number, textBytes: number, index: number): string {
  let at = textBytes * 4 + wordAt(block, texts + index);
  const end = textBytes * 4 + wordAt(block, texts + index + 1);
  let text = "";
  while (at < end) {
    const first = byteAt(block, at);
    let point = first;
    let more = 0;
    if (first >= 0xf0) {
      point = first & 7;
      more = 3;
    } else if (first >= 0xe0) {
      point = first & 15;
      more = 2;
    } else if (first >= 0x80) {
      point = first & 31;
      more = 1;
    }
    at += 1;
    for (; more > 0 && at < end; more--) {
      point = point * 64 + (byteAt(block, at) & 63);
      at += 1;
    }
    text += String.fromCodePoint(point);
  }
  return text;
}
