/** Every host, in the order of the table. */
import type { Host } from "../host.ts";

export const hosts: readonly Host[] = [];
