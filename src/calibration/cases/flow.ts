import type { ContactTurn } from '#domain';
import { DurationCollector, type Durations, durationsOf } from '../estimates/durations.ts';
import { type DistributionFit, fitDistribution } from '../estimates/fit.ts';
import { type Measured, measuredShare } from '../estimates/measured.ts';
import { valueAt } from '../estimates/sorted.ts';
import type { SettledStory } from '../stories/settled.ts';
import { type Contact, isPassedOn } from './contacts.ts';

/** Where cases go after contacts. Shares without observations are left out. */
export interface Flow {
  /** Tier → share of its cases that go up. */
  readonly escalation: ReadonlyMap<number, Measured>;
  /** Tier → share of its contacts that send the case down. */
  readonly returns: ReadonlyMap<number, Measured>;
  /** Where contacts send the case, by tier, if cases pass from agent to agent within any tier; then it holds instead of the two above. */
  readonly passes: ReadonlyMap<number, readonly Pass[]> | null;
  readonly customerShare: Measured | null;
  readonly customerReply: DistributionFit | null;
  /** Time after which a case that waits for its customer is closed; null if closings follow no clock. */
  readonly autoClose: Measured | null;
  /** Tier → share of its contacts after which the case waits for a third party. */
  readonly vendorShares: ReadonlyMap<number, Measured>;
  readonly vendorReply: ReadonlyMap<number, DistributionFit>;
  readonly reopeningShare: Measured | null;
  readonly reopeningAfter: DistributionFit | null;
  /** Time from resolution to closing. */
  readonly closing: Measured | null;
  /** Share of contacts that end with another agent of the same tier. */
  readonly sameTier: Measured | null;
  /** Share of cases that return to a group that they left for another one. */
  readonly pingPong: Measured | null;
  /** Share of cases that more than one group, or agent if there are no groups, worked. */
  readonly handedOver: Measured | null;
}

/** The share of a tier's contacts after which the case goes to a tier; of the first contacts of cases, or of later ones, where these differ. */
interface Pass {
  readonly to: number;
  readonly contact: ContactTurn | null;
  readonly share: Measured;
}

const TIERS = [1, 2, 3] as const;

/** `untilMs`: when the log ends; waits that go on are censored there. */
export function estimateFlow(
  stories: readonly SettledStory[],
  contacts: readonly Contact[],
  untilMs: number,
  isSeparate: boolean,
): Flow {
  const ended = contacts.filter(({ after }) => after !== null);
  const staying = ended.filter(
    ({ after }) => after === 'customer' || after === 'vendor' || after === 'resolved',
  );
  const waits = waitsOf(stories, untilMs, isSeparate);
  const vendorAt = (tier: number) => staying.filter(({ spell }) => spell.tier === tier);
  return {
    escalation: byTier([1, 2], (tier) => escalationAt(tier, contacts)),
    returns: byTier([2, 3], (tier) => {
      const known = ended.filter(({ after, spell }) => spell.tier === tier && after !== 'same tier');
      return shareOf(known, ({ after }) => after === 'down');
    }),
    passes: ended.some(isPassedOn) ? byTier(TIERS, (tier) => passesFrom(tier, ended)) : null,
    customerShare: shareOf(
      staying.filter(({ after }) => after !== 'vendor'),
      ({ after }) => after === 'customer',
    ),
    customerReply: fitDistribution(waits.customer, 'customer reply'),
    autoClose: waits.autoClose,
    vendorShares: byTier(TIERS, (tier) => {
      const known = vendorAt(tier);
      return known.some(({ after }) => after === 'vendor')
        ? shareOf(known, ({ after }) => after === 'vendor')
        : null;
    }),
    vendorReply: byTier(TIERS, (tier) => {
      const found = waits.vendor.get(tier)?.finish();
      return found === undefined ? null : fitDistribution(found, `vendor reply ${tier}`);
    }),
    reopeningShare: waits.resolutions === 0 ? null : measuredShare(waits.reopened.length, waits.resolutions),
    reopeningAfter: fitDistribution(durationsOf(waits.reopened), 'reopening'),
    closing: medianOf(waits.closed),
    sameTier: shareOf(ended, ({ after }) => after === 'same tier'),
    ...handOversOf(stories),
  };
}

/** The share that a tier sends up, among the cases whose first whole contact there is known. */
function escalationAt(tier: number, contacts: readonly Contact[]): Measured | null {
  const seen = new Set<number>();
  const first = contacts.filter(({ after, spell, story }) => {
    if (spell.tier !== tier || after === null || after === 'same tier' || seen.has(story)) return false;
    seen.add(story);
    return true;
  });
  return shareOf(first, ({ after }) => after === 'up');
}

function passesFrom(tier: number, ended: readonly Contact[]): readonly Pass[] | null {
  const known = ended.filter(({ isCut, spell }) => spell.tier === tier && !isCut);
  const passes = (contact: ContactTurn | null, own: readonly Contact[]) =>
    WAYS.flatMap((way): readonly Pass[] => {
      const to = way === 'same tier' ? tier : way === 'up' ? tier + 1 : tier - 1;
      const share = shareOf(own, ({ after }) => after === way);
      return share === null ? [] : [{ to, contact, share }];
    });
  const all = passes(null, known);
  const first = passes(
    'first',
    known.filter(({ isFirst }) => isFirst),
  );
  const later = passes(
    'later',
    known.filter(({ isFirst }) => !isFirst),
  );
  const found = (differ(first, later) ? [...first, ...later] : all).filter(({ share }) => share.value > 0);
  return found.length === 0 ? null : found;
}

