/** Every gateway, in the order of the table, and the run over them. */
import { checkGateway } from "./check-gateway.ts";
import type { Gateway, Row } from "./gateway.ts";
import { envoy } from "./gateways/envoy.ts";
import { haproxy } from "./gateways/haproxy.ts";
import { nginxLua } from "./gateways/nginx-lua.ts";
import { nginxNjs } from "./gateways/nginx-njs.ts";
import { openresty } from "./gateways/openresty.ts";
import { apisix, kong } from "./gateways/plugins.ts";
import { workerd } from "./gateways/workerd.ts";

export const gateways: readonly Gateway[] = [
  nginxNjs,
  nginxLua,
  openresty,
  kong,
  apisix,
  haproxy,
  envoy,
  workerd,
];

export interface GatewayRun {
  /** A folder that is kept between runs, for what is installed. */
  readonly cache: string;
  /** Names; absent: all. */
  readonly only?: readonly string[];
  /** A gateway that cannot be installed is listed and does not fail the run. */
  readonly available: boolean;
  readonly tell?: (line: string) => void;
}

export interface GatewayResult {
  readonly rows: readonly Row[];
  readonly passed: boolean;
}

/** Installs, starts, asks and stops each gateway. A run without one checked gateway fails. */
export async function runGateways(run: GatewayRun): Promise<GatewayResult> {
  const chosen = gateways.filter((g) => run.only === undefined || run.only.includes(g.name));
  const rows: Row[] = [];
  for (const gateway of chosen) {
    run.tell?.(gateway.name);
    rows.push(await checkGateway(gateway, run.cache));
  }
  const passed =
    rows.some((row) => row.installed) &&
    rows.every((row) => (row.installed ? row.failures.length === 0 && row.checks > 0 : run.available));
  return { rows, passed };
}

/** The table, and below it each failure. */
export function gatewayTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.gateway,
    row.version,
    String(row.checks),
    row.installed ? String(row.failures.length) : "not installed",
  ]);
  const table = [["gateway", "version", "checks", "failures"], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((line) => (line[column] ?? "").length)));
  const lines = table.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const failures = rows.flatMap((row) => row.failures.map((failure) => `${row.gateway}: ${failure}`));
  return [...lines, ...(failures.length === 0 ? [] : ["", ...failures]), ""].join("\n");
}
