/** The compiler as a library: named exports only. */
export { compile, type Compilation, type CompileInput } from "./pipeline.ts";
