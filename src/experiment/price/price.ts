import { listInWords, sumOf, WEEK_MS, WEEKS_PER_YEAR } from '#base';
import {
  fullTimeEquivalents,
  ITEM_CLASSES,
  isZoneMember,
  type PromiseDimension,
  type ResidencyPromise,
  type Scenario,
  scheduledHours,
  servesLanguage,
} from '#domain';

/** A variant of the scenario that promises less, or more, to its restricted customers. */
export interface PromiseVariant {
  readonly id: string;
  readonly title: string;
  readonly scenario: Scenario;
  /** What it keeps inside the zone, in words. */
  readonly keeps: readonly string[];
  /**
   * What it keeps beyond the scenario's own promise, in words; empty for a part of the promise. Null if it is more in one respect and less
   * in another, or more only for some data.
   */
  readonly beyond: readonly string[] | null;
}

/** What is added to the promise step by step, each in the promise's own zone of storage. */
const STEPS: readonly (readonly [PromiseDimension, inWords: string])[] = [
  ['storage', 'storage'],
  ['backup', 'backup'],
  ['workingCopy', 'working copies'],
  ['processing', 'processing'],
  ['access', 'access'],
  ['personnel', 'personnel'],
];

/** Segments whose promise keeps something inside some zone. */
export function restrictedSegments(scenario: Scenario): readonly string[] {
  return scenario.segments
    .filter(({ promise }) => isRestricting(scenario.promises[promise]))
    .map(({ id }) => id);
}

/**
 * The variants whose differences are the price of residency. The first has no promise. The next ones keep storage alone, then storage,
 * backup, working copies, processing, access and personnel inside the zone, step by step. The last is the scenario's own. Variants with
 * equal effect are left out. Without a promise, a restricted segment's data goes where that of the first unrestricted segment goes, if
 * there is one.
 */
