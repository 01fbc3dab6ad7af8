/** Reads both sides of a change and reviews it: the one way by which `ci` and the action judge. */
import { isAbsolute, join, relative, resolve } from "node:path";
import type { Severity } from "../../base/diagnostic.ts";
import { quoted } from "../../report/sanitize.ts";
import { reviewChange } from "../../review/review-change.ts";
import type { Review } from "../../review/review.ts";
import { ancestorsOf, isWithin } from "../collect-yaml.ts";
import { CallFailure } from "../failure.ts";
import { configName } from "../find-config.ts";
import { renamedFrom } from "../git-history.ts";
import type { Host } from "../host.ts";
import { loadCatalogue } from "../load-catalogue.ts";
import type { PolicyFiles } from "../policy-files.ts";
import { relativeName, shownPath } from "../read-source.ts";
import type { Session } from "../session.ts";
import { readActionRecord } from "./action-record.ts";
import { changedJudgingFiles, judgingPaths, type JudgingFiles } from "./judging-files.ts";
import { placeOpener, topOf, type Place, type RevisionRef } from "./place.ts";
import {
  lackingInBase,
  lackingPaths,
  standsInBase,
  readBase,
  readHead,
  startOf,
  type Moved,
  type Side,
} from "./read-side.ts";

export type { RevisionRef } from "./place.ts";

