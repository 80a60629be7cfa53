import { ownMember } from '#base';
import { pathText, type SourcePath } from '../read/source-tree.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

/** Where the figures at a place of the file come from. */
export interface FigureSource {
  /** The map that holds the figures, e.g. `work.handle`. */
  readonly path: string;
  readonly sources: readonly { readonly id: string; readonly text: string }[];
  readonly note: string | null;
}

/** The word for figures that nobody measured. It is always a valid source and cannot be defined. */
export const INVENTED = 'invented';

/** Every `source` and `note` of the file, in its order. */
export function figureSourcesOf(file: ScenarioFile): readonly FigureSource[] {
  const textOf = (id: string) =>
    id === INVENTED ? 'invented for this scenario' : (ownMember(file.sources, id) ?? id);
  return notedMapsIn(file).map(({ ids, note, path }) => ({
    path: pathText(path),
    sources: ids.map((id) => ({ id, text: textOf(id) })),
    note,
  }));
}

/** A map of a file with a `source` or a `note`. */
interface NotedMap {
  readonly path: SourcePath;
  /** Names of its sources, as written. */
  readonly ids: readonly string[];
  readonly note: string | null;
}

/** Every such map, in the order of the file. */
export function notedMapsIn(file: ScenarioFile): readonly NotedMap[] {
  const found: NotedMap[] = [];
  addNotedMaps(file, [], found);
  return found;
}

function addNotedMaps(value: object, path: SourcePath, found: NotedMap[]): void {
  const { source, note } = value as { readonly source?: unknown; readonly note?: unknown };
  const ids = Array.isArray(source) ? (source as readonly string[]) : [];
  if (ids.length > 0 || typeof note === 'string')
    found.push({ path, ids, note: typeof note === 'string' ? note : null });
  for (const [key, member] of Object.entries(value)) {
    if (member === null || typeof member !== 'object') continue;
    if (key === 'source' || (path.length === 0 && key === 'sources')) continue;
    addNotedMaps(member, [...path, Array.isArray(value) ? Number(key) : key], found);
  }
}
