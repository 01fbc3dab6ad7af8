/**
 * The plugins for Kong and APISIX, which cannot be installed from a package registry. nginx's Lua module runs them as the
 * two do, with a few functions in the place of the rest of Kong or APISIX (`stand-ins/`), under the settings of the examples.
 */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { Gateway } from "../gateway.ts";
import { luaSetup, startNginx } from "./debian-nginx.ts";

const standIns = fileURLToPath(new URL("../stand-ins", import.meta.url));

interface Route {
  readonly name: string;
  /** As the example's configuration gives them to the plugin. */
  readonly settings: { readonly names: string; readonly origin?: string };
}

interface KongFile {
  readonly services: readonly {
    readonly routes: readonly {
      readonly name: string;
      readonly plugins: readonly { readonly name: string; readonly config: Route["settings"] }[];
    }[];
  }[];
}

interface ApisixFile {
  readonly routes: readonly {
    readonly id: string;
    readonly plugins: { readonly "sentrely-policy": Route["settings"] };
  }[];
}

function kongRoutes(folder: string): Route[] {
  const file: KongFile = parse(readFileSync(join(folder, "kong/kong.yml"), "utf8"));
  return file.services
    .flatMap((service) => service.routes)
    .flatMap(({ name, plugins }) =>
      plugins.filter((p) => p.name === "sentrely-policy").map((p) => ({ name, settings: p.config })),
    );
}

function apisixRoutes(folder: string): Route[] {
  const file: ApisixFile = parse(readFileSync(join(folder, "apisix/apisix.yaml"), "utf8"));
  return file.routes.map(({ id, plugins }) => ({ name: id, settings: plugins["sentrely-policy"] }));
}

function luaOf(routes: readonly Route[]): string {
  const lines = routes.map(({ name, settings }) => {
    const fields = Object.entries(settings).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
    return `  ${name} = { ${fields.join(", ")} },\n`;
  });
  return `return {\n${lines.join("")}}\n`;
}

/** `kong start`, `kong reload`, `kong stop`, and those of APISIX. */
const standIn = `case "$1" in
start) exec nginx -p "$PWD/stand-in" -c nginx.conf -e error.log ;;
*) exec nginx -p "$PWD/stand-in" -c nginx.conf -e error.log -s "$1" ;;
esac`;

function plugin(name: "kong" | "apisix", routesOf: (folder: string) => readonly Route[]): Gateway {
  return {
    name,
    artefact: "policy.lua",
    setup: luaSetup,
    instead: "its plugin",
    programs: { [name]: standIn },
    prepare: (folder) => {
      cpSync(join(standIns, name), join(folder, "stand-in"), { recursive: true });
      writeFileSync(join(folder, "stand-in/routes.lua"), luaOf(routesOf(folder)));
    },
    start: (folder) => startNginx(join(folder, "stand-in")),
    reload: { kind: "signal", signal: "SIGHUP" },
  };
}

export const kong: Gateway = plugin("kong", kongRoutes);
export const apisix: Gateway = plugin("apisix", apisixRoutes);
