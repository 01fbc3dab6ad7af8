/**
 * One seed for every property of a run. `npm test` always takes the same one, so that its verdict is
 * reproducible; `npm run property` draws a fresh one, prints it and multiplies the runs.
 */
import fc from "fast-check";

const seed = Number(process.env["PROPERTY_SEED"] ?? "20260101");
fc.configureGlobal({ seed });
