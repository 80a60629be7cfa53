import { assert, definite, subsetsOf } from '#base';
import { FirstIssues } from './issues.ts';
import { type ParsedScenario, parseSource } from './parse-scenario.ts';
import { plainOf, type SourceEntry, type SourceMap, type SourceNode } from './read/source-tree.ts';
import type { ScenarioSource } from './source.ts';

/** What two scenarios can differ in, with the words for it in sentences. */
export const CHANGE_PARTS = {
  volume: 'volume',
  mix: 'mix of cases',
  'handle time': 'handle time',
  patience: "customers' patience",
  staff: 'staff and calendar',
  outages: 'outages',
  routing: 'routing',
  course: 'course of a case',
  promise: 'promise and law',
  goals: 'service levels',
  time: 'time of the run',
} as const;

export type ChangePart = keyof typeof CHANGE_PARTS;

/** Keys that no figure depends on. */
const WORDS_ONLY: ReadonlySet<string> = new Set(['description', 'note', 'source', 'title']);
const NO_CHANGE: ReadonlySet<string> = new Set([
  ...['meridian', 'extends', 'name', 'seed', 'sources', 'measures', 'targets'],
]);

/**
 * The part to which a key belongs. `*` is any one key or number, and a key covers all below it. The first row that fits decides, so
 * exceptions come first.
 */
const PART_OF_KEY: readonly (readonly [ChangePart, readonly string[]])[] = [
  ['volume', ['segments.*.customers.*.rate']],
  ['mix', ['segments.*.customers.*', 'segments.*.products', 'segments.*.severities', 'segments.*.channels']],
  [
    'promise',
    [
      'segments.*.promise',
      'segments.*.placement',
      'segments.*.role',
      'segments.*.consents',
      'segments.*.agreements',
      'segments.*.encryption',
    ],
  ],
  [
    'volume',
    [
      'segments',
      'profiles',
      'busyness',
      'commonBusyness',
      'forecastCorrelation',
      'trend',
      'surges',
      'demand',
      'backlog',
    ],
  ],
  ['mix', ['products']],
  ['outages', ['centres.*.outages', 'dataCentres.*.outages', 'commonOutages', 'work.outage']],
  ['promise', ['centres.*.access', 'centres.*.entity', 'centres.*.groups.*.residence']],
  ['promise', ['centres.*.groups.*.employer', 'centres.*.groups.*.citizenship']],
  ['handle time', ['centres.*.groups.*.agentSpeeds', 'centres.*.groups.*.channelSpeeds']],
  ['handle time', ['centres.*.groups.*.concurrency', 'centres.*.groups.*.shifts.*.rampUp']],
  ['routing', ['centres.*.groups.*.takesFirst', 'centres.*.groups.*.takesOnlyWhile']],
  ['staff', ['centres', 'holidays', 'currency', 'fullTime', 'work.shiftEnd', 'work.absence', 'work.dayEnd']],
  ['handle time', ['work.handle', 'work.afterContact', 'work.productFactors', 'work.severityFactors']],
  ['handle time', ['work.handOver', 'work.consultation']],
  ['patience', ['work.exceptions.*.patience', 'work.exceptions.*.balking']],
  ['handle time', ['work.exceptions']],
  ['patience', ['work.patience', 'work.patienceBySeverity', 'work.balking', 'work.retry', 'work.message']],
  ['patience', ['work.callback']],
  ['routing', ['routing', 'lines', 'work.transfer', 'work.triage', 'mostWaiting']],
  ['course', ['work', 'retention.eraseAfter']],
  ['promise', ['entities', 'dataCentres', 'placements', 'promises', 'evacuations', 'law', 'ledger', 'holds']],
  ['promise', ['disclosures', 'retention']],
  ['goals', ['serviceLevels']],
  ['time', ['start', 'horizon', 'warmUp']],
];

/** Null for a key that this version does not know. */
export function partOfKey(path: readonly string[]): ChangePart | null {
  for (const [part, keys] of PART_OF_KEY) if (keys.some((key) => covers(key.split('.'), path))) return part;
  return null;
}

function covers(key: readonly string[], path: readonly string[]): boolean {
  return key.length <= path.length && key.every((step, i) => step === '*' || step === path[i]);
}

/** The parts in which two scenarios differ, in the order of `CHANGE_PARTS`. */
export function changedParts(before: ScenarioSource, after: ScenarioSource): readonly ChangePart[] {
  const found = new Set<ChangePart>();
  mixed(before.root, after.root, [], (path) => {
    found.add(definitePart(path));
    return false;
  });
  return (Object.keys(CHANGE_PARTS) as ChangePart[]).filter((part) => found.has(part));
}

/** The first scenario with these parts of the second. It may be invalid, if a part refers to something in another. */
export function withPartsOf(
  before: ScenarioSource,
  after: ScenarioSource,
  taken: ReadonlySet<ChangePart>,
): ScenarioSource {
  const root = mixed(before.root, after.root, [], (path) => taken.has(definitePart(path)));
  return {
    ...before,
    root,
    files: [...before.files, ...after.files.filter((file) => !before.files.includes(file))],
    issues: new FirstIssues(),
    readFile: (file) => {
      const read = before.readFile(file);
      return read.ok ? read : after.readFile(file);
    },
  };
}

