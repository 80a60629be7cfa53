import type { FileMap, FileValue } from '../../generators/worlds/dice.ts';
import { mapOf, parseWorld, type WorldFile, without } from '../../generators/worlds/world-file.ts';
import { examine } from './examine.ts';

/** Makes a world that fails smaller, so that people can read it and tests can replay it. */

type Path = readonly string[];

/** What a fault is, whatever the numbers and names in its sentence are. */
export function kindOf(fault: string): string {
  return fault.split(':')[0] ?? fault;
}

/** Keys and items, those of a map or list before what is inside of them. */
function pathsIn(value: FileValue, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Object.keys(value).map((key) => [...at, key]);
  return own.flatMap((path) => {
    const inner = (value as FileMap)[path.at(-1) as string] as FileValue;
    return [path, ...pathsIn(inner, path)];
  });
}

/** The world as one file, without a base. */
function whole({ file, files: { base, ...files } }: WorldFile): WorldFile {
  if (base === undefined) return { file, files };
  const below = mapOf(base);
  const { extends: _, work = {}, ...own } = file;
  return { file: { ...below, ...own, work: { ...(below.work as FileMap), ...(work as FileMap) } }, files };
}

/** Leaves out what can be left out while the world keeps a fault of the kind; tries at most that often. */
export function shrunk(drawn: WorldFile, kind: string, mostTries: number): WorldFile {
  const flat = whole(drawn);
  const world = fails(flat, kind) ? flat : drawn;
  let { file } = world;
  let tries = 0;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    // From the end, so that the numbers of items that come before stay.
    for (const path of pathsIn(file)
      .toReversed()
      .toSorted((one, other) => one.length - other.length)) {
      const smaller = without(file, path) as FileMap;
      if (smaller === file) continue;
      if (++tries > mostTries) return { ...world, file };
      if (!fails({ ...world, file: smaller }, kind)) continue;
      file = smaller;
      isSmaller = true;
    }
  }
  return { ...world, file };
}

function fails(world: WorldFile, kind: string): boolean {
  const parsed = parseWorld(world);
  if (!parsed.ok) return false;
  try {
    return examine(parsed.value.scenario).faults.some((fault) => kindOf(fault) === kind);
  } catch {
    return kind === 'throws';
  }
}
