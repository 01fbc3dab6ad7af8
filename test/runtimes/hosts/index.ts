/** Every host, in the order of the table. */
import type { Host } from "../host.ts";
import { chromiumHosts } from "./chromium.ts";
import { haproxyHost, interruptedHaproxyHost } from "./haproxy.ts";
import { luaHosts } from "./lua.ts";
import { moduleHosts } from "./modules.ts";
import { nativeHosts } from "./native.ts";
import { nginxHosts } from "./nginx.ts";
import { workerdHosts } from "./workerd.ts";

export const hosts: readonly Host[] = [
  ...moduleHosts,
  ...workerdHosts,
  ...chromiumHosts,
  ...nginxHosts,
  haproxyHost,
  interruptedHaproxyHost,
  ...luaHosts,
  ...nativeHosts,
];