export function promiseVariants(scenario: Scenario): readonly PromiseVariant[] {
  const free = scenario.segments.find(({ promise }) => !isRestricting(scenario.promises[promise]));
  const promised = variantOf(scenario, 'as promised', 'as the scenario promises', scenario);
  const without = variantOf(scenario, 'no promise', 'no promise', {
    ...withPromises(scenario, (promise) => zonesOf(promise, [], 'ANY')),
    segments: scenario.segments.map((segment) =>
      free !== undefined && isRestricting(scenario.promises[segment.promise])
        ? { ...segment, placement: free.placement }
        : segment,
    ),
  });
  const steps = STEPS.map(([, word], i): PromiseVariant => {
    const kept = STEPS.slice(0, i + 1);
    const dimensions = kept.map(([dimension]) => dimension);
    const title = `${listInWords(kept.map(([, one]) => one))} inside the zone`;
    const changed = withPromises(scenario, (promise) => zonesOf(promise, dimensions, homeZone(promise)));
    return variantOf(scenario, i === 0 ? word : `+ ${word}`, title, changed);
  });
  const seen = new Set([JSON.stringify(promised.scenario.promises)]);
  const distinct = steps.filter((variant) => {
    const text = JSON.stringify(variant.scenario.promises);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
  return [without, ...distinct, promised];
}

function variantOf(own: Scenario, id: string, title: string, scenario: Scenario): PromiseVariant {
  const keeps = STEPS.filter(([dimension]) =>
    restrictionsOf(scenario).some((key) => key.endsWith(`/${dimension}`)),
  );
  return {
    id,
    title,
    scenario,
    keeps: keeps.map(([, word]) => word),
    beyond: beyondOf(own, scenario),
  };
}

function beyondOf(own: Scenario, variant: Scenario): readonly string[] | null {
  const [promised, kept] = [restrictionsOf(own), restrictionsOf(variant)];
  const added = kept.filter((key) => !promised.includes(key));
  if (added.length === 0) return [];
  if (promised.some((key) => !kept.includes(key))) return null;
  const dimensionOf = (key: string) => key.slice(key.lastIndexOf('/') + 1);
  const isWhole = added.every((key) => !promised.some((one) => dimensionOf(one) === dimensionOf(key)));
  if (!isWhole) return null;
  const dimensions = new Set(added.map(dimensionOf));
  return STEPS.filter(([dimension]) => dimensions.has(dimension)).map(([, word]) => word);
}

/** Each promise, class of data, zone and dimension that is restricted. */
function restrictionsOf({ promises }: Scenario): readonly string[] {
  return promises.flatMap((promise, p) =>
    ITEM_CLASSES.flatMap((itemClass) =>
      Object.entries(promise.zones[itemClass]).flatMap(([dimension, zone]) =>
        zone === 'ANY' ? [] : [[p, itemClass, JSON.stringify(zone), dimension].join('/')],
      ),
    ),
  );
}

/** Wages on duty of the agents that one scenario has in addition to another; null if nobody has a wage. */
export interface AddedWages {
  /** ISO 4217. */
  readonly currency: string;
  readonly amount: number;
  /** A twelfth of a year, from whole weeks of the run; or the whole run, if it is shorter than a week. */
  readonly per: 'month' | 'run';
}

const WEEKS_PER_MONTH = WEEKS_PER_YEAR / 12;

/** `isOnce`: they are paid in this run only, whatever its length. */
export function addedWages(before: Scenario, after: Scenario, isOnce = false): AddedWages | null {
  const { currency, horizonMs } = before;
  if (currency === undefined) return null;
  const weeks = isOnce ? 0 : Math.floor(horizonMs / WEEK_MS);
  const untilMs = weeks === 0 ? horizonMs : weeks * WEEK_MS;
  const amount = wagesUntil(after, untilMs) - wagesUntil(before, untilMs);
  if (weeks === 0) return { currency, amount, per: 'run' };
  return { currency, amount: (amount / weeks) * WEEKS_PER_MONTH, per: 'month' };
}

/** Hours on duty in a week of the agents that one scenario has in addition to another; in the whole run, if it is shorter, or `isOnce`. */
export function addedHours(before: Scenario, after: Scenario, isOnce = false): number {
  const weeks = isOnce ? 0 : Math.floor(before.horizonMs / WEEK_MS);
  const untilMs = weeks === 0 ? before.horizonMs : weeks * WEEK_MS;
  const sum = ({ groups }: Scenario) => sumOf(groups.map((group) => scheduledHours(group, untilMs)));
  return (sum(after) - sum(before)) / Math.max(1, weeks);
}

/** Full-time equivalents of the agents that one scenario has in addition to another; null if the run is shorter than a week. */
export function addedFte(before: Scenario, after: Scenario): number | null {
  return before.horizonMs < WEEK_MS ? null : fullTimeEquivalents(addedHours(before, after), before);
}

function wagesUntil({ groups }: Scenario, untilMs: number): number {
  return sumOf(groups.map((group) => scheduledHours(group, untilMs) * (group.wage?.perHour ?? 0)));
}

/**
 * Groups that may work the restricted customers' cases under a variant's promise (access, processing and personnel at the start of the run)
 * and that speak one of their languages.
 */
export function groupsFor(scenario: Scenario, restricted: readonly string[]): readonly number[] {
  const { centres, groups, languages, promises, segments, startEpochMs, streams } = scenario;
  const asked = segments.flatMap(({ id, promise }, segment) =>
    restricted.includes(id)
      ? [{ zones: (promises[promise] as ResidencyPromise).zones, wanted: wantedIn(streams, segment) }]
      : [],
  );
  return groups.flatMap(({ centre, languages: spoken, residence }, group) => {
    const country = centres[centre]?.country ?? '';
    const places = { access: country, processing: country, personnel: residence ?? country };
    const speaks = (wanted: ReadonlySet<number>) =>
      [...wanted].some((one) =>
        spoken.some((own) => servesLanguage(languages[own] as string, languages[one] as string)),
      );
    const isEligible = asked.some(
      ({ wanted, zones }) =>
        speaks(wanted) &&
        ITEM_CLASSES.every((itemClass) =>
          (['access', 'processing', 'personnel'] as const).every((dimension) =>
            isZoneMember(zones[itemClass][dimension], places[dimension], startEpochMs),
          ),
        ),
    );
    return isEligible ? [group] : [];
  });
}

/** Languages of the segment's customers. */
function wantedIn(streams: Scenario['streams'], of: number): ReadonlySet<number> {
  const own = streams.filter(({ segment }) => segment === of);
  return new Set(
    own.flatMap(({ languageShares }) => languageShares.flatMap((share, l) => (share > 0 ? [l] : []))),
  );
}

/** Adds agents to the shifts of the groups, in proportion to their sizes. Remainders go by size. */
export function withMoreAgents(scenario: Scenario, groups: readonly number[], added: number): Scenario {
  const shifts = groups.flatMap((group) =>
    (scenario.groups[group]?.shifts ?? []).map((shift, index) => ({ group, index, agents: shift.agents })),
  );
  const total = shifts.reduce((sum, { agents }) => sum + agents, 0);
  if (total === 0) return scenario;
  const exact = shifts.map(({ agents }) => (added * agents) / total);
  const extra = exact.map(Math.floor);
  let rest = added - extra.reduce((sum, count) => sum + count, 0);
  const order = exact
    .map((value, i) => ({ i, left: value - Math.floor(value) }))
    .sort((one, other) => other.left - one.left || one.i - other.i);
  for (const { i } of order) {
    if (rest-- <= 0) break;
    extra[i] = (extra[i] as number) + 1;
  }
  return {
    ...scenario,
    groups: scenario.groups.map((group, g) => ({
      ...group,
      shifts: group.shifts.map((shift, s) => {
        const place = shifts.findIndex(({ group: ofGroup, index }) => ofGroup === g && index === s);
        return place === -1 ? shift : { ...shift, agents: shift.agents + (extra[place] as number) };
      }),
    })),
  };
}

function withPromises(
  scenario: Scenario,
  zones: (promise: ResidencyPromise) => ResidencyPromise['zones'],
): Scenario {
  return {
    ...scenario,
    promises: scenario.promises.map((promise) =>
      isRestricting(promise) ? { ...promise, zones: zones(promise) } : promise,
    ),
  };
}

type Zone = ResidencyPromise['zones'][(typeof ITEM_CLASSES)[number]][PromiseDimension];

/** The promise's zones with these dimensions inside the zone and the others unrestricted. */
function zonesOf(
  promise: ResidencyPromise,
  dimensions: readonly PromiseDimension[],
  zone: Zone,
): ResidencyPromise['zones'] {
  const entries = ITEM_CLASSES.map((itemClass) => {
    const names = Object.keys(promise.zones[itemClass]) as PromiseDimension[];
    return [
      itemClass,
      Object.fromEntries(names.map((name) => [name, dimensions.includes(name) ? zone : 'ANY'])),
    ];
  });
  return Object.fromEntries(entries) as ResidencyPromise['zones'];
}

/** The zone where the promise keeps content at rest; if it restricts nothing at rest, its first zone of any kind. */
function homeZone({ zones }: ResidencyPromise): Zone {
  if (zones.content.storage !== 'ANY') return zones.content.storage;
  const all = ITEM_CLASSES.flatMap((itemClass) => Object.values(zones[itemClass]));
  return all.find((zone) => zone !== 'ANY') ?? 'ANY';
}

function isRestricting(promise: ResidencyPromise | undefined): boolean {
  return (
    promise !== undefined &&
    ITEM_CLASSES.some((itemClass) => Object.values(promise.zones[itemClass]).some((zone) => zone !== 'ANY'))
  );
}
