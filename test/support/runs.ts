/** How often a property is tried: `count` times in `npm test`, more in `npm run property`. */
export function runs(count: number): number {
  return Math.max(1, Math.round(count * Number(process.env["PROPERTY_RUNS"] ?? "1")));
}
