/** Checks the shapes that bind. */
import { wordAt } from "./block.ts";
import { damaged } from "./check.ts";
import * as layout from "./layout.ts";
import { ascending, below, type Sections } from "./sections.ts";

export function verifyServices({ block, at, length, texts }: Sections): void {
  const start = at(layout.SERVICES);
  const size = length(layout.SERVICES);
  // Lists may be shared; bounded all the same.
  let left = size * 4 + 16;
  /** The words of a list of `width` words each behind its count. */
  const list = (offset: number, width: number): number => {
    below(offset, size, "shapes");
    const count = wordAt(block, start + offset);
    if (count < 0 || count * width >= size - offset) throw damaged("shapes");
    left -= 1 + count * width;
    if (left < 0) throw damaged("shapes");
    return count;
  };
  const shapes = (offset: number): void => {
    const count = list(offset, 1);
    for (let i = 1; i <= count; i++) {
      const shape = wordAt(block, start + offset + i);
      const parts = list(shape, 1);
      for (let k = 1; k <= parts; k++) {
        const part = wordAt(block, start + shape + k);
        if ((part & 3) === 0) below(part >> 2, texts, "a shape");
        else if (part !== 1 && part !== 2) throw damaged("a shape");
      }
    }
  };
  const services = list(0, 3);
  let before = -1;
  for (let i = 0; i < services; i++) {
    const row = start + 1 + i * 3;
    before = ascending(wordAt(block, row), before, texts, "a service");
    shapes(wordAt(block, row + 1));
    const actions = wordAt(block, row + 2);
    const count = list(actions, 2);
    let action = -1;
    for (let k = 0; k < count; k++) {
      action = ascending(wordAt(block, start + actions + 1 + k * 2), action, texts, "a service's action");
      shapes(wordAt(block, start + actions + 2 + k * 2));
    }
  }
}
