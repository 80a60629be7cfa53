import type { TextEdit, TreeValue } from '#scenario';

/** Reads the tree of a file that may not be a valid scenario. Values that are missing or of another kind are left out. */

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

/** The map at the path; empty if there is none. */
export function mapAt(tree: TreeValue, path: readonly string[]): TreeMap {
  const value = valueAt(tree, path);
  return isMap(value) ? value : {};
}

/** The list at the path; empty if there is none. */
export function listAt(tree: TreeValue, path: readonly string[]): readonly TreeValue[] {
  const value = valueAt(tree, path);
  return Array.isArray(value) ? (value as readonly TreeValue[]) : [];
}

/**
 * Edits to entries of the list at the path. `changeOf` returns new values of an entry by key, null to keep it. `own`:
 * the contents of the file itself. A list that comes from an extended file is written as a whole.
 */
export function listEdits(
  tree: TreeValue,
  own: TreeValue,
  path: readonly string[],
  changeOf: (entry: TreeValue, index: number) => TreeMap | null,
): readonly TextEdit[] {
  const list = listAt(tree, path);
  const changes = list.map(changeOf);
  if (Array.isArray(valueAt(own, path)))
    return changes.flatMap((change, i) =>
      Object.entries(change ?? {}).map(([key, value]) => ({ path: [...path, i, key], value })),
    );
  return [
    {
      path,
      value: list.map((entry, i) => {
        const change = changes[i] ?? null;
        return change === null ? entry : { ...(entry as object), ...change };
      }),
    },
  ];
}

export function titleOf(entry: TreeValue, id: string): string {
  const title = valueAt(entry, ['title']);
  return typeof title === 'string' ? title : id;
}

function isMap(value: TreeValue | undefined): value is TreeMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
