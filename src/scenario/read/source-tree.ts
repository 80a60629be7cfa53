import { visible } from '#base';

/** Where something is written. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** A scenario file as a tree in which every value knows where it is written, even after files were merged. */
export type SourceNode = SourceScalar | SourceList | SourceMap;

interface SourceScalar {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly value: string | number | boolean | null;
  /** True for `key:` without a value. */
  readonly isBlank: boolean;
}

interface SourceList {
  readonly kind: 'list';
  readonly place: Place;
  readonly isInline: boolean;
  readonly items: readonly SourceNode[];
}

export interface SourceMap {
  readonly kind: 'map';
  readonly place: Place;
  readonly isInline: boolean;
  readonly entries: ReadonlyMap<string, SourceEntry>;
}

export interface SourceEntry {
  readonly keyPlace: Place;
  readonly node: SourceNode;
}

/** Keys and list positions from the root to a value. */
export type SourcePath = readonly (string | number)[];

export function pathText(path: SourcePath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? visible(step) : `${text}.${visible(step)}`;
  }, '');
}

/** The node at the path, or undefined if the path leaves the tree. */
export function nodeAt(root: SourceNode, path: SourcePath): SourceNode | undefined {
  let node: SourceNode | undefined = root;
  for (const step of path) {
    if (node?.kind === 'map') node = node.entries.get(String(step))?.node;
    else if (node?.kind === 'list') node = node.items[Number(step)];
    else return undefined;
  }
  return node;
}

/**
 * Where an issue of the value at `path` points: for a scalar or an inline collection at its own place, for a block at the key that opens
 * it, for something missing at the innermost existing key on the path.
 */
export function placeOf(root: SourceNode, path: SourcePath): Place {
  const node = nodeAt(root, path);
  if (node !== undefined && (node.kind === 'scalar' ? !node.isBlank : node.isInline)) return node.place;
  return keyPlaceOf(root, path);
}

/** Where the key at the end of the path is written; for list items, the item. */
export function keyPlaceOf(root: SourceNode, path: SourcePath): Place {
  for (let length = path.length; length > 0; length--) {
    const step = path[length - 1];
    const parent = nodeAt(root, path.slice(0, length - 1));
    if (parent?.kind === 'map') {
      const entry = parent.entries.get(String(step));
      if (entry !== undefined) return entry.keyPlace;
    } else if (parent?.kind === 'list') {
      const item = parent.items[Number(step)];
      if (item !== undefined) return item.place;
    }
  }
  return root.place;
}

/** Whether the map at a key of the root has a key. */
export function hasKey(root: SourceMap, section: string, key: string): boolean {
  const node = root.entries.get(section)?.node;
  return node?.kind === 'map' && node.entries.has(key);
}

/** The keys of the map at the path, in the order of the file; none if there is no map. */
export function keysAt(root: SourceNode, path: SourcePath): readonly string[] {
  const node = nodeAt(root, path);
  return node?.kind === 'map' ? [...node.entries.keys()] : [];
}

/** A value of a scenario file, as in JSON. */
export type TreeValue =
  | string
  | number
  | boolean
  | null
  | readonly TreeValue[]
  | { readonly [key: string]: TreeValue };

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
