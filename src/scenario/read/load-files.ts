import { failure, type Result, shown, success } from '#base';
import { suggestion } from '../did-you-mean.ts';
import type { ScenarioIssue } from '../issues.ts';
import { FirstIssues } from '../issues.ts';
import { LIMITS } from './limits.ts';
import { readYaml } from './read-yaml.ts';
import { baseFileOf, folderOf, normalPath } from './scenario-path.ts';
import {
  nodeAt,
  pathText,
  placeOf,
  type SourceEntry,
  type SourceMap,
  type SourceNode,
  type SourcePath,
} from './source-tree.ts';

/** Reads another file of the scenarios folder; the problem is a short reason, e.g. `no such file`. */
export type ReadFile = (path: string) => Result<string, string>;

interface LoadedFiles {
  /** The file merged over those that it extends. */
  readonly root: SourceMap;
  /** Every file that was read, the scenario itself first. */
  readonly files: readonly string[];
  /** Issues of the merging itself. The tree can be judged nevertheless. */
  readonly issues: FirstIssues;
}

/** Keys that identify this file. They are never inherited from the extended scenario. */
const OWN_KEYS = ['meridian', 'extends', 'name', 'title', 'description'];

/** Reads a scenario file and the chain of files that it extends. */
export function loadFiles(
  path: string,
  text: string,
  root: string,
  readFile: ReadFile,
): Result<LoadedFiles, readonly ScenarioIssue[]> {
  const files: string[] = [normalPath(path)];
  const issues = new FirstIssues();
  const chain: SourceMap[] = [];
  let nextText = text;
  for (;;) {
    const file = files.at(-1) as string;
    // The scenario itself has the caller's name for it; the files that it extends have their paths.
    const read = readYaml(chain.length === 0 ? path : file, nextText);
    if (!read.ok) return failure(read.problem);
    chain.push(read.value);

    const wish = nodeAt(read.value, ['extends']);
    if (wish === undefined) break;
    const fail = (code: ScenarioIssue['code'], message: string, remedy: string) => {
      const value = wish.kind === 'scalar' ? shown(wish.value) : '';
      const place = placeOf(read.value, ['extends']);
      return failure([{ code, path: 'extends', ...place, value, message, remedy }]);
    };
    if (wish.kind !== 'scalar' || typeof wish.value !== 'string') {
      return fail('wrong-type', 'extends names a scenario', "write a path such as '../css-2014'");
    }
    const base = baseFileOf(wish.value, file, root);
    if (!base.ok) {
      return base.problem === 'bad-path'
        ? fail('bad-path', 'not a relative path', "write a path such as '../css-2014', with '/'")
        : fail(
            'outside-folder',
            'the path leaves the folder of scenarios',
            'extend a scenario beside this one',
          );
    }
    if (files.includes(base.value)) {
      const circle = [...files.slice(files.indexOf(base.value)), base.value].map(shown).join(' → ');
      return fail('extends-loop', `the scenario extends itself: ${circle}`, 'remove one of these extends');
    }
    if (files.length >= LIMITS.chain) {
      const message = `more than ${LIMITS.chain} files extend one another`;
      return fail('extends-too-long', message, 'extend a nearer base');
    }
    const baseText = readFile(base.value);
    if (!baseText.ok) {
      const message = `cannot read ${shown(base.value)}: ${shown(baseText.problem)}`;
      return fail('base-missing', message, 'name the folder of a scenario, or its file');
    }
    files.push(base.value);
    nextText = baseText.value;
  }

  let merged = chain.at(-1) as SourceMap;
  for (const over of chain.slice(0, -1).reverse()) merged = mergeOver(withoutOwnKeys(merged), over, issues);
  return success({ root: merged, files: [path, ...files.slice(1)], issues });
}

/** The default folder that holds all scenarios: the one above the scenario's own folder. */
export function scenariosFolderOf(path: string): string {
  return folderOf(folderOf(path));
}

function withoutOwnKeys(map: SourceMap): SourceMap {
  return { ...map, entries: new Map([...map.entries].filter(([key]) => !OWN_KEYS.includes(key))) };
}

/**
 * Merges a scenario over the one that it extends: maps merge key by key, lists and single values replace what was there, and `key: null`
 * deletes the key. Every value keeps the place where it is written.
 */
function mergeOver(base: SourceMap, over: SourceMap, issues: FirstIssues, path: SourcePath = []): SourceMap {
  const entries = new Map<string, SourceEntry>(base.entries);
  for (const [key, entry] of over.entries) {
    const at = [...path, key];
    const below = base.entries.get(key)?.node;
    if (entry.node.kind === 'scalar' && entry.node.value === null) {
      if (below === undefined) issues.add(() => nothingToDelete(base, key, entry, at));
      entries.delete(key);
      continue;
    }
    entries.set(key, { keyPlace: entry.keyPlace, node: merged(below, entry.node, issues, at) });
  }
  return { kind: 'map', place: over.place, isInline: over.isInline, entries };
}

function merged(
  below: SourceNode | undefined,
  over: SourceNode,
  issues: FirstIssues,
  path: SourcePath,
): SourceNode {
  if (below?.kind === 'map' && over.kind === 'map') return mergeOver(below, over, issues, path);
  return over;
}

function nothingToDelete(base: SourceMap, key: string, entry: SourceEntry, path: SourcePath): ScenarioIssue {
  return {
    code: 'nothing-to-delete',
    path: pathText(path),
    ...entry.keyPlace,
    value: shown(key),
    message: `'${shown(key)}' has no value, which deletes it, but the extended scenario has no such key`,
    remedy: suggestion(key, [...base.entries.keys()], 'key'),
  };
}
