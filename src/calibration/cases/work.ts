import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, sumOf } from '#base';
import { CHANNELS, type Channel, TIERS } from '#domain';
import { DurationCollector } from '../estimates/durations.ts';
import { DISTANCE_MOST, type DistributionFit, fitDistribution } from '../estimates/fit.ts';
import { type Measured, measuredRatio, measuredShare, Z95 } from '../estimates/measured.ts';
import type { OpenHours } from '../people/hours.ts';
import { type Contact, isPassedOn } from './contacts.ts';

/**
 * What the time of a contact is. `separate`: work alone, since no agent has two cases in hand. `in hand`: the time until the agent passes
 * the case on, since agents have several and the log does not say which they work. `none`: the log names no contacts.
 */
export type WorkReading = 'separate' | 'in hand' | 'none';

export interface Work {
  readonly reading: WorkReading;
  /** Mean number of cases that an agent who has one has in hand; null if the log names no agents. */
  readonly inHand: Measured | null;
  /** `tier channel` → handle time, ms, of a product with factor 1. */
  readonly handle: ReadonlyMap<string, HandleTime>;
  /** `from to` → handle time, ms, of cases that came by a transfer between these tiers, perhaps one tier, where it differs from that of others. */
  readonly passedHandle: ReadonlyMap<string, DistributionFit>;
  /** Of the contacts in hand when a night began, the share that went on after it; null if there were few. */
  readonly paused: Measured | null;
  /** Factors on handle times; the most frequent product has 1. Empty if the products do not differ. */
  readonly productFactors: ReadonlyMap<string, Measured>;
}

export interface HandleTime {
  readonly tier: number;
  readonly channel: Channel;
  readonly fit: DistributionFit;
}

/** Above this, agents have several cases in hand; less comes from work that is noted some time after it ended. */
export const IN_HAND_MOST = 1.2;

/** Nobody works on one case for so long. If most of the time in hand is of longer contacts, it contains waits. */
const CONTACT_MOST_MS = 8 * HOUR_MS;
const LONG_MOST = 0.5;

/** What handle times are estimated from, besides contacts. */
interface WorkFacts {
  /** Cases in hand during the contacts, by `inHandOf`. */
  readonly inHand: Measured | null;
  /** What the time of a contact is, by `readingOf`. */
  readonly reading: WorkReading;
  /** When the log ends, epoch ms. */
  readonly untilMs: number;
  /** The hours of a contact's group. */
  readonly hoursOf: (contact: Contact) => OpenHours | undefined;
}

export function estimateWork(
  contacts: readonly Contact[],
  { hoursOf, inHand, reading, untilMs }: WorkFacts,
): Work {
  if (contacts.length === 0)
    return {
      reading: 'none',
      inHand: null,
      handle: new Map(),
      passedHandle: new Map(),
      paused: null,
      productFactors: new Map(),
    };
  const timeOf = (contact: Contact) =>
    reading === 'in hand'
      ? (hoursOf(contact)?.between(heldFrom(contact, hoursOf), contact.spell.toMs ?? untilMs) ?? 0)
      : awakeOf(contact, { hoursOf, untilMs });
  const leastMs = grainOf(contacts) / 2;
  const timed = contacts
    .filter(({ isWhole }) => isWhole)
    .map((contact): Timed => {
      const hasEnded = contact.after !== null && !contact.isCut;
      return { contact, ms: Math.max(leastMs, timeOf(contact)), hasEnded };
    });
  const productFactors = productFactorsOf(timed);
  const fitOf = (own: readonly Timed[], name: string) => {
    const durations = new DurationCollector();
    for (const { contact, hasEnded, ms } of own)
      durations.add(ms / (productFactors.get(contact.product)?.value ?? 1), hasEnded);
    return fitDistribution(durations.finish(), name, reading === 'separate' ? DISTANCE_MOST : undefined);
  };
  const handle = new Map<string, HandleTime>();
  const passedHandle = new Map<string, DistributionFit>();
  const tellsWays = contacts.some(isPassedOn);
  for (const tier of TIERS) {
    const all = timed.filter(({ contact }) => contact.spell.tier === tier);
    let rest = all;
    for (const from of tellsWays ? TIERS : []) {
      const [passed, others] = [true, false].map((is) =>
        rest.filter((one) => (one.contact.cameFrom === from) === is),
      );
      if (passed === undefined || others === undefined || !differ(passed, others)) continue;
      const fit = fitOf(passed, `handle ${from} to ${tier}`);
      if (fit === null) continue;
      passedHandle.set(`${from} ${tier}`, fit);
      rest = others;
    }
    for (const channel of CHANNELS) {
      const fitOn = (some: readonly Timed[]) =>
        fitOf(
          some.filter(({ contact }) => contact.channel === channel),
          `handle ${tier} ${channel}`,
        );
      const fit = fitOn(rest) ?? fitOn(all);
      if (fit !== null) handle.set(`${tier} ${channel}`, { tier, channel, fit });
    }
  }
  return { reading, inHand, handle, passedHandle, paused: pausedOf(contacts, hoursOf), productFactors };
}

