/** Edits of tables that a loader must refuse, and the test that it does. */
import { expect } from "vitest";
import { BundleError, loadBundle } from "../../src/runtime/index.ts";
import { directoryAt } from "../../src/runtime/layout.ts";
import { EditedTables, fileOf } from "./edited-tables.ts";

export type Edit = (tables: EditedTables) => void;
export const set =
  (section: number, offset: number, value: number): Edit =>
  (tables) => {
    tables.set(section, offset, value);
  };
export const add =
  (section: number, offset: number, more: number): Edit =>
  (tables) => {
    tables.set(section, offset, tables.get(section, offset) + more);
  };
/** One word less; a word that fills up stands in its place. */
export const shorter =
  (section: number): Edit =>
  (tables) => {
    const at = directoryAt + section * 2 + 1;
    expect(tables.word(at) % 2).toBe(0);
    tables.setWord(at, tables.word(at) - 1);
  };
export const inWord =
  (at: number, value: number): Edit =>
  (tables) => {
    tables.setWord(at, value);
  };

/** The tables load as they are, and are refused for this reason once they are edited and the checksum repaired. */
export function expectRefusal(source: Uint8Array, edit: Edit, why: RegExp): void {
  const tables = new EditedTables(source);
  // Good before, so that it is the edit that is refused.
  loadBundle(fileOf(tables.repaired()));
  edit(tables);
  const file = fileOf(tables.repaired());
  expect(() => loadBundle(file)).toThrow(BundleError);
  expect(() => loadBundle(file)).toThrow(why);
}

export const far = 0x7fff_ffff;
export const below0 = 0xffff_ffff;
