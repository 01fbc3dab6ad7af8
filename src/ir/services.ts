/** Binding shapes (LANGUAGE.md §3): the services of `catalog:` whose resources have stated shapes. */
import type { Report } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import type { ConfigNode, Located, ShapeNode } from "../syntax/ast.ts";
import { lowerAscii } from "./glob.ts";
import type { BindingService, Shape } from "./ir.ts";
import { irMessages } from "./messages.ts";

const { build } = irMessages;

/** The services that bind, sorted by name. Catalogues that would have to be shipped are reported. */
export function lowerServices(config: ConfigNode | null, report: Report): BindingService[] {
  if (config === null) return [];
  for (const { span, value } of config.catalog.shapes) {
    const what = `this version ships no shapes, so none are called \`${value}\``;
    report(
      build["missing-catalogue"](
        span,
        { what },
        { help: "write the shapes under `catalog.services` in `sentrely.yaml`" },
      ),
    );
  }
  for (const { span } of config.catalog.mcp) {
    const what = "this version reads no tool lists of MCP servers";
    report(
      build["missing-catalogue"](
        span,
        { what },
        { help: "write the shapes under `catalog.services` in `sentrely.yaml`" },
      ),
    );
  }
  checkUnique(
    config.catalog.services.map(({ name }) => name),
    (name) => name,
    report,
  );
  return config.catalog.services
    .map(({ name, shapes, actions }) => {
      const service = lowerAscii(name.value);
      checkUnique(
        actions.map((action) => action.name),
        (action) => fullAction(service, action),
        report,
      );
      return {
        name: service,
        shapes: lowerShapes(shapes),
        actions: actions
          .map((action) => ({
            action: fullAction(service, lowerAscii(action.name.value)),
            shapes: lowerShapes(action.shapes),
          }))
          .sort((a, b) => compareCodePoints(a.action, b.action)),
      };
    })
    .sort((a, b) => compareCodePoints(a.name, b.name));
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

function lowerShapes(shapes: readonly ShapeNode[]): Shape[] {
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
function shapeText({ parts }: ShapeNode): string {
  return parts
    .map((part) => {
      if (part.kind === "text") return part.text.replace(/[{}\\]/g, "\\$&");
      return part.kind === "segment" ? "{}" : "{...}";
    })
    .join("");
}
