import { listInWords, present } from '#base';
import {
  PROMISE_DIMENSIONS,
  type PromiseDimension,
  type ResidencyPromise,
  type Scenario,
  type ZoneId,
} from '#domain';
import { zonesInWords } from './boundary-words.ts';

/** What a promise says about one dimension: its zones, and the item classes that it leaves out. */
interface Restriction {
  readonly zones: readonly ZoneId[];
  /** Item classes about which nothing is promised. */
  readonly freeClasses: readonly string[];
}

/** A promise with the segments whose customers it was made to. */
export interface PromiseTerms {
  readonly promise: ResidencyPromise;
  readonly segments: readonly number[];
  /** Only dimensions that the promise restricts. */
  readonly restrictions: ReadonlyMap<PromiseDimension, Restriction>;
}

/** Every promise that was made to somebody, in the order of the scenario. */
export function promiseTermsOf(scenario: Scenario): readonly PromiseTerms[] {
  return scenario.promises.flatMap((promise, p): PromiseTerms[] => {
    const segments = scenario.segments.flatMap((segment, s) => (segment.promise === p ? [s] : []));
    return segments.length === 0 ? [] : [{ promise, segments, restrictions: restrictionsOf(promise) }];
  });
}

function restrictionsOf({ zones }: ResidencyPromise): PromiseTerms['restrictions'] {
  const found = new Map<PromiseDimension, Restriction>();
  for (const dimension of PROMISE_DIMENSIONS) {
    const byClass = Object.entries(zones).map(([itemClass, of]) => [itemClass, of[dimension]] as const);
    const named = [...new Set(byClass.flatMap(([, zone]) => (zone === 'ANY' ? [] : [zone])))];
    const freeClasses = byClass.flatMap(([itemClass, zone]) => (zone === 'ANY' ? [itemClass] : []));
    if (named.length > 0) found.set(dimension, { zones: named, freeClasses });
  }
  return found;
}

/** How a promise about a dimension continues `cases are` or `cases were promised to be`. */
const PROMISED: Readonly<Record<PromiseDimension, string>> = {
  storage: 'stored in',
  backup: 'backed up in',
  workingCopy: 'kept as working copies in',
  processing: 'processed in',
  access: 'seen from',
  personnel: 'seen by residents of',
};

/** `stored in the EEA only and seen from the EEA only`; empty if the promise restricts none of these dimensions. */
export function promisedInWords(
  { restrictions }: PromiseTerms,
  dimensions: readonly PromiseDimension[],
): string {
  return listInWords(
    dimensions.flatMap((dimension) => {
      const restriction = restrictions.get(dimension);
      if (restriction === undefined) return [];
      return `${PROMISED[dimension]} ${zonesInWords(restriction.zones)} only${exceptInWords(restriction)}`;
    }),
  );
}

/** Where copies are stored and from where they are seen; if nothing is promised of these, all else that keeps data or people in a zone. */
export function zonesPromised(terms: PromiseTerms): string {
  return (
    promisedInWords(terms, ['storage', 'access']) ||
    promisedInWords(terms, ['backup', 'workingCopy', 'processing', 'personnel'])
  );
}

/** ` (apart from metadata)`, where the promise leaves out classes of items. */
export function exceptInWords({ freeClasses }: Restriction): string {
  return freeClasses.length === 0 ? '' : ` (apart from ${listInWords(freeClasses)})`;
}

const DIMENSIONS: Readonly<Record<PromiseDimension, string>> = {
  storage: 'where primary copies and replicas rest',
  backup: 'where backups rest',
  workingCopy: 'where working copies rest',
  processing: 'where systems process data',
  access: 'from where people see data',
  personnel: 'where people who see data reside',
};

/** Dimensions and, in words, subjects about which nothing was promised; and those about which something was, but not for all items. */
export function notPromised({ promise, restrictions }: PromiseTerms) {
  const free = PROMISE_DIMENSIONS.filter((dimension) => !restrictions.has(dimension));
  return {
    free,
    subjects: present([
      ...free.map((dimension) => DIMENSIONS[dimension]),
      promise.subcontractors === undefined && 'which subcontractors store or see data',
      promise.certified === undefined &&
        restrictions.has('storage') &&
        'whether companies that store data are certified',
    ]),
    partly: [...restrictions].flatMap(([dimension, { freeClasses }]) =>
      freeClasses.length === 0 ? [] : [`${DIMENSIONS[dimension]}, as to ${listInWords(freeClasses)}`],
    ),
  };
}
