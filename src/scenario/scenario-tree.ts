import { failure, type Result, success } from '#base';
import { inReadingOrder, type ScenarioIssue } from './issues.ts';
import type { ScenarioInput } from './parse-scenario.ts';
import { loadFiles, scenariosFolderOf } from './read/load-files.ts';
import type { SourceNode } from './read/source-tree.ts';

/** A value of a scenario file, as in JSON. */
export type TreeValue =
  | string
  | number
  | boolean
  | null
  | readonly TreeValue[]
  | { readonly [key: string]: TreeValue };

/** The contents of a scenario file, merged over those that it extends, before checking and resolving. */
export function scenarioTree(input: ScenarioInput): Result<TreeValue, readonly ScenarioIssue[]> {
  const { path, readFile, scenariosFolder = scenariosFolderOf(input.path), text } = input;
  const loaded = loadFiles(path, text, scenariosFolder, readFile);
  if (!loaded.ok) return failure(inReadingOrder(loaded.problem, [path]));
  return success(plainOf(loaded.value.root));
}

export function plainOf(node: SourceNode): TreeValue {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plainOf);
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plainOf(entry.node)]));
  }
}
