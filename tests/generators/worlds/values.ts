import { DAY_MS, HOUR_MS, MINUTE_MS } from '#base';
import { CHANNELS, SEVERITIES } from '#domain';
import { type Dice, drawnSome, type FileMap, type FileValue } from './dice.ts';

/** Values that many keys take, and what the keys of one world refer to. */

/** The time of a world's run, and the ids of its parts. */
export interface Outline {
  readonly startMs: number;
  readonly horizonMs: number;
  readonly products: readonly string[];
  readonly languages: readonly string[];
  readonly segments: readonly string[];
  readonly centres: readonly string[];
  readonly dataCentres: readonly string[];
  /** By tier: groups, as centre/group. */
  readonly groups: readonly (readonly string[])[];
  /** Features that exclude others. */
  readonly features: Features;
}

export interface Features {
  /** Agents may have several contacts in hand. */
  readonly shares: boolean;
  /** Agents leave as they become free. */
  readonly leavesWhenFree: boolean;
  /** Contacts are paused, or interrupted for others. */
  readonly pauses: boolean;
  /** Whose queue a case waits in: of a place, by one of two rules, or of the group that a transfer names. */
  readonly queues: 'commitment' | 'allocation' | 'named' | 'local' | 'none';
  readonly order: string;
  /** The first centre has nobody around the clock, and the others have several agents for every case: cases strand, and days end. */
  readonly isThin: boolean;
}

/** Starts hours before something happens: a change of the clock, of the law, of a zone; or at an ordinary time. */
export const STARTS = [
  ...['2014-11-03T08:00:00Z', '2014-03-29T22:00:00Z', '2014-10-25T20:30:00Z', '2016-02-28T20:00:00Z'],
  ...['2013-06-30T18:00:00Z', '2014-04-11T18:00:00Z', '2015-10-05T12:00:00Z', '2016-07-31T20:00:00Z'],
  ...['2018-07-19T20:00:00Z', '2020-07-15T20:00:00Z', '2020-12-31T18:00:00Z', '2021-06-27T18:00:00Z'],
  ...['2022-12-26T20:00:00Z', '2023-07-09T20:00:00Z', '2026-03-28T22:00:00Z'],
];
export const TIME_ZONES = [
  ...['UTC', 'Europe/Dublin', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'],
];
export const TIMES = [
  ...['00:00', '02:00', '02:30', '06:00', '08:15', '12:00', '17:59', '19:15', '22:00', '23:55', '23:59'],
];
export const DAYS = ['mon-sun', 'daily', 'mon-fri', 'sat, sun', 'fri-mon', 'wed'];
const DURATIONS = [
  ...['0 s', '1 ms', '1 s', '30 s', '1 min', '3 min', '10 min', '30 min', '1 h', '5 h', '1 day', '5 days'],
];

export const timeOfDay = (dice: Dice): string => dice.of(TIMES);
export const duration = (dice: Dice): string => dice.of(DURATIONS);
/** A duration that is not 0. */
export const span = (dice: Dice): string => dice.of(DURATIONS.slice(1));
/** 0 and 1 often. */
export const share = (dice: Dice): number => dice.of([0, 1, 0.5, dice.whole(1, 99) / 100]);
/** At most 0.95. */
export const shareBelow1 = (dice: Dice): number => dice.of([0, 0.95, 0.5, dice.whole(1, 60) / 100]);
export const factor = (dice: Dice): number => dice.of([0.01, 0.5, 1, 3]);

export const instantText = (ms: number): string => new Date(ms).toISOString();

/** A moment around the run; often its first, or a round one. */
export function moment(dice: Dice, { horizonMs, startMs }: Outline): string {
  const ms = startMs + Math.round((dice.whole(-20, 120) / 100) * horizonMs);
  return instantText(dice.of([ms, ms + dice.whole(0, 999), Math.round(ms / HOUR_MS) * HOUR_MS, startMs]));
}

/** A date of the run, or next to it. */
export function date(dice: Dice, { startMs }: Outline): string {
  return instantText(startMs + dice.whole(-1, 1) * DAY_MS).slice(0, 10);
}

/** From a moment to a later one, or for a while. */
export function period(dice: Dice, outline: Outline): FileMap {
  const from = moment(dice, outline);
  const lengthMs = dice.of([1, 1000, 10 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS, DAY_MS]);
  if (dice.chance(0.5)) return { from, for: `${lengthMs} ms` };
  return { from, to: instantText(Date.parse(from) + lengthMs) };
}

/** Two instants that hold around the run most of the time, or begin or end within it. */
export function validity(dice: Dice, outline: Outline): { readonly from: string; readonly to: string } {
  const { horizonMs, startMs } = outline;
  const from = instantText(startMs - dice.of([DAY_MS, 100 * DAY_MS, -Math.round(horizonMs / 3)]));
  const to = instantText(startMs + dice.of([1000 * DAY_MS, 1000 * DAY_MS, Math.round(horizonMs * 0.6)]));
  return { from, to };
}

/** One word of a list, a list of them, or `all`. */
export function words(dice: Dice, list: readonly string[], all = true): FileValue {
  if (all && dice.chance(0.2)) return 'all';
  return dice.chance(0.5) ? dice.of(list) : dice.some(list);
}

export const channels = (dice: Dice): FileValue => words(dice, CHANNELS);
export const severities = (dice: Dice): FileValue => words(dice, SEVERITIES);

/** Attributes of some cases. */
export function kind(dice: Dice, { products, segments }: Outline): FileMap {
  return drawnSome(dice, {
    severity: () => severities(dice),
    channel: () => channels(dice),
    segment: () => dice.of(segments),
    product: () => dice.of(products),
  });
}

/** Hours of a week on a local clock, each piece with days or dates of its own. */
export function weekHours(dice: Dice, outline: Outline): readonly FileValue[] {
  const pieces = dice.of([
    [['00:00', '24:00']],
    [['22:00', '06:00']],
    [
      ['02:00', '02:30'],
      ['08:15', '17:59'],
    ],
    [['12:00', '23:59']],
  ]);
  const isDated = dice.chance(0.2);
  return pieces.map(([from = '', to = '']) => ({
    ...(isDated ? { dates: [date(dice, outline)] } : {}),
    ...(!isDated && dice.chance(0.3) ? { days: dice.of(DAYS), except: [date(dice, outline)] } : {}),
    from,
    to,
  }));
}
