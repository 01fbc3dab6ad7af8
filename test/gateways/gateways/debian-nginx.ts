/** Debian's nginx, which runs four of the gateways. */
import { join } from "node:path";
import type { Start } from "../gateway.ts";
import { installDebian, versionBy } from "../install.ts";

const program = "/usr/sbin/nginx";
const modules = "/usr/lib/nginx/modules";

/** Installs nginx and its Lua module; the version of nginx. */
export async function installLuaNginx(): Promise<string> {
  const files = [program, `${modules}/ngx_http_lua_module.so`];
  await installDebian(["nginx", "libnginx-mod-http-lua"], files);
  return versionBy(program, ["-v"], /nginx\/(\S+)/);
}

/** Installs nginx and njs; both versions. */
export async function installNjsNginx(): Promise<{ nginx: string; njs: string }> {
  await installDebian(["nginx", "libnginx-mod-http-js"], [program, `${modules}/ngx_http_js_module.so`]);
  return {
    nginx: await versionBy(program, ["-v"], /nginx\/(\S+)/),
    njs: await versionBy("dpkg-query", ["-W", "libnginx-mod-http-js"], /\t([\d.]+)/),
  };
}

/** The Lua module as a directive, for configurations written for a server that has it built in. */
export const luaModule: string = ["ndk_http_module", "ngx_http_lua_module"]
  .map((name) => `load_module ${modules}/${name}.so;`)
  .join(" ");

/** Starts nginx with the `nginx.conf` of a folder; `directives` come before it. */
export function startNginx(folder: string, directives = ""): Start {
  const settings = `daemon off; ${directives}`;
  return { program, args: ["-p", join(folder), "-c", "nginx.conf", "-e", "error.log", "-g", settings] };
}