const WAYS = ['same tier', 'up', 'down'] as const;

/** Two shares of the same destination differ if their intervals do not overlap. */
function differ(some: readonly Pass[], others: readonly Pass[]): boolean {
  return some.some(({ share: { high, low }, to }) =>
    others.some((one) => one.to === to && (low > one.share.high || one.share.low > high)),
  );
}

function shareOf<Item>(items: readonly Item[], isHit: (item: Item) => boolean): Measured | null {
  return items.length === 0 ? null : measuredShare(items.filter(isHit).length, items.length);
}

function byTier<Value>(
  tiers: readonly number[],
  found: (tier: number) => Value | null,
): ReadonlyMap<number, Value> {
  return new Map(
    tiers.flatMap((tier): [number, Value][] => {
      const value = found(tier);
      return value === null ? [] : [[tier, value]];
    }),
  );
}

/** Times outside of contacts. */
interface Waits {
  readonly customer: Durations;
  readonly autoClose: Measured | null;
  readonly vendor: ReadonlyMap<number, DurationCollector>;
  readonly resolutions: number;
  readonly reopened: readonly number[];
  readonly closed: readonly number[];
}

function waitsOf(stories: readonly SettledStory[], untilMs: number, isSeparate: boolean): Waits {
  const customer = new DurationCollector();
  const customerClosed: number[] = [];
  const vendor = new Map<number, DurationCollector>();
  const reopened: number[] = [];
  const closed: number[] = [];
  let resolutions = 0;
  for (const { ending, spells } of stories) {
    let isResolved = false;
    spells.forEach((spell, k) => {
      const next = spells[k + 1];
      // Where people do not show, neither does for whom a case waits after an answer.
      const taken = isSeparate ? k + 1 : spells.findIndex(({ state }, at) => at > k && state !== 'queued');
      const takenMs = taken === k + 1 ? spell.toMs : (spells.at(taken === -1 ? -1 : taken - 1)?.toMs ?? null);
      const lastedMs = (takenMs ?? untilMs) - spell.fromMs;
      const isAnswered = next?.state === 'queued' || next?.state === 'working';
      if (spell.state === 'resolved') {
        isResolved = true;
        resolutions++;
        if (isAnswered) reopened.push(lastedMs);
        else if (next === undefined && ending === 'closed') closed.push(lastedMs);
      }
      if (spell.state === 'customer') {
        const isClosed = next === undefined ? ending === 'closed' : next.state === 'resolved';
        if (isClosed) customerClosed.push(lastedMs);
        else customer.add(lastedMs, isAnswered);
      }
      if (spell.state === 'vendor') {
        const found = vendor.get(spell.tier) ?? new DurationCollector();
        vendor.set(spell.tier, found);
        found.add(lastedMs, next !== undefined);
      }
    });
    if (!isResolved && ending === 'closed') resolutions++;
  }
  const autoClose = clockOf(customerClosed);
  // Cases that no clock closed were closed because the customer, or somebody else, had an answer.
  const clockMs = autoClose === null ? Number.POSITIVE_INFINITY : autoClose.value * (1 - CLOCK_SPREAD);
  for (const ms of customerClosed) customer.add(ms, ms < clockMs);
  return { customer: customer.finish(), autoClose, vendor, resolutions, reopened, closed };
}

/** A clock cannot be recognised from fewer durations. */
const CLOCK_LEAST = 10;
/** The middle half of the durations that a clock makes lies within this share of their median. */
const CLOCK_SPREAD = 0.05;

/** The time that a clock sets, if it is one: half of the durations are about the same. */
function clockOf(durations: readonly number[]): Measured | null {
  if (durations.length < CLOCK_LEAST) return null;
  const sorted = [...durations].sort((a, b) => a - b);
  const at = (share: number) => valueAt(sorted, share) ?? 0;
  const median = at(0.5);
  // Agents close some cases earlier, so the clock shows in the upper half only.
  return at(0.75) - median <= CLOCK_SPREAD * median ? medianOf(durations) : null;
}

/** Median with its interval by order statistics. */
function medianOf(durations: readonly number[]): Measured | null {
  const n = durations.length;
  if (n < CLOCK_LEAST) return null;
  const sorted = [...durations].sort((a, b) => a - b);
  const half = (1.96 * Math.sqrt(n)) / 2;
  const at = (rank: number) => sorted[Math.max(0, Math.min(n - 1, Math.round(rank)))] ?? 0;
  return { value: at((n - 1) / 2), low: at((n - 1) / 2 - half), high: at((n - 1) / 2 + half), n };
}

function handOversOf(stories: readonly SettledStory[]): Pick<Flow, 'pingPong' | 'handedOver'> {
  let [worked, moved, returned] = [0, 0, 0];
  for (const { spells } of stories) {
    const places = spells
      .filter(({ state }) => state === 'working')
      .map(({ agent, group }) => group ?? agent ?? '')
      .filter((place, k, all) => place !== all[k - 1]);
    if (places.length === 0) continue;
    worked++;
    if (places.length > 1) moved++;
    if (places.some((place, k) => k > 1 && places.indexOf(place) < k - 1)) returned++;
  }
  if (worked === 0) return { pingPong: null, handedOver: null };
  return { pingPong: measuredShare(returned, worked), handedOver: measuredShare(moved, worked) };
}
