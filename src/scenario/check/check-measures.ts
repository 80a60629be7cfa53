import { DAY_MS, HOUR_MS, MINUTE_MS, WEEK_MS } from '#base';
import { CHANNELS, type MeasureDimension, SEVERITIES, type TargetMeasure, TIERS } from '#domain';
import type { IssueList } from '../issue-list.ts';
import { isOfContacts } from '../resolve/measures.ts';
import type { MeasureFile, ScenarioFile, TargetFile } from '../shape/scenario-file.ts';

const INTERVAL_MIN_MS = 15 * MINUTE_MS;
const MEASURES_MAX = 100;
/** Combinations × intervals of all measures together: 48 bytes each at most. */
const CELLS_MAX = 500_000;

/** Checks that the names in a measure exist, that its intervals fill a day, and that all measures together fit in memory. */
export function checkMeasures(file: ScenarioFile, list: IssueList): void {
  const { measures = {} } = file;
  let cells = 0;
  for (const [id, measure] of Object.entries(measures)) {
    const path = ['measures', id];
    const { interval } = measure;
    if (measure.of === 'cases' && isOfContacts(measure)) {
      const message = 'cases have no tier or centre before an agent takes them; only contacts have';
      const remedy = "write 'contacts', or leave out tiers and centres";
      list.error('alternatives', [...path, 'of'], message, remedy);
    }
    if (interval < INTERVAL_MIN_MS || DAY_MS % interval !== 0) {
      const message = 'a day is not a whole number of such intervals, or they are shorter than 15 min';
      list.error('out-of-range', [...path, 'interval'], message, "write for example '30 min' or '1 h'");
      continue;
    }
    const counted = cellsOf(measure, file);
    if (cells <= CELLS_MAX && cells + counted.cells > CELLS_MAX) {
      const others = cells === 0 ? '' : `, with those before ${cells + counted.cells}`;
      const message = `${counted.text} = ${counted.cells} cells${others}, but at most ${CELLS_MAX} are possible`;
      const remedy = "distinguish fewer things ('by'), name the values that matter, or lengthen 'interval'";
      list.error('too-many', path, message, remedy);
    }
    cells += counted.cells;
  }
  const count = Object.keys(measures).length;
  if (count <= MEASURES_MAX) return;
  const message = `${count} measures, but at most ${MEASURES_MAX} are possible`;
  list.error('too-many', ['measures'], message, 'leave some out');
}

/** The number of cells of a measure, and how it comes about: `3 severities × 168 intervals`. */
function cellsOf(
  measure: MeasureFile,
  file: ScenarioFile,
): { readonly cells: number; readonly text: string } {
  const named = (values: Readonly<Record<string, unknown>>) => Object.keys(values);
  const values: Readonly<Record<MeasureDimension, readonly [words: string, values: readonly unknown[]]>> = {
    segment: ['segments', measure.segments ?? named(file.segments)],
    product: ['products', measure.products ?? named(file.products)],
    severity: ['severities', measure.severities ?? SEVERITIES],
    channel: ['channels', measure.channels ?? CHANNELS],
    tier: ['tiers', measure.tiers ?? TIERS],
    centre: ['centres', measure.centres ?? named(file.centres)],
  };
  const parts = (measure.by ?? []).map((dimension) => {
    const [words, of] = values[dimension];
    return [words, new Set(of).size] as const;
  });
  const factors = [
    ...parts.filter(([, count]) => count > 1),
    ['intervals', WEEK_MS / measure.interval] as const,
  ];
  return {
    cells: factors.reduce((product, [, count]) => product * count, 1),
    text: factors.map(([words, count]) => `${count} ${words}`).join(' × '),
  };
}

type Key = 'within' | 'target' | 'atMost' | 'hours' | 'pauses';

/** By what a target is of: the keys that it needs with what to write, and those that say nothing of it. */
const KEYS: Readonly<
  Record<TargetMeasure, { readonly needed: Partial<Record<Key, string>>; readonly senseless: readonly Key[] }>
