/** The CLI from its sources, for the commands that pages show. */
import { main } from "../../src/cli/program-entry.ts";

await main(process.argv.slice(2), new URL("../../src/generated/", import.meta.url).href);