function definitePart(path: readonly string[]): ChangePart {
  const part = partOfKey(path);
  assert(part !== null, `${path.join('.')} belongs to a part`);
  return part;
}

type IsTaken = (path: readonly string[]) => boolean;

/** Keys are in the order of the second; a key that only the first has follows its predecessor. */
function mixed(before: SourceMap, after: SourceMap, path: readonly string[], isTaken: IsTaken): SourceMap {
  const entries = new Map<string, SourceEntry>();
  for (const key of orderOf([...before.entries.keys()], [...after.entries.keys()])) {
    const entry = chosen(before.entries.get(key), after.entries.get(key), [...path, key], isTaken);
    if (entry !== undefined) entries.set(key, entry);
  }
  return { ...before, entries };
}

function orderOf(before: readonly string[], after: readonly string[]): readonly string[] {
  const order = [...after];
  before.forEach((key, i) => {
    if (order.includes(key)) return;
    const predecessor = before[i - 1];
    order.splice(predecessor === undefined ? 0 : order.indexOf(predecessor) + 1, 0, key);
  });
  return order;
}

function chosen(
  before: SourceEntry | undefined,
  after: SourceEntry | undefined,
  path: readonly string[],
  isTaken: IsTaken,
): SourceEntry | undefined {
  const key = path.at(-1) ?? '';
  if (WORDS_ONLY.has(key) || (path.length === 1 && NO_CHANGE.has(key))) return before ?? after;
  if (before === undefined || after === undefined) return isTaken(path) ? after : before;
  return { ...before, node: chosenNode(before.node, after.node, path, isTaken) };
}

function chosenNode(
  before: SourceNode,
  after: SourceNode,
  path: readonly string[],
  isTaken: IsTaken,
): SourceNode {
  if (JSON.stringify(plainOf(before)) === JSON.stringify(plainOf(after))) return before;
  if (before.kind === 'map' && after.kind === 'map') return mixed(before, after, path, isTaken);
  if (before.kind === 'list' && after.kind === 'list' && isListOfMaps(before) && isListOfMaps(after)) {
    if (before.items.length === after.items.length) {
      const items = before.items.map((item, i) =>
        chosenNode(item, after.items[i] as SourceNode, [...path, String(i)], isTaken),
      );
      return { ...before, items };
    }
  }
  return isTaken(path) ? after : before;
}

function isListOfMaps({ items }: { readonly items: readonly SourceNode[] }): boolean {
  return items.length > 0 && items.every(({ kind }) => kind === 'map');
}

/** The change from one scenario to another in steps that can be taken one without the other. */
export interface PartedChange {
  /** Usually of one part each. Parts that only make sense together, as a new segment and its new promise, are one step. */
  readonly steps: readonly (readonly ChangePart[])[];
  /** All scenarios in between, by the steps that each has taken, in the order of `subsetsOf`: the first has taken none, the last all. */
  readonly scenarios: readonly ParsedScenario[];
}

/** A scenario with its source. */
export interface ReadScenario {
  readonly source: ScenarioSource;
  readonly parsed: ParsedScenario;
}

/**
 * Finds the steps of a change. Each group of parts in `wanted` is a step of its own, unless some scenario in between would be invalid: then the two
 * steps are joined that leave the fewest such scenarios, until there are none.
 */
export function partedChange(
  before: ReadScenario,
  after: ReadScenario,
  wanted: readonly (readonly ChangePart[])[],
): PartedChange {
  const read = new Map<string, ParsedScenario | null>();
  const between = (taken: readonly ChangePart[], all: number): ParsedScenario | null => {
    if (taken.length === 0) return before.parsed;
    if (taken.length === all) return after.parsed;
    const key = taken.toSorted().join();
    let found = read.get(key);
    if (found === undefined) {
      const parsed = parseSource(withPartsOf(before.source, after.source, new Set(taken)));
      found = parsed.ok ? parsed.value : null;
      read.set(key, found);
    }
    return found;
  };
  let steps = wanted;
  for (;;) {
    const all = steps.flat().length;
    const subsets = subsetsOf(steps.length);
    const scenarios = subsets.map((taken) =>
      between(steps.filter((_, step) => taken[step] === true).flat(), all),
    );
    const invalid = subsets.filter((_, subset) => scenarios[subset] === null);
    if (invalid.length === 0)
      return { steps, scenarios: scenarios.map((one) => definite(one, 'none is invalid')) };
    steps = joined(steps, invalid);
  }
}

/** The steps with the two joined that leave the fewest of the invalid scenarios, of which none is the first or the last. */
function joined(
  steps: readonly (readonly ChangePart[])[],
  invalid: readonly (readonly boolean[])[],
): readonly (readonly ChangePart[])[] {
  let [best, fewest]: [readonly [number, number], number] = [[0, 1], Number.POSITIVE_INFINITY];
  for (let one = 0; one < steps.length; one++) {
    for (let other = one + 1; other < steps.length; other++) {
      const left = invalid.filter((taken) => taken[one] === taken[other]).length;
      if (left < fewest) [best, fewest] = [[one, other], left];
    }
  }
  const [one, other] = best;
  return steps.flatMap((step, s) => {
    if (s === other) return [];
    return [s === one ? [...step, ...(steps[other] ?? [])] : step];
  });
}
