/** What tests use of WebAssembly, of which the compiler's ES library says nothing. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
    static exports(module: Module): { readonly name: string; readonly kind: string }[];
    static imports(module: Module): { readonly name: string }[];
    static customSections(module: Module, name: string): ArrayBuffer[];
  }
  /** `Exports` is what its user expects; nothing checks it. */
  class Instance<Exports> {
    constructor(module: Module);
    readonly exports: Exports;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  interface Global {
    readonly value: number;
  }
}
