/** Binding shapes (LANGUAGE.md §3): which resources a service's requests may name. */
import type { BindingService, Shape } from "../ir/ir.ts";
import { foldAscii } from "./text.ts";

/** True unless shapes bind the request's service and its resource fits none of them. */
export function isWellShaped(services: readonly BindingService[], action: string, resource: string): boolean {
  const folded = foldAscii(action);
  const service = serviceOf(services, folded);
  if (service === null) return true;
  const own = service.actions.find((entry) => entry.action === folded);
  const shapes = own === undefined ? service.shapes : own.shapes;
  // "The service's own name (a call without a resource) is always well shaped."
  return shapes.length === 0 || resource === service.name || shapes.some((shape) => fits(shape, resource));
}

/** "the longest catalogue key that is a segment prefix of its action, ASCII case folded" */
function serviceOf(services: readonly BindingService[], action: string): BindingService | null {
  let longest: BindingService | null = null;
  for (const service of services) {
    const isPrefix = action === service.name || action.startsWith(`${service.name}:`);
    if (isPrefix && service.name.length > (longest?.name.length ?? -1)) longest = service;
  }
  return longest;
}

/** The shape's parts, one after the other, make up the whole resource. */
function fits(shape: Shape, resource: string): boolean {
  let positions = new Set([0]);
  for (const part of shape.parts) {
    const next = new Set<number>();
    for (const from of positions) {
      if (part.kind === "text") {
        if (resource.startsWith(part.text, from)) next.add(from + part.text.length);
        continue;
      }
      for (let to = from + 1; to <= resource.length; to++) {
        const piece = resource.slice(from, to);
        const segments = piece.split(/[:/]/);
        if (part.kind === "segment" && segments.length > 1) break;
        if (!segments.includes("")) next.add(to);
      }
    }
    positions = next;
  }
  return positions.has(resource.length);
}
