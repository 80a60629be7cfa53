import { failure, HOUR_MS, success } from '#base';
import type { Scenario } from '#domain';
import { parseScenario, type ScenarioIssue } from '#scenario';
import { backlogRows, customers } from './customers.ts';
import { createDice, type Dice, drawn, type FileMap, type FileValue } from './dice.ts';
import { figures, retention } from './figures.ts';
import { dataCentres, entities, furtherNetwork, placements, promises } from './network.ts';
import { centres, ORDERS, routing } from './people.ts';
import { withSoftware } from './software.ts';
import { type Features, instantText, type Outline, STARTS } from './values.ts';
import { lines, work } from './work.ts';

/**
 * Small worlds that nobody would plan, by number, as scenario files of any keys in any combination. What the checks of a file refuse is taken
 * out of it, so that almost every number is a valid world.
 */

/** A scenario file, and the files that it names. */
export interface WorldFile {
  readonly file: FileMap;
  readonly files: Readonly<Record<string, string>>;
}

export interface World extends WorldFile {
  readonly scenario: Scenario;
  /** Paths of warnings and what they say. */
  readonly warnings: readonly ScenarioIssue[];
}

function featuresOf(dice: Dice): Features {
  const shares = dice.chance(0.2);
  const leavesWhenFree = !shares && dice.chance(0.1);
  const isOrdered = !shares && dice.chance(0.4);
  const order = isOrdered ? dice.of(ORDERS) : 'first in first out';
  return {
    shares,
    leavesWhenFree,
    pauses: !shares && !leavesWhenFree && dice.chance(0.4),
    queues: dice.of(['none', 'none', 'commitment', 'allocation', 'named', 'local']),
    order,
    isThin: dice.chance(0.25),
  };
}

function outlineOf(dice: Dice): Outline {
  const horizonMs = dice.of([1, 2, 3, 6, 12]) * HOUR_MS;
  const features = featuresOf(dice);
  const centreIds = ['c-eu', 'c-us', 'c-in'].slice(0, dice.whole(features.isThin ? 2 : 1, 3));
  const groups = [1, 2, 3].map((tier) =>
    centreIds.flatMap((id, c) => {
      const own = c === 0 || dice.chance(features.isThin ? 0.9 : 0.6) ? [`${id}/g${tier}`] : [];
      return dice.chance(0.15) ? [...own, `${id}/g${tier}x`] : own;
    }),
  );
  return {
    startMs: Date.parse(dice.of(STARTS)) + dice.of([0, 0, HOUR_MS / 2]),
    horizonMs,
    products: ['alpha', 'beta'].slice(0, dice.whole(1, 2)),
    languages: ['en', 'de'].slice(0, dice.whole(1, 2)),
    segments: ['s-one', 's-two'].slice(0, dice.whole(1, 2)),
    centres: centreIds.filter((id) => groups.flat().some((name) => name.startsWith(`${id}/`))),
    dataCentres: ['dc-us', 'dc-ie', 'dc-de'],
    groups,
    features,
  };
}

const NOTED = ['products', 'routing', 'work', 'retention', 'ledger', 'warmUp'];

/** A file by number, which may be wrong in parts. */
export function drawWorld(number: number): WorldFile {
  const dice = createDice(number);
  const outline = outlineOf(dice);
  const { file: asked, files: traces } = customers(dice, outline);
  const people: FileMap = {
    meridian: 1,
    name: `world-${number}`,
    start: instantText(outline.startMs),
    horizon: `${outline.horizonMs / HOUR_MS} h`,
    seed: dice.of<FileValue>([number, `seed-${number}`]),
    mostWaiting: dice.of([5000, 5000, 5000, 3, 20]),
    currency: 'EUR',
    fullTime: '35 h',
    ...drawn(dice, {
      title: () => 'A world',
      description: () => 'Drawn.',
      sources: () => ({ log: 'A log' }),
    }),
    products: Object.fromEntries(
      outline.products.map((id) => [id, drawn(dice, { title: () => 'A product' })]),
    ),
    entities: entities(dice, outline),
    dataCentres: dataCentres(dice, outline),
    placements: placements(dice, outline),
    promises: promises(dice, outline),
    ...furtherNetwork(dice, outline),
    centres: centres(dice, outline),
    ...asked,
    work: work(dice, outline),
    routing: routing(dice, outline),
    ...drawn(dice, { lines: () => lines(dice, outline) }),
    retention: retention(dice),
    ...figures(dice, outline),
  };
  const staffed = withSoftware(dice, people, outline);
  const hasBacklog = dice.chance(dice.density / 2);
  const files = hasBacklog ? { ...traces, 'open.csv': backlogRows(dice, people, outline) } : traces;
  const whole = hasBacklog ? { ...staffed, backlog: 'open.csv' } : staffed;
  return dice.chance(0.05)
    ? { file: overBase(dice, whole), files: { ...files, base: textOf(whole) } }
    : { file: noted(dice, whole), files };
}

