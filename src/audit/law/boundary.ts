import { numbered } from '#base';
import {
  COPY_ROLES,
  type CopyRole,
  type CopyRoleIndex,
  type DimensionIndex,
  type EpochMs,
  ITEM_CLASSES,
  type ItemClassSet,
  type PlaceIndex,
  PROMISE_DIMENSIONS,
  type PromiseDimension,
  type PromiseIndex,
} from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';
import { STORED, whyNotCertified } from './certificates.ts';
import { Rule } from './rule.ts';
import { isIn } from './zones.ts';

/** Every item class. */
export const ALL_CLASSES = (1 << ITEM_CLASSES.length) - 1;

export const STORAGE = PROMISE_DIMENSIONS.indexOf('storage');
const { backup: BACKUP } = numbered(PROMISE_DIMENSIONS);
export const WORKING_COPY = PROMISE_DIMENSIONS.indexOf('workingCopy');
export const PROCESSING = PROMISE_DIMENSIONS.indexOf('processing');
export const ACCESS = PROMISE_DIMENSIONS.indexOf('access');

/** Seeing a case counts as access and as processing; the promise may restrict either. */
const SEEING: readonly number[] = [ACCESS, PROCESSING];
const NOTHING: readonly PromiseDimension[] = [];

const DIMENSION_OF_ROLE: Readonly<Record<CopyRole, PromiseDimension>> = {
  primary: 'storage',
  replica: 'storage',
  log: 'storage',
  backup: 'backup',
  cache: 'workingCopy',
  'working copy': 'workingCopy',
};
const DIMENSIONS: readonly number[] = COPY_ROLES.map((role) =>
  PROMISE_DIMENSIONS.indexOf(DIMENSION_OF_ROLE[role]),
);

/** The dimension of a promise that governs where a copy of that role is stored. */
export function dimensionOfRole(role: CopyRoleIndex): DimensionIndex {
  return DIMENSIONS[role] ?? STORAGE;
}

/** Promises may demand certificates from companies that store primaries, replicas or backups. */
export function isStored(dimension: DimensionIndex): boolean {
  return dimension === STORAGE || dimension === BACKUP;
}

/**
 * The contract verdict: which item classes a promise allows at a place, in each dimension, with the zones of one
 * instant. Computed on demand, discarded when the instant changes.
 */
export class Boundary extends Rule {
  /** promise × dimension × place → allowed item classes; −1 if not computed yet. */
  private readonly allowed: Int16Array;

  constructor(tables: ScenarioTables) {
    super(tables);
    const { promises } = tables.scenario;
    const size = promises.length * PROMISE_DIMENSIONS.length * tables.places.length;
    this.allowed = new Int16Array(size).fill(-1);
  }

  protected override forget(): void {
    this.allowed.fill(-1);
  }

  /**
   * Whether all these item classes may be at the place in that dimension. False for a place that does not
   * exist.
   */
  allows(
    promise: PromiseIndex,
    dimension: DimensionIndex,
    classes: ItemClassSet,
    place: PlaceIndex,
  ): boolean {
    const { places } = this.tables;
    if (place < 0 || place >= places.length) return false;
    const key = (promise * PROMISE_DIMENSIONS.length + dimension) * places.length + place;
    let allowed = this.allowed[key] as number;
    if (allowed === -1) {
      allowed = this.judge(promise, dimension, place);
      this.allowed[key] = allowed;
    }
    return (classes & ~allowed) === 0;
  }

  /** Whether new customer data may be stored at the place first. */
  allowsFirst(promise: PromiseIndex, place: PlaceIndex): boolean {
    return this.whyNotFirst(promise, place) === null;
  }

  whyNotFirst(promise: PromiseIndex, place: PlaceIndex): string | null {
    const { id = String(promise), storedFirst } = this.tables.scenario.promises[promise] ?? {};
    const country = this.tables.countryOf(place);
    if (storedFirst === undefined || isIn(storedFirst, country, this.epochMs)) return null;
    return `promise ${id}, stored first: ${country || 'nowhere'} is outside ${storedFirst}`;
  }

