/** A place at which two resolved scenarios differ: a path of keys and indices, and what stands there as JSON. */
export interface ScenarioDifference {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Where two scenarios differ, in the order of the first; names and titles of the scenarios themselves are left out. */
export function scenarioDifferences(before: string, after: string): readonly ScenarioDifference[] {
  const found: ScenarioDifference[] = [];
  const [first, second] = [JSON.parse(before), JSON.parse(after)];
  walk(first, second, '', found);
  return found
    .filter(({ path }) => !/^(name|title)$/.test(path))
    .map(({ after: there, before: here, path }) => ({
      path,
      before: named(first, path, here),
      after: named(second, path, there),
    }));
}

/** Lists that resolved scenarios refer to by index, by the key that does. */
const REFERRED: Readonly<Record<string, string>> = {
  promise: 'promises',
  placement: 'placements',
  segment: 'segments',
  centre: 'centres',
  entity: 'entities',
  employer: 'entities',
};

/** The id of what an index refers to; everything else as it is. */
function named(scenario: unknown, path: string, value: string | null): string | null {
  const list = REFERRED[path.split('.').at(-1) ?? ''];
  if (list === undefined || value === null || !isObject(scenario)) return value;
  const entries: unknown = scenario[list];
  const entry: unknown = Array.isArray(entries) ? entries[Number(value)] : undefined;
  return isObject(entry) && typeof entry.id === 'string' ? entry.id : value;
}

function walk(before: unknown, after: unknown, path: string, found: ScenarioDifference[]): void {
  if (Object.is(before, after)) return;
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    for (const key of keys) walk(before[key], after[key], path === '' ? key : `${path}.${key}`, found);
    return;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    const length = Math.max(before.length, after.length);
    for (let i = 0; i < length; i++)
      walk(before[i], after[i], `${path}[${nameOf(before[i] ?? after[i], i)}]`, found);
    return;
  }
  found.push({ path, before: textOf(before), after: textOf(after) });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Entries of lists are called, and found again, by their id where they have one. */
function nameOf(entry: unknown, index: number): string {
  return isObject(entry) && typeof entry.id === 'string' ? entry.id : String(index);
}

function textOf(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
