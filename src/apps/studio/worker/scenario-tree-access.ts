import type { TreeValue } from '#scenario';

/** Looks into the tree of a scenario file that may not be a scenario yet: what is not there, or is something else, is left out. */

export interface TreeMap {
  readonly [key: string]: TreeValue;
}

export type TreePath = readonly (string | number)[];

export function valueAt(tree: TreeValue, path: readonly string[]): TreeValue | undefined {
  let value: TreeValue | undefined = tree;
  for (const key of path) {
    if (!isMap(value)) return undefined;
    value = Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}

/** The map at the path; an empty one where there is none. */
export function mapAt(tree: TreeValue, path: readonly string[]): TreeMap {
  const value = valueAt(tree, path);
  return isMap(value) ? value : {};
}

/** The list at the path; an empty one where there is none. */
export function listAt(tree: TreeValue, path: readonly string[]): readonly TreeValue[] {
  const value = valueAt(tree, path);
  return Array.isArray(value) ? (value as readonly TreeValue[]) : [];
}

export function titleOf(entry: TreeValue, id: string): string {
  const title = valueAt(entry, ['title']);
  return typeof title === 'string' ? title : id;
}

function isMap(value: TreeValue | undefined): value is TreeMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
