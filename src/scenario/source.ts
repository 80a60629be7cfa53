import { failure, type Result, success } from '#base';
import { FirstIssues, inReadingOrder, type ScenarioIssue } from './issues.ts';
import { loadFiles, type ReadFile, scenariosFolderOf } from './read/load-files.ts';
import { plainOf, type SourceMap, type TreeValue } from './read/source-tree.ts';
import type { ReadClock } from './resolve/calendars.ts';

/** A file of open cases that was chosen for a scenario, instead of the one that it names. */
export interface GivenBacklog {
  readonly file: string;
  readonly text: string;
}

export interface ScenarioInput {
  /** The file's path, with `/`. It names the file in issues, and `extends` is relative to it. */
  readonly path: string;
  readonly text: string;
  /** Reads the files that the scenario extends and the traces that it names. Paths have the same form. */
  readonly readFile: ReadFile;
  /** The folder that these paths must not leave; by default the one above the scenario's own folder. */
  readonly scenariosFolder?: string;
  /** Cases that are open at the start, instead of those that the file names. */
  readonly backlog?: GivenBacklog | undefined;
  /** The source of clocks; by default the time-zone data of this host. */
  readonly readClock?: ReadClock;
}

/** A scenario file, merged over those that it extends, before it is checked. Its values know where they are written. */
export interface ScenarioSource {
  readonly root: SourceMap;
  /** Every file that was read, the scenario itself first. */
  readonly files: readonly string[];
  /** Issues of the merging itself. */
  readonly issues: FirstIssues;
  readonly scenariosFolder: string;
  readonly readFile: ReadFile;
  readonly readClock: ReadClock | undefined;
  readonly backlog: GivenBacklog | undefined;
}

/** Reads a scenario file and those that it extends. */
export function loadSource(input: ScenarioInput): Result<ScenarioSource, readonly ScenarioIssue[]> {
  const { backlog, path, readClock, readFile, scenariosFolder = scenariosFolderOf(path), text } = input;
  const loaded = loadFiles(path, text, scenariosFolder, readFile);
  if (!loaded.ok) return failure(inReadingOrder(loaded.problem, [path]));
  return success({ ...loaded.value, scenariosFolder, readFile, readClock, backlog });
}

/** Returns the source with another tree, whose values may come from other files as well. */
export function withRoot(source: ScenarioSource, root: SourceMap): ScenarioSource {
  return { ...source, root, issues: new FirstIssues() };
}

/** The contents of a scenario file, merged over those that it extends, before checking and resolving. */
export function scenarioTree(input: ScenarioInput): Result<TreeValue, readonly ScenarioIssue[]> {
  const source = loadSource(input);
  return source.ok ? success(plainOf(source.value.root)) : source;
}

/** The contents of a source that has been loaded, merged over the files that it extends. */
export function treeOf({ root }: ScenarioSource): TreeValue {
  return plainOf(root);
}