/** Since when a case is in hand. A case that is resolved straight from a wait may have had its answer since people came that day: agents of a run take up then what came at night. */
function heldFrom(contact: Contact, hoursOf: WorkFacts['hoursOf']): number {
  const { heldFromMs, spell } = contact;
  if (spell.state !== 'resolved') return heldFromMs;
  const night = hoursOf(contact)?.nightFrom(heldFromMs - DAY_MS);
  return night === undefined ? heldFromMs : Math.min(heldFromMs, night.toMs);
}

/** Two samples of handle times differ if the means of their logarithms lie further apart than this many standard errors. */
const ERRORS_LEAST = 4;

function differ(...samples: readonly [readonly Timed[], readonly Timed[]]): boolean {
  const [one, other] = samples.map((timed) => {
    const logs = timed.filter(({ hasEnded }) => hasEnded).map(({ ms }) => Math.log(ms));
    const mean = sumOf(logs) / logs.length;
    return {
      mean,
      variance: sumOf(logs.map((log) => (log - mean) ** 2)) / (logs.length * (logs.length - 1)),
    };
  });
  if (one === undefined || other === undefined) return false;
  return Math.abs(one.mean - other.mean) > ERRORS_LEAST * Math.sqrt(one.variance + other.variance);
}

/** With fewer contacts in hand at night, the log does not say what becomes of them. */
const AT_NIGHT_LEAST = 20;

function pausedOf(contacts: readonly Contact[], hoursOf: WorkFacts['hoursOf']): Measured | null {
  let [paused, count] = [0, 0];
  for (const contact of contacts) {
    const { fromMs, toMs } = contact.spell;
    const night = hoursOf(contact)?.nightFrom(fromMs);
    if (night === undefined || toMs === null || toMs <= night.fromMs) continue;
    count++;
    if (toMs >= night.toMs) paused++;
  }
  return count < AT_NIGHT_LEAST ? null : measuredShare(paused, count);
}

/** The grain of the times of a log, ms: whole minutes, seconds or milliseconds. A time of 0 is one of half a grain, on average at most. */
function grainOf(contacts: readonly Contact[]): number {
  const isWholeIn = (grain: number) =>
    contacts.every(({ spell }) => spell.fromMs % grain === 0 && (spell.toMs ?? 0) % grain === 0);
  return [MINUTE_MS, SECOND_MS].find(isWholeIn) ?? 1;
}

/** The time of a contact without the nights that it spans, ms. */
function awakeOf(contact: Contact, { hoursOf, untilMs }: Pick<WorkFacts, 'hoursOf' | 'untilMs'>): number {
  const { fromMs, toMs } = contact.spell;
  const parts = hoursOf(contact)?.awake(fromMs, toMs ?? untilMs) ?? [];
  return sumOf(parts.map((part) => part.toMs - part.fromMs));
}

/** How to read contacts: by the mean number of cases in hand, and by how long contacts are. If the log names no agents, `in hand` is the safe reading. */
export function readingOf(
  contacts: readonly Contact[],
  { inHand, ...facts }: Omit<WorkFacts, 'reading'>,
): Exclude<WorkReading, 'none'> {
  if (inHand === null || inHand.value > IN_HAND_MOST) return 'in hand';
  const times = contacts.map((contact) => awakeOf(contact, facts));
  const long = sumOf(times.filter((ms) => ms > CONTACT_MOST_MS));
  return long > LONG_MOST * sumOf(times) ? 'in hand' : 'separate';
}

interface Timed {
  readonly contact: Contact;
  readonly ms: number;
  readonly hasEnded: boolean;
}

/** If fewer contacts name their agent, the log does not say who worked. */
const NAMED_LEAST = 0.5;

