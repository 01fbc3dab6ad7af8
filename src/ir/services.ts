/** Binding shapes (LANGUAGE.md §3): the services of `catalog:` whose resources have stated shapes. */
import type { Report } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import { didYouMean } from "../base/suggest.ts";
import { shippedShapeNames, shippedShapes } from "../catalogue/shipped-shapes.ts";
import type { ConfigNode, Located, ServiceNode, ShapeNode } from "../syntax/ast.ts";
import { lowerAscii } from "./glob.ts";
import type { BindingService, Shape } from "./ir.ts";
import { irMessages } from "./messages.ts";

const { build } = irMessages;

/** A written shape, or a shipped one. */
type Parts = Pick<ShapeNode, "parts">;

/** The services that bind, sorted by name. What states no shape binds nothing. */
export function lowerServices(config: ConfigNode | null, report: Report): BindingService[] {
  if (config === null) return [];
  const { services, shapes } = config.catalog;
  checkUnique(
    services.map(({ name }) => name),
    (name) => name,
    report,
  );
  const written = services.flatMap((node) => lowerService(node, report));
  const adopted = lowerAdopted(shapes, written, services, report);
  return [...written.filter(({ name }) => !adopted.some((other) => other.name === name)), ...adopted].sort(
    (a, b) => compareCodePoints(a.name, b.name),
  );
}

function lowerService({ name, shapes, actions }: ServiceNode, report: Report): readonly BindingService[] {
  const service = lowerAscii(name.value);
  checkUnique(
    actions.map((action) => action.name),
    (action) => fullAction(service, action),
    report,
  );
  const bound = actions
    .filter((action) => action.shapes.length > 0)
    .map((action) => ({
      action: fullAction(service, lowerAscii(action.name.value)),
      shapes: lowerShapes(action.shapes),
    }))
    .sort((a, b) => compareCodePoints(a.action, b.action));
  if (shapes.length === 0 && bound.length === 0) return [];
  return [{ name: service, shapes: lowerShapes(shapes), actions: bound }];
}

/** Shipped shapes; a service's shapes are stated once, here or there. */
function lowerAdopted(
  names: readonly Located<string>[],
  written: readonly BindingService[],
  nodes: readonly ServiceNode[],
  report: Report,
): readonly BindingService[] {
  const stated = new Map(
    nodes
      .filter(({ name }) => written.some((service) => service.name === lowerAscii(name.value)))
      .map(({ name }) => [lowerAscii(name.value), name.span]),
  );
  return names.flatMap(({ value, span }) => {
    const found = shippedShapes(value);
    if (found === null) {
      const help = didYouMean(value, shippedShapeNames()) ?? `there are ${listOf(shippedShapeNames())}`;
      report(build["undefined-reference"](span, { what: "set of shipped shapes", name: value }, { help }));
      return [];
    }
    const { service, shapes } = found;
    const first = stated.get(service);
    if (first !== undefined) {
      const related = [{ message: "the other one", span: first }];
      const help = "a deployment names its resources in one way: keep one of them";
      report(build["shape-conflict"](span, { service }, { help, related }));
      return [];
    }
    stated.set(service, span);
    return [{ name: service, shapes: lowerShapes(shapes), actions: [] }];
  });
}

function listOf(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

/** Names are compared with ASCII case folded, so two spellings of one would be a guess. */
function checkUnique(
  names: readonly Located<string>[],
  keyOf: (folded: string) => string,
  report: Report,
): void {
  const seen = new Map<string, Located<string>>();
  for (const name of names) {
    const key = keyOf(lowerAscii(name.value));
    const first = seen.get(key);
    if (first === undefined) seen.set(key, name);
    else {
      const related = [{ message: "the other one", span: first.span }];
      report(build["duplicate-service"](name.span, { name: name.value }, { related }));
    }
  }
}

/** An action is written in full or without its service. */
function fullAction(service: string, action: string): string {
  return action.startsWith(`${service}:`) ? action : `${service}:${action}`;
}

function lowerShapes(shapes: readonly Parts[]): Shape[] {
  const byText = new Map(shapes.map((shape) => [shapeText(shape), shape]));
  return [...byText]
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([text, { parts }]) => ({
      text,
      parts: parts.map((part) =>
        part.kind === "text" ? { kind: "text", text: part.text } : { kind: part.kind },
      ),
    }));
}

/** Names of segments carry no meaning, so they are left out. */
function shapeText({ parts }: Parts): string {
  return parts
    .map((part) => {
      if (part.kind === "text") return part.text.replace(/[{}\\]/g, "\\$&");
      return part.kind === "segment" ? "{}" : "{...}";
    })
    .join("");
}