  /** Dimensions involved in seeing a case that the promise does not allow at the place. A view of no copy counts as a view of every item class. */
  dimensionsOutside(
    promise: PromiseIndex,
    classes: ItemClassSet,
    place: PlaceIndex,
  ): readonly PromiseDimension[] {
    const seen = classes || ALL_CLASSES;
    if (SEEING.every((dimension) => this.allows(promise, dimension, seen, place))) return NOTHING;
    return SEEING.filter((dimension) => !this.allows(promise, dimension, seen, place)).flatMap(
      (dimension) => PROMISE_DIMENSIONS[dimension] ?? [],
    );
  }

  /** Place of a view and the rule that forbids it; null if it is permitted. */
  whyNotSeen(promise: PromiseIndex, classes: ItemClassSet, place: PlaceIndex): string | null {
    const seen = classes || ALL_CLASSES;
    const outside = SEEING.find((dimension) => !this.allows(promise, dimension, seen, place));
    if (outside === undefined) return null;
    return `${this.tables.placeName(place)}; ${this.whyNot(promise, outside, seen, place)}`;
  }

  /** Whether the promise lets cases be seen from outside while an agent at the place watches. */
  isEscortPlace(promise: PromiseIndex, place: PlaceIndex): boolean {
    const zone = this.tables.scenario.promises[promise]?.escortedBy;
    return zone !== undefined && isIn(zone, this.tables.countryOf(place), this.epochMs);
  }

  /**
   * Whether the promise lets somebody outside see cases on conditions, and all that it names hold. `watchedFrom`: the place of the escort, or null.
   * `isApproved`: whether the customer has approved it.
   */
  letsInFromOutside(promise: PromiseIndex, watchedFrom: PlaceIndex | null, isApproved: boolean): boolean {
    const { approval, escortedBy } = this.tables.scenario.promises[promise] ?? {};
    if (approval === undefined && escortedBy === undefined) return false;
    const isWatched = watchedFrom !== null && this.isEscortPlace(promise, watchedFrom);
    return (escortedBy === undefined || isWatched) && (approval === undefined || isApproved);
  }

  /** The zones that exclude the place for these item classes, as a message. */
  whyNot(promise: PromiseIndex, dimension: DimensionIndex, classes: ItemClassSet, place: PlaceIndex): string {
    const name = PROMISE_DIMENSIONS[dimension] ?? 'storage';
    const found = this.tables.scenario.promises[promise];
    if (this.tables.places[place] === undefined)
      return `promise ${found?.id ?? promise}, ${name}: the place and its country are not in the scenario`;
    const country = this.tables.countryOf(place);
    const zones = ITEM_CLASSES.filter((_, i) => (classes & (1 << i)) !== 0)
      .map((itemClass) => found?.zones[itemClass][name])
      .filter((zone) => zone !== undefined && !isIn(zone, country, this.epochMs));
    const uncertified = isStored(dimension)
      ? whyNotStoredBy(this.tables, promise, place, this.epochMs)
      : null;
    if (zones.length === 0 && uncertified !== null) return uncertified;
    const outside = [...new Set(zones)].join(', ') || 'every zone';
    return `promise ${found?.id ?? promise}, ${name}: ${country || 'nowhere'} is outside ${outside}`;
  }

  private judge(promise: PromiseIndex, dimension: DimensionIndex, place: PlaceIndex): number {
    const name = PROMISE_DIMENSIONS[dimension];
    const zones = this.tables.scenario.promises[promise]?.zones;
    if (name === undefined || zones === undefined) return 0;
    if (isStored(dimension) && whyNotStoredBy(this.tables, promise, place, this.epochMs) !== null) return 0;
    const country = this.tables.countryOf(place);
    let allowed = 0;
    ITEM_CLASSES.forEach((itemClass, i) => {
      if (isIn(zones[itemClass][name], country, this.epochMs)) allowed |= 1 << i;
    });
    return allowed;
  }
}

/** Why the company of a place lacks a certificate that the promise demands for storage; null if it has one or needs none. */
function whyNotStoredBy(
  tables: ScenarioTables,
  promise: PromiseIndex,
  place: PlaceIndex,
  epochMs: EpochMs,
): string | null {
  const { certified, id } = tables.scenario.promises[promise] ?? {};
  if (certified === undefined) return null;
  const why = whyNotCertified(tables.scenario, tables.entityOf(place), certified, STORED, epochMs);
  return why === null ? null : `promise ${id}: ${why}`;
}
