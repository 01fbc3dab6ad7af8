/** nginx with njs, and with its Lua module (LuaJIT): one location for each policy set. */
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Host, Installation, VectorKind, VectorSet } from "../host.ts";
import { command } from "../process.ts";
import { freePort, withServer } from "../server.ts";
import { aptInstall } from "./apt.ts";
import { postVectors } from "./batches.ts";
import { luaKinds } from "./lua.ts";

const drivers = fileURLToPath(new URL("../drivers", import.meta.url));
const modules = "/usr/lib/nginx/modules";

interface Wiring {
  readonly modules: readonly string[];
  /** Lines of the `http` block. */
  readonly http: readonly string[];
  /** Lines of a set's location. */
  readonly location: (set: VectorSet, folder: string) => readonly string[];
}

const njs: Wiring = {
  modules: ["ngx_http_js_module.so"],
  http: [],
  location: (set, folder) => {
    const own = join(folder, set.name);
    mkdirSync(own);
    for (const name of ["core.mjs", "nginx.mjs"]) copyFileSync(join(drivers, name), join(own, name));
    copyFileSync(join(set.folder, "policy.njs.js"), join(own, "policy.njs.js"));
    return [`js_path "${own}";`, "js_import driver from nginx.mjs;", "js_content driver.content;"];
  },
};

function lua(sets: readonly VectorSet[]): Wiring {
  const loads = sets.map(({ name, folder }) => `driver.load("${name}", "${folder}/policy.lua")`);
  return {
    modules: ["ndk_http_module.so", "ngx_http_lua_module.so"],
    http: [
      `lua_package_path "${drivers}/?.lua;;";`,
      // Debian's module is built without the library that this would load.
      "lua_load_resty_core off;",
      `init_by_lua_block { driver = require("nginx") ${loads.join(" ")} }`,
    ],
    location: () => ["content_by_lua_block { driver.content() }"],
  };
}

/** The text of nginx.conf; everything that nginx writes stays in the folder. */
function configOf(wiring: Wiring, sets: readonly VectorSet[], folder: string, port: number): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const locations = sets.map(
    (set) => `    location /${set.name}/ {\n      ${wiring.location(set, folder).join("\n      ")}\n    }`,
  );
  return `${wiring.modules.map((name) => `load_module ${join(modules, name)};`).join("\n")}
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr error;
events {}
http {
  access_log off;
  client_max_body_size 16m;
  client_body_buffer_size 16m;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ")}
  ${wiring.http.join("\n  ")}
  server {
    listen 127.0.0.1:${String(port)};
${locations.join("\n")}
  }
}
`;
}

async function versionOf(file: string, name: string): Promise<Installation> {
  const reason = await aptInstall();
  if (reason !== null) return { ready: false, reason };
  if (!existsSync(join(modules, file))) return { ready: false, reason: `nginx has no ${file}` };
  const nginx = await command("nginx", ["-v"]);
  const module = await command("dpkg-query", ["--show", "--showformat=${Version}", name]);
  if (nginx.code !== 0) return { ready: false, reason: nginx.stderr.trim() };
  return {
    ready: true,
    version: `${nginx.stderr.trim().replace("nginx version: ", "")}, module ${module.stdout}`,
  };
}

interface NginxHost {
  readonly name: string;
  readonly artefact: "policy.njs.js" | "policy.lua";
  readonly kinds: readonly VectorKind[];
  readonly module: readonly [file: string, debian: string];
  readonly wiring: (sets: readonly VectorSet[]) => Wiring;
  /** Lines in one request. */
  readonly lines: number;
}

function host({ name, artefact, kinds, module, wiring, lines }: NginxHost): Host {
  return {
    name,
    artefact,
    kinds,
    install: () => versionOf(...module),
    run: async ({ sets, scratch }) => {
      const port = await freePort();
      const config = join(scratch, "nginx.conf");
      writeFileSync(config, configOf(wiring(sets), sets, scratch, port));
      return withServer("nginx", ["-p", scratch, "-c", config], port, { cwd: scratch }, (origin) =>
        postVectors(origin, sets, kinds, lines),
      );
    },
  };
}

export const nginxHosts: readonly Host[] = [
  host({
    name: "nginx-njs",
    artefact: "policy.njs.js",
    // Its strings are Unicode: reading JSON turns a lone surrogate into another character.
    kinds: ["vectors", "lists"],
    module: ["ngx_http_js_module.so", "libnginx-mod-http-js"],
    wiring: () => njs,
    // Its engine frees nothing before a request ends.
    lines: 500,
  }),
  host({
    name: "nginx-lua",
    artefact: "policy.lua",
    kinds: luaKinds,
    module: ["ngx_http_lua_module.so", "libnginx-mod-http-lua"],
    wiring: lua,
    lines: 2000,
  }),
];
