/** Binding shapes: which resources a service's requests may name. */
import type { Program, Service, Shape } from "./program.ts";

/** False when shapes bind the action's service and the resource fits none. `action` is in ASCII lower case. */
export function fitsShapes({ services }: Program, action: string, resource: string): boolean {
  if (services.size === 0) return true;
  const service = longestPrefix(services, action);
  if (service === undefined) return true;
  const shapes = service.actions.get(action) ?? service.shapes;
  return (
    shapes.length === 0 || resource === service.name || shapes.some((shape) => fitsShape(shape, resource))
  );
}

function longestPrefix(services: ReadonlyMap<string, Service>, action: string): Service | undefined {
  for (let end = action.length; end > 0; end = action.lastIndexOf(":", end - 1)) {
    const service = services.get(action.slice(0, end));
    if (service !== undefined) return service;
  }
  return undefined;
}

/** Marks every position where the parts so far can end. Linear in the resource, by a factor of the parts. */
function fitsShape(shape: Shape, resource: string): boolean {
  const length = resource.length;
  let ends = new Uint8Array(length + 1);
  ends[0] = 1;
  for (const part of shape) {
    const next = new Uint8Array(length + 1);
    // True while some piece that began earlier may go on at this position.
    let running = false;
    for (let at = 0; at <= length; at++) {
      if (typeof part === "string") {
        if (ends[at] === 1 && resource.startsWith(part, at)) next[at + part.length] = 1;
        continue;
      }
      const unit = at === 0 ? NaN : resource.charCodeAt(at - 1);
      const onSeparator = unit === 58 || unit === 47;
      // Ends here: something began before, and neither the last character nor a gap breaks it.
      if (running && !onSeparator) next[at] = 1;
      if (onSeparator && (part === 1 || isSeparatorAt(resource, at))) running = false;
      if (ends[at] === 1 && !isSeparatorAt(resource, at)) running = true;
    }
    ends = next;
  }
  return ends[length] === 1;
}

function isSeparatorAt(resource: string, at: number): boolean {
  const unit = resource.charCodeAt(at);
  return unit === 58 || unit === 47;
}
