import {
  caseMachine,
  ITEM_CLASSES,
  LAW_READING,
  type LawReading,
  PROMISE_DIMENSIONS,
  type PromiseDimension,
  type ResidencyPromise,
  type Scenario,
} from '#domain';
import { BREACHES, type CompiledLifecycle, type Faults, faultsOf } from '#engine';
import { Policy } from '../../../src/engine/residency/policy.ts';
import { misreadings } from './law-mutants.ts';
import { machineMutants } from './machine-mutants.ts';

/** A way in which policy, life cycle or tables could be wrong. */
export interface Mutant {
  readonly name: string;
  readonly kind: 'policy' | 'life cycle' | 'law' | 'tables';
  readonly faults?: Faults;
  readonly lifecycle?: CompiledLifecycle;
  /** The scenario that is run, if it differs from the one that is judged by. */
  readonly conduct?: Scenario;
}

/** Generated from every breach, guard, action, dimension of a promise, placement, missing instrument, and rule by which the law is read. */
export function mutantsOf(scenario: Scenario): readonly Mutant[] {
  return [
    // Breaches of another drill change nothing here.
    ...BREACHES.filter(({ drill }) => drill === undefined).map(({ name }) => ({
      name: `breach ${name}`,
      kind: 'policy' as const,
      faults: faultsOf(name) as Faults,
    })),
    { name: 'stale tables', kind: 'tables', faults: faultsOf('stale-law') as Faults },
    ...machineMutants(caseMachine).map((mutant) => ({ ...mutant, kind: 'life cycle' as const })),
    ...misread(scenario),
    ...widened(scenario),
    ...swapped(scenario),
    ...withForeignInstruments(scenario),
  ];
}

/** A policy that misreads the law. The auditor reads it with its own code. */
function misread({ startEpochMs }: Scenario): readonly Mutant[] {
  return misreadings(startEpochMs).map(({ name, reading }) => ({
    name: `law: ${name}`,
    kind: 'law',
    faults: misreading({ ...LAW_READING, ...reading }),
  }));
}

/** A promise whose zone is the whole world, in one dimension. */
function widened(scenario: Scenario): readonly Mutant[] {
  return scenario.promises.flatMap((promise, index) =>
    PROMISE_DIMENSIONS.flatMap((dimension) => {
      if (promise.zones.content[dimension] === 'ANY') return [];
      const promises = scenario.promises.with(index, anywhere(promise, dimension));
      return [
        {
          name: `promise ${promise.id}: ${dimension} anywhere`,
          kind: 'tables' as const,
          conduct: { ...scenario, promises },
        },
      ];
    }),
  );
}

/** A placement that begins with a data centre of another placement, which the policy does not check. */
function swapped(scenario: Scenario): readonly Mutant[] {
  return scenario.placements.flatMap((placement, index) =>
    scenario.dataCentres.flatMap((dataCentre, d) => {
      if (placement.primary.includes(d) || placement.replica.includes(d)) return [];
      const placements = scenario.placements.with(index, {
        ...placement,
        primary: [d, ...placement.primary],
      });
      const promises = scenario.promises.map((promise) => storedAnywhere(promise));
      return [
        {
          name: `placement ${placement.id} begins with ${dataCentre.id}, unchecked`,
          kind: 'tables' as const,
          conduct: { ...scenario, placements, promises },
        },
        {
          name: `placement ${placement.id} begins with ${dataCentre.id}`,
          kind: 'tables' as const,
          conduct: { ...scenario, placements },
        },
      ];
    }),
  );
}

/** Lifts the promise's restriction in that dimension; the rest stays. */
function anywhere(promise: ResidencyPromise, dimension: PromiseDimension): ResidencyPromise {
  const { zones } = promise;
  const widened = ITEM_CLASSES.map((item) => [item, { ...zones[item], [dimension]: 'ANY' as const }]);
  return { ...promise, zones: Object.fromEntries(widened) as typeof zones };
}

/** Lifts the promise's restrictions on storage, both first and later. */
function storedAnywhere(promise: ResidencyPromise): ResidencyPromise {
  const { storedFirst: _, ...unbound } = anywhere(promise, 'storage');
  return unbound;
}

/** An entity that relies on another entity's instruments. */
function withForeignInstruments(scenario: Scenario): readonly Mutant[] {
  const lenders = scenario.entities.filter(({ instruments }) => instruments.length > 0);
  return lenders.flatMap((lender) =>
    scenario.entities.flatMap((entity, index) => {
      if (entity.instruments.length > 0) return [];
      const entities = scenario.entities.with(index, { ...entity, instruments: lender.instruments });
      return [
        {
          name: `entity ${entity.id} relies on instruments of ${lender.id}`,
          kind: 'tables' as const,
          conduct: { ...scenario, entities },
        },
      ];
    }),
  );
}

/** The faults of a vendor whose reading of the law differs from the auditor's. */
function misreading(law: LawReading): Faults {
  return { policy: (world) => new Policy(world, law) };
}
