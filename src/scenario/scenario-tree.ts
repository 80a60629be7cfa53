import { type Result, success } from '#base';
import type { ScenarioIssue } from './issues.ts';
import type { SourceNode } from './read/source-tree.ts';
import { loadSource, type ScenarioInput, type ScenarioSource } from './source.ts';

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
  const source = loadSource(input);
  return source.ok ? success(plainOf(source.value.root)) : source;
}

/** The contents of a source that has been loaded, merged over the files that it extends. */
export function treeOf({ root }: ScenarioSource): TreeValue {
  return plainOf(root);
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
