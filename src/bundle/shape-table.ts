/** Binding shapes as the section `SERVICES` holds them. */
import { compareCodePoints } from "../base/order.ts";
import type { BindingService, Shape } from "../ir/ir.ts";
import { maxNameBytes } from "../runtime/layout.ts";
import type { TextTable } from "./text-table.ts";
import { WordWriter } from "./word-writer.ts";

export function shapeTexts(services: readonly BindingService[]): readonly string[] {
  const ofShapes = (shapes: readonly Shape[]): readonly string[] =>
    shapes.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === "text" ? [part.text] : [])));
  return services.flatMap(({ name, shapes, actions }) => [
    name,
    ...ofShapes(shapes),
    ...actions.flatMap((own) => [own.action, ...ofShapes(own.shapes)]),
  ]);
}

export function writeServices(services: readonly BindingService[], texts: TextTable): WordWriter {
  const out = new WordWriter();
  out.push(services.length);
  const rows = out.skip(services.length * 3);
  const sorted = [...services].sort((a, b) => compareCodePoints(a.name, b.name));
  sorted.forEach(({ name, shapes, actions }, i) => {
    const row = rows + i * 3;
    out.set(row, texts.of(name));
    out.set(row + 1, writeShapes(shapes, texts, out));
    const own = [...actions].sort((a, b) => compareCodePoints(a.action, b.action));
    const offsets = own.map((entry) => writeShapes(entry.shapes, texts, out));
    out.set(row + 2, out.push(own.length));
    own.forEach((entry, k) => {
      out.push(texts.of(entry.action));
      out.push(offsets[k] ?? 0);
    });
  });
  return out;
}

function writeShapes(shapes: readonly Shape[], texts: TextTable, out: WordWriter): number {
  const offsets = shapes.map(({ parts }) => {
    const at = out.push(parts.length);
    for (const part of parts) {
      out.push(part.kind === "text" ? texts.of(part.text) * 4 : part.kind === "segment" ? 1 : 2);
    }
    return at;
  });
  return out.pushAll([shapes.length, ...offsets]);
}

/** The most steps that the shapes of one action take. */
export function shapeSteps(services: readonly BindingService[]): number {
  const cost = (shapes: readonly Shape[]): number =>
    shapes.reduce(
      (sum, { parts }) =>
        sum +
        parts.reduce(
          (all, part) => all + (maxNameBytes + 1) * (part.kind === "text" ? part.text.length * 3 + 1 : 1),
          0,
        ),
      0,
    );
  let most = 0;
  let names = 0;
  for (const service of services) {
    most = Math.max(most, cost(service.shapes), ...service.actions.map(({ shapes }) => cost(shapes)));
    names += service.name.length + 1 + service.actions.length;
  }
  return most + names;
}