> = {
  answer: { needed: { within: "'within: 20 s'", target: "'target: 0.8'" }, senseless: ['atMost'] },
  resolution: { needed: { within: "'within: 8 h'", target: "'target: 0.9'" }, senseless: ['atMost'] },
  abandonment: { needed: { atMost: "'atMost: 0.05'" }, senseless: ['within', 'target', 'hours', 'pauses'] },
  backlog: {
    needed: {
      atMost: "'atMost: 40'",
      target: "'target: 0.9', the share of days",
      hours: "'hours: ' with a centre, or hours of its own: it is counted when they end on a day",
    },
    senseless: ['within', 'pauses'],
  },
};

/** A target has what its kind is judged by, and nothing besides. */
export function checkTargets({ targets = {} }: ScenarioFile, list: IssueList): void {
  for (const [id, target] of Object.entries(targets)) {
    const path = ['targets', id];
    const { needed, senseless } = KEYS[target.of];
    for (const [key, example] of Object.entries(needed)) {
      if (target[key as Key] !== undefined) continue;
      const message = `a target of ${target.of} needs '${key}'`;
      list.error('missing-key', path, message, `write ${example}`);
    }
    for (const key of senseless) {
      if (target[key] === undefined) continue;
      const message = `'${key}' says nothing of a target of ${target.of}`;
      const wanted = Object.keys(needed).map((name) => `'${name}'`);
      list.error('alternatives', [...path, key], message, `leave it out; its keys are ${wanted.join(', ')}`);
    }
    checkAtMost(id, target, list);
    checkWithin(id, target, list);
  }
}

/** A case can be answered at once, but not resolved. */
function checkWithin(id: string, { of, within }: TargetFile, list: IssueList): void {
  if (of !== 'resolution' || within !== 0) return;
  const message = 'no case is resolved at once';
  list.error('out-of-range', ['targets', id, 'within'], message, "write for example '8 h'");
}

function checkAtMost(id: string, { atMost, of, severity }: TargetFile, list: IssueList): void {
  const path = ['targets', id];
  if (of === 'abandonment' && atMost !== undefined && atMost >= 1) {
    const message = 'everybody may give up, so nothing is wanted';
    list.error('out-of-range', [...path, 'atMost'], message, 'write a share below 1: 0.05 for 5 %');
  }
  if (of !== 'backlog') return;
  if (atMost !== undefined && !Number.isInteger(atMost)) {
    const message = `${atMost} is no number of cases`;
    list.error('bad-number', [...path, 'atMost'], message, 'write a whole number, for example 40');
  }
  if (severity.length < SEVERITIES.length) {
    const message = 'a backlog is counted over all severities, since cases change theirs while they wait';
    list.error('alternatives', [...path, 'severity'], message, "write 'severity: all'");
  }
}

/** A warm-up is given or determined, and must leave something to measure. */
export function checkWarmUp({ horizon, warmUp }: ScenarioFile, list: IssueList): void {
  if (warmUp === undefined) return;
  const { by, every, for: given } = warmUp;
  if ((by === undefined) === (given === undefined)) {
    const message =
      'a warm-up lasts for a time, or until a series has settled, and both or neither are given';
    list.error('alternatives', ['warmUp'], message, "write either 'for' or 'by'");
  }
  if (every !== undefined && by === undefined) {
    const message = 'means of no series';
    list.error('alternatives', ['warmUp', 'every'], message, "write 'by: waiting' with it, or leave it out");
  } else if (every !== undefined && every % HOUR_MS !== 0) {
    const message = 'series are kept by the hour';
    const remedy = "write whole hours, for example '1 h' or '1 day'";
    list.error('out-of-range', ['warmUp', 'every'], message, remedy);
  }
  const [key, ms = 0] = given === undefined ? (['every', every] as const) : (['for', given] as const);
  if (ms < horizon) return;
  const message = 'the warm-up is as long as the whole run: nothing is left to measure';
  list.error('out-of-range', ['warmUp', key], message, "write a shorter one, or a longer 'horizon'");
}