/** Mean cases in hand while there is at least one, over agents. The interval is that of a ratio of sums over agents. */
export function inHandOf(contacts: readonly Contact[], untilMs: number): Measured | null {
  const byAgent = new Map<string, { fromMs: number; toMs: number }[]>();
  for (const { spell } of contacts) {
    if (spell.agent === null) continue;
    const spells = byAgent.get(spell.agent) ?? [];
    byAgent.set(spell.agent, spells);
    spells.push({ fromMs: spell.fromMs, toMs: spell.toMs ?? untilMs });
  }
  if (byAgent.size === 0) return null;
  const named = sumOf([...byAgent.values()].map((spells) => spells.length));
  if (named < NAMED_LEAST * contacts.length) return null;
  const sums = [...byAgent.values()].map((spells) => {
    spells.sort((one, other) => one.fromMs - other.fromMs);
    let [total, busy, untilNow] = [0, 0, Number.NEGATIVE_INFINITY];
    for (const { fromMs, toMs } of spells) {
      total += toMs - fromMs;
      busy += Math.max(0, toMs - Math.max(fromMs, untilNow));
      untilNow = Math.max(untilNow, toMs);
    }
    return { total, busy };
  });
  const total = sumOf(sums.map((one) => one.total));
  const busy = sumOf(sums.map((one) => one.busy));
  if (busy === 0) return null;
  const value = total / busy;
  const squares = sumOf(sums.map((one) => (one.total - value * one.busy) ** 2));
  const error = Math.sqrt(squares) / busy;
  return { value, low: Math.max(1, value - Z95 * error), high: value + Z95 * error, n: byAgent.size };
}

/** Products with fewer whole contacts have the factor 1. */
const PRODUCT_LEAST = 50;
const ROUNDS = 8;

/**
 * Factors of products: the logarithm of a time is the sum of a level of its tier and channel and one of its product, fitted alternately,
 * weighted by the variance of tier and channel.
 */
function productFactorsOf(timed: readonly Timed[]): ReadonlyMap<string, Measured> {
  const counts = new Map<string, number>();
  const used = timed.filter((one) => one.hasEnded);
  for (const { contact } of used) counts.set(contact.product, (counts.get(contact.product) ?? 0) + 1);
  const products = [...counts]
    .filter(([, n]) => n >= PRODUCT_LEAST)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([product]) => product);
  if (products.length < 2) return new Map();
  const cells = new Map<string, Sums>();
  for (const { contact, ms } of used) {
    const { channel, product, spell } = contact;
    if (!products.includes(product)) continue;
    const key = `${spell.tier} ${channel}`;
    const sums = cells.get(key) ?? new Map<string, { n: number; sum: number; squares: number }>();
    cells.set(key, sums);
    const own = sums.get(product) ?? { n: 0, sum: 0, squares: 0 };
    sums.set(product, own);
    const log = Math.log(ms);
    own.n++;
    own.sum += log;
    own.squares += log * log;
  }
  const levels = new Map(products.map((product) => [product, { level: 0, weight: 0 }]));
  for (let round = 0; round < ROUNDS; round++) adjust([...cells.values()], levels);
  return factorsOf(products, levels, counts);
}

/** Number, sum and sum of squares of the logarithms of a cell, by product. */
type Sums = Map<string, { n: number; sum: number; squares: number }>;

/** One round: levels and variances of cells given the products, then levels of products given the cells. */
function adjust(
  cells: readonly Sums[],
  levels: ReadonlyMap<string, { level: number; weight: number }>,
): void {
  const totals = new Map([...levels.keys()].map((product) => [product, { sum: 0, weight: 0 }]));
  for (const cell of cells) {
    let [n, sum, squares] = [0, 0, 0];
    for (const [product, own] of cell) {
      const shift = levels.get(product)?.level ?? 0;
      n += own.n;
      sum += own.sum - own.n * shift;
      squares += own.squares - 2 * shift * own.sum + own.n * shift * shift;
    }
    const level = sum / n;
    const variance = Math.max(squares / n - level * level, 1e-6);
    for (const [product, own] of cell) {
      const total = totals.get(product);
      if (total === undefined) continue;
      total.sum += (own.sum - own.n * level) / variance;
      total.weight += own.n / variance;
    }
  }
  for (const [product, found] of levels) {
    const total = totals.get(product);
    if (total === undefined || total.weight === 0) continue;
    found.level = total.sum / total.weight;
    found.weight = total.weight;
  }
}

function factorsOf(
  products: readonly string[],
  levels: ReadonlyMap<string, { readonly level: number; readonly weight: number }>,
  counts: ReadonlyMap<string, number>,
): ReadonlyMap<string, Measured> {
  const [reference = ''] = products;
  const base = levels.get(reference) ?? { level: 0, weight: 1 };
  const factors = new Map<string, Measured>();
  let differs = false;
  for (const product of products) {
    const own = levels.get(product) ?? base;
    const n = counts.get(product) ?? 0;
    const error = product === reference ? 0 : Math.sqrt(1 / own.weight + 1 / base.weight);
    factors.set(product, measuredRatio(Math.exp(own.level - base.level), error, n));
    // Several products are compared, so that a difference must be clear.
    differs ||= error > 0 && Math.abs(own.level - base.level) > 3 * error;
  }
  return differs ? factors : new Map();
}
