/** A place at which two resolved scenarios differ: a path of keys and indices, and what stands there as JSON. */
export interface ScenarioDifference {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Where two scenarios differ, in the order of the first; names and titles of the scenarios themselves are left out. */
export function scenarioDifferences(before: string, after: string): readonly ScenarioDifference[] {
  const found: ScenarioDifference[] = [];
  walk(JSON.parse(before), JSON.parse(after), '', found);
  return found.filter(({ path }) => !/^(name|title)$/.test(path));
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
