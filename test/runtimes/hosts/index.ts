/** Every host, in the order of the table. */
import type { Host } from "../host.ts";
import { chromiumHosts } from "./chromium.ts";
import { moduleHosts } from "./modules.ts";
import { workerdHosts } from "./workerd.ts";

export const hosts: readonly Host[] = [...moduleHosts, ...workerdHosts, ...chromiumHosts];