/** Sources and remarks change nothing. */
function noted(dice: Dice, file: FileMap): FileMap {
  const isNoted = (key: string, value: FileValue) =>
    NOTED.slice(1).includes(key) && typeof value === 'object' && dice.chance(dice.density / 2);
  return {
    ...drawn(dice, { source: () => 'invented', note: () => 'Drawn.' }),
    ...Object.fromEntries(
      Object.entries(file).map(([key, value]) =>
        isNoted(key, value)
          ? [key, { ...(value as FileMap), source: 'invented', note: 'Drawn.' }]
          : [key, value],
      ),
    ),
  };
}

/** A file that changes a few keys of the whole one. */
function overBase(dice: Dice, { mostWaiting: _, name, ...rest }: FileMap): FileMap {
  return {
    meridian: 1,
    name: name ?? 'world',
    extends: '../base',
    ...drawn(dice, { work: () => ({ closing: '1 h' }), seed: () => rest.seed ?? 1 }, 0.5),
  };
}

/** A JSON map, key by key, is YAML. */
export function textOf(file: FileMap): string {
  return Object.entries(file)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
}

/** The map that `textOf` has written. */
export function mapOf(text: string): FileMap {
  const lines = text.trimEnd().split('\n');
  return Object.fromEntries(
    lines.map((line) => {
      const [, key = '', value = 'null'] = /^(\w+): (.*)$/.exec(line) ?? [];
      return [key, JSON.parse(value) as FileValue];
    }),
  );
}

const FOLDER = 'scenarios/world';

/** Reads the file as a command does. */
export function parseWorld({ file, files }: WorldFile): ReturnType<typeof parseScenario> {
  return parseScenario({
    path: `${FOLDER}/scenario.yaml`,
    text: textOf(file),
    readFile: (path) => {
      const name = path.startsWith('scenarios/base') ? 'base' : path.slice(path.lastIndexOf('/') + 1);
      const text =
        path.endsWith('base') || path.endsWith('base/scenario.yaml') || !path.includes('base')
          ? files[name]
          : undefined;
      return text === undefined ? failure('there is no such file') : success(text);
    },
  });
}

/** Takes out what is wrong, and what would be wrong then; null if nothing of a world is left. */
export function validWorld(drawnFile: WorldFile): World | null {
  let { file, files } = drawnFile;
  const before = new Set<string>();
  for (let turn = 0; turn < 40; turn++) {
    const parsed = parseWorld({ file, files });
    if (parsed.ok) {
      const { scenario, warnings } = parsed.value;
      return { file, files, scenario, warnings };
    }
    const withRows = withoutRows(files, parsed.problem);
    if (withRows !== files) {
      files = withRows;
      continue;
    }
    for (const { code, path } of parsed.problem) {
      const steps = stepsOf(path);
      if (code === 'missing-key') steps.pop();
      // What was taken out and is wrong still, is wrong because of what contains it.
      while (steps.length > 0 && before.has(steps.join('\n'))) steps.pop();
      if (steps.length === 0) return null;
      before.add(steps.join('\n'));
      file = without(file, steps) as FileMap;
    }
  }
  return null;
}

/** Of a trace or backlog, only the rows that are wrong go, unless none is left: the same map if that helps nothing. */
function withoutRows(
  files: Readonly<Record<string, string>>,
  issues: readonly ScenarioIssue[],
): Readonly<Record<string, string>> {
  for (const [name, text] of Object.entries(files)) {
    const wrong = new Set(issues.filter(({ file }) => file.endsWith(`/${name}`)).map(({ line }) => line));
    const lines = text.split('\n');
    const kept = lines.filter((_, at) => !wrong.has(at + 1));
    // The head and one row, and what follows the last line break.
    if (name !== 'base' && kept.length > 2 && kept.length < lines.length && !wrong.has(1))
      return { ...files, [name]: kept.join('\n') };
  }
  return files;
}

function stepsOf(path: string): string[] {
  return path.split(/[.[\]]/).filter((step) => step !== '');
}

/** The value without what is at the end of the path. */
export function without(value: FileValue, [step = '', ...rest]: readonly string[]): FileValue {
  if (Array.isArray(value)) {
    const list = value as readonly FileValue[];
    const at = Number(step);
    if (rest.length === 0) return list.filter((_, i) => i !== at);
    return list.map((item, i) => (i === at ? without(item, rest) : item));
  }
  if (typeof value !== 'object' || value === null) return value;
  const map = value as FileMap;
  const { [step]: inner, ...others } = map;
  if (inner === undefined) return map;
  return rest.length === 0 ? others : { ...map, [step]: without(inner, rest) };
}

export function worldOf(number: number): World | null {
  return validWorld(drawWorld(number));
}
