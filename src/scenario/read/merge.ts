import { shown } from '#base';
import { suggestion } from '../did-you-mean.ts';
import type { FirstIssues } from '../first-issues.ts';
import type { ScenarioIssue } from '../issues.ts';
import {
  pathText,
  type SourceEntry,
  type SourceMap,
  type SourceNode,
  type SourcePath,
} from './source-tree.ts';

/**
 * Merges a scenario over the one that it extends: maps merge key by key, lists and single values replace what was there, and `key: null`
 * deletes the key. Every value keeps the place where it is written.
 */
export function mergeOver(
  base: SourceMap,
  over: SourceMap,
  issues: FirstIssues,
  path: SourcePath = [],
): SourceMap {
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
