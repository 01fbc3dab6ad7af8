/** Whether the arguments ask for nothing but the version, which is answered before anything is loaded. */
export function asksForVersion(argv: readonly string[]): boolean {
  const [only, ...rest] = argv;
  return rest.length === 0 && (only === "version" || only === "--version" || only === "-V");
}
