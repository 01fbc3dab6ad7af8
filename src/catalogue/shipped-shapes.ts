/** The shapes that `catalog.shapes` of `sentrely.yaml` may adopt, by name. */
import { compareCodePoints } from "../base/order.ts";
import type { ResourceTemplate } from "./catalogue.ts";
import { shippedServices } from "./services/all-services.ts";
import { readTemplate } from "./template.ts";

export interface ShippedShapes {
  /** The service whose actions they bind, all of them alike. */
  readonly service: string;
  /** Placeholders are whole segments. */
  readonly shapes: readonly ResourceTemplate[];
}

/** The shapes of that name; `null`: none are called so. */
export function shippedShapes(name: string): ShippedShapes | null {
  const owner = shippedServices.find(({ layouts }) => Object.hasOwn(layouts, name));
  const layout = owner?.layouts[name];
  if (owner === undefined || layout === undefined) return null;
  const shapes = Object.entries(layout).flatMap(([kind, texts]) =>
    texts.map((text) => readTemplate(kind, text)),
  );
  return { service: owner.name, shapes };
}

/** Sorted. */
export function shippedShapeNames(): readonly string[] {
  return shippedServices.flatMap(({ layouts }) => Object.keys(layouts)).sort(compareCodePoints);
}