export interface CiSettings {
  /** As in every command; relative to the working folder. They choose the set, all of which is reviewed. A PATH that one side lacks is no error there. */
  readonly paths: readonly string[];
  /** A `sentrely.yaml`, relative to the working folder; its folder then is where both sides are read. `null`: found from the PATHs. */
  readonly config: string | null;
  readonly head: RevisionRef;
  /** `null`: nothing to compare with. */
  readonly base: RevisionRef | null;
  /** Words of `--fail-on`, checked; empty: no gate. */
  readonly failOn: readonly string[];
  readonly failLevel: Severity | null;
  /** A baseline file, read from each side. */
  readonly baseline: string | null;
  /** The record of known actions, read from the head; `null`: none. */
  readonly knownActions: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface LoadedReview {
  readonly review: Review;
  readonly headFiles: PolicyFiles;
  readonly baseFiles: PolicyFiles | null;
  /** What happened while reading that a report should say, one sentence each. */
  readonly notes: readonly string[];
}

/** Throws a `CallFailure` for whatever of the call is not found; never passes for want of something. */
export function runReview(session: Session, settings: CiSettings): LoadedReview {
  const notes: string[] = [];
  const host = inRepository(session.host);
  const open = placeOpener(host);
  // The base first: it finds the repository, by which a working tree is known too.
  const basePlace = settings.base === null ? null : open(settings.base);
  const headPlace = open(settings.head);
  for (const place of [basePlace, headPlace]) if (place !== null) readAhead(place, settings);
  const lacking = checkPaths(settings.paths, headPlace, basePlace, notes);

  const head = readHead(headPlace, settings, basePlace !== null);
  if (head.revision.isEmpty) notes.push(whereNothingIs(settings, headPlace, head.files));
  const base =
    basePlace === null
      ? null
      : baseOf(settings, { basePlace, headPlace, head, lacking }, (text) => notes.push(text));
  const known =
    settings.knownActions === null
      ? null
      : readActionRecord(headPlace.host, resolve(headPlace.folder, settings.knownActions));
  const review = reviewChange({
    head: head.revision,
    base: base?.revision ?? null,
    catalogueOf: ({ compilation }) => loadCatalogue(session, compilation),
    now: settings.now,
    failOn: settings.failOn,
    ...(settings.failLevel === null ? {} : { failLevel: settings.failLevel }),
    judgingFiles: [
      ...(basePlace === null ? [] : compareJudges(headPlace, basePlace, notes)),
      ...(base === null ? [] : leftPaths(headPlace, head, base)),
    ],
    ...(known === null ? {} : { knownActions: known }),
  });
  return { review, headFiles: head.files, baseFiles: base?.files ?? null, notes };
}

/**
 * The working folder as git names it: from the real path of the repository's top, and from there as it was named.
 * Where a link inside the repository leads is each side's own, so that one that the head brings leads only the head.
 */
function inRepository(host: Host): Host {
  const { files } = host;
  const cwd = namedFolder(host);
  const top = topOf(host, cwd);
  if (top !== null) return { ...host, cwd: join(files.realPath(top), relative(top, cwd)) };
  return files.stat(cwd) === null ? host : { ...host, cwd: files.realPath(cwd) };
}

/** The working folder as the shell came to it: what a process is told has no links left. */
function namedFolder({ files, cwd, environment }: Host): string {
  const named = environment["PWD"] ?? "";
  if (!isAbsolute(named) || files.stat(named) === null || files.stat(cwd) === null) return cwd;
  return files.realPath(named) === files.realPath(cwd) ? resolve(named) : cwd;
}

/** What is read of a commit whatever its set is comes in one go. */
function readAhead(place: Place, settings: CiSettings): void {
  const { host, folder, repository } = place;
  if (host.files.readAhead === undefined || repository === null) return;
  const starts = [startOf(place, settings), ...settings.paths.map((path) => resolve(folder, path))];
  const named = [settings.baseline, settings.knownActions].filter((path) => path !== null);
  host.files.readAhead([
    ...judgingPaths(place).map((path) => join(repository, path)),
    ...starts.flatMap(ancestorsOf).map((path) => join(path, configName)),
    ...named.map((path) => resolve(folder, path)),
  ]);
}

/** The PATHs that the base lacks; one that neither side has is a failure. */
function checkPaths(
  paths: readonly string[],
  head: Place,
  base: Place | null,
  notes: string[],
): readonly string[] {
  if (paths.includes("-")) throw new CallFailure("`-` is no PATH here: a review compares files");
  if (base === null) return [];
  const lacking = lackingPaths(head, paths);
  const also = new Set(lackingInBase(base, paths));
  const nowhere = lacking.find((path) => also.has(path));
  if (nowhere !== undefined) {
    throw new CallFailure(`cannot read ${nowhere}: neither ${head.name} nor ${base.name} has it`);
  }
  for (const path of lacking) notes.push(`${quoted(head.name)} has no ${quoted(path)}`);
  return [...also];
}

/** Where policies were looked for: what is read there is up to the call, which may name another folder. */
function whereNothingIs({ paths }: CiSettings, place: Place, { root, config }: PolicyFiles): string {
  if (paths.length > 0) return `no policy file is at ${paths.map(quoted).join(", ")}`;
  const folder = relativeName(place.repository ?? place.folder, root);
  const where = ["", "."].includes(folder) ? "the top folder" : quoted(folder);
  return config === null
    ? `${where} has neither a \`sentrely.yaml\` nor policies in \`policies\` or \`tests\`: if they lie elsewhere, name their folder`
    : `the \`sentrely.yaml\` of ${where} names no policy file that is there`;
}

interface Sides {
  readonly basePlace: Place;
  readonly headPlace: Place;
  readonly head: Side;
  /** The PATHs that the base lacks. */
  readonly lacking: readonly string[];
}

function baseOf(
  settings: CiSettings,
  { basePlace, headPlace, head, lacking }: Sides,
  note: (text: string) => void,
): Side {
  // In a folder of its own the set lies where it lies in the working folder.
  const root = resolve(basePlace.folder, relative(headPlace.folder, head.files.root));
  const moved =
    !standsInBase(basePlace, root) && head.files.config !== null
      ? findMove(headPlace, basePlace, root)
      : null;
  for (const path of lacking) {
    // Of what was renamed, that says more.
    if (moved !== null && isWithin(moved.to, resolve(basePlace.folder, path))) continue;
    note(`${quoted(basePlace.name)} has no ${quoted(path)}`);
  }
  if (moved !== null) {
    const shown = (path: string): string => quoted(relativeName(basePlace.repository ?? "", path) || ".");
    note(`${shown(moved.to)} was ${shown(moved.from)} in ${quoted(basePlace.name)}, and is compared with it`);
  }
  return readBase(basePlace, settings, root, moved, note);
}

/** A set whose folder the base lacks may have been renamed: its config says so. */
function findMove(head: Place, base: Place, to: string): Moved | null {
  if (base.git?.tree == null || head.git === null) return null;
  const { repository, tree } = base.git;
  const config = relativeName(repository.root, join(to, configName));
  const from = renamedFrom(base.host, repository, tree, head.git.tree, config);
  return from === null ? null : { to, from: resolve(repository.root, from, "..") };
}

function compareJudges(head: Place, base: Place, notes: string[]): JudgingFiles {
  const lone = [head, base].find(({ repository }) => repository === null);
  if (lone === undefined) return changedJudgingFiles(head, base);
  notes.push(`the files that run the check were not compared: ${quoted(lone.name)} is in no repository`);
  return [];
}

/** The head's config when the PATHs were part of what the base's names and are none of what the head's does: whoever goes by it reads others. */
function leftPaths({ host }: Place, { files: head }: Side, { files: base }: Side): JudgingFiles {
  if (!head.isInstead || base.isInstead) return [];
  return [{ path: shownPath(host, join(head.root, configName)), what: "changed" }];
}
