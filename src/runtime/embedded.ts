/** The entry of the code inside `policy.mjs`, which hands it the data of the file's second line. */
export { loadTables } from "./load-bundle.ts";
