import { ownMember } from '#base';
import { pathText } from '../read/source-tree.ts';
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
  const found: FigureSource[] = [];
  collect(file, [], file.sources, found);
  return found;
}

function collect(
  value: unknown,
  path: readonly (string | number)[],
  texts: Readonly<Record<string, string>>,
  found: FigureSource[],
): void {
  if (value === null || typeof value !== 'object') return;
  const { source, note } = value as { readonly source?: unknown; readonly note?: unknown };
  const ids = Array.isArray(source) ? (source as readonly string[]) : [];
  if (ids.length > 0 || typeof note === 'string') {
    const sources = ids.map((id) => ({
      id,
      text: id === INVENTED ? 'invented for this scenario' : (ownMember(texts, id) ?? id),
    }));
    found.push({ path: pathText(path), sources, note: typeof note === 'string' ? note : null });
  }
  for (const [key, member] of Object.entries(value)) {
    if (path.length === 0 && key === 'sources') continue;
    const step = Array.isArray(value) ? Number(key) : key;
    if (key !== 'source') collect(member, [...path, step], texts, found);
  }
}
