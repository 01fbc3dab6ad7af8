/** Debian's nginx, which runs five of the gateways. */
import type { Start } from "../gateway.ts";
import type { Setup, VersionOf } from "../install.ts";

const program = "/usr/sbin/nginx";
const modules = "/usr/lib/nginx/modules";
const nginxVersion: VersionOf = { name: "nginx", program, args: ["-v"], pattern: /nginx\/(\S+)/ };

export const luaSetup: Setup = {
  line: "apt-get install -y --no-install-recommends nginx libnginx-mod-http-lua",
  files: [program, `${modules}/ngx_http_lua_module.so`],
  versions: [nginxVersion],
};

export const njsSetup: Setup = {
  line: "apt-get install -y --no-install-recommends nginx libnginx-mod-http-js",
  files: [program, `${modules}/ngx_http_js_module.so`],
  versions: [
    nginxVersion,
    {
      name: "njs",
      program: "/usr/bin/dpkg-query",
      args: ["-W", "libnginx-mod-http-js"],
      pattern: /libnginx-mod-http-js\t([\d.]+)/,
    },
  ],
};

/** The Lua module as directives, for configurations written for a server that has it built in. */
export const luaModule: string = ["ndk_http_module", "ngx_http_lua_module"]
  .map((name) => `load_module ${modules}/${name}.so;`)
  .join(" ");

/** Starts nginx with the `nginx.conf` of a folder; `directives` come before it. */
export function startNginx(folder: string, directives = ""): Start {
  const settings = `daemon off; ${directives}`;
  return { program, args: ["-p", folder, "-c", "nginx.conf", "-e", "error.log", "-g", settings] };
}
