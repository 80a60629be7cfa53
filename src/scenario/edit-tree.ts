import {
  nodeAt,
  plainOf,
  type SourceMap,
  type SourceNode,
  type SourcePath,
  type TreeValue,
} from './read/source-tree.ts';
import { type ScenarioSource, withRoot } from './source.ts';

export function isTree(value: TreeValue | undefined): value is { readonly [key: string]: TreeValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the source says there; undefined if nothing. */
export function plainAt({ root }: Pick<ScenarioSource, 'root'>, path: SourcePath): TreeValue | undefined {
  const node = nodeAt(root, path);
  return node === undefined ? undefined : plainOf(node);
}

/** The source with a value at the end of a path of keys; undefined takes the key away. The value is placed where its map is. */
export function withValue(
  source: ScenarioSource,
  path: SourcePath,
  value: TreeValue | undefined,
): ScenarioSource {
  return withRoot(source, mapWith(source.root, path.map(String), value));
}

/** The map with a value at the end of a path of keys; undefined takes the key away. */
export function mapWith(map: SourceMap, path: readonly string[], value: TreeValue | undefined): SourceMap {
  const [key = '', ...rest] = path;
  const entries = new Map(map.entries);
  const known = entries.get(key);
  if (value === undefined && rest.length === 0) entries.delete(key);
  else if (rest.length === 0)
    entries.set(key, { keyPlace: known?.keyPlace ?? map.place, node: nodeOf(value as TreeValue, map) });
  else {
    const below: SourceMap =
      known?.node.kind === 'map'
        ? known.node
        : { kind: 'map', place: map.place, isInline: true, entries: new Map() };
    entries.set(key, { keyPlace: known?.keyPlace ?? map.place, node: mapWith(below, rest, value) });
  }
  return { ...map, entries };
}

function nodeOf(value: TreeValue, within: SourceMap): SourceNode {
  const { place } = within;
  if (Array.isArray(value))
    return {
      kind: 'list',
      place,
      isInline: true,
      items: (value as readonly TreeValue[]).map((one) => nodeOf(one, within)),
    };
  if (isTree(value)) {
    const entries = Object.entries(value).map(
      ([key, one]) => [key, { keyPlace: place, node: nodeOf(one, within) }] as const,
    );
    return { kind: 'map', place, isInline: true, entries: new Map(entries) };
  }
  return { kind: 'scalar', place, isBlank: value === null, value: value as string | number | boolean | null };
}
