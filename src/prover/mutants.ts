import { caseMachine, ITEM_CLASSES, PROMISE_DIMENSIONS, type Scenario } from '#domain';
import { BREACHES, type CaseMachine, type Faults, machineMutants, NO_FAULTS } from '#engine';

/** A way in which policy, life cycle or tables could be wrong. */
export interface Mutant {
  readonly name: string;
  readonly kind: 'policy' | 'life cycle' | 'tables';
  readonly faults?: Faults;
  readonly machine?: CaseMachine;
  /** What is run in place of the scenario by which it is judged. */
  readonly conduct?: Scenario;
}

/** Generated from what there is: each breach, each guard, each action, each promise's dimension, each placement, stale law. */
export function mutantsOf(scenario: Scenario): readonly Mutant[] {
  return [
    // Those of another drill change nothing here.
    ...BREACHES.filter(({ drill }) => drill === undefined).map(({ faults, name }) => ({
      name: `breach ${name}`,
      kind: 'policy' as const,
      faults: { ...NO_FAULTS, ...faults },
    })),
    ...machineMutants(caseMachine).map((mutant) => ({ ...mutant, kind: 'life cycle' as const })),
    ...widened(scenario),
    ...swapped(scenario),
    ...withForeignInstruments(scenario),
  ];
}

/** A promise whose zone is the whole world, in one dimension. */
function widened(scenario: Scenario): readonly Mutant[] {
  return scenario.promises.flatMap((promise, index) =>
    PROMISE_DIMENSIONS.flatMap((dimension) => {
      if (promise.zones.content[dimension] === 'ANY') return [];
      const zones = Object.fromEntries(
        ITEM_CLASSES.map((itemClass) => [
          itemClass,
          { ...promise.zones[itemClass], [dimension]: 'ANY' as const },
        ]),
      ) as typeof promise.zones;
      const promises = scenario.promises.with(index, { ...promise, zones });
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

/** A placement that begins with a data centre of another one, which the policy does not check. */
function swapped(scenario: Scenario): readonly Mutant[] {
  return scenario.placements.flatMap((placement, index) =>
    scenario.dataCentres.flatMap((dataCentre, d) => {
      if (placement.primary.includes(d) || placement.replica.includes(d)) return [];
      const placements = scenario.placements.with(index, {
        ...placement,
        primary: [d, ...placement.primary],
      });
      const promises = scenario.promises.map((promise) => ({ ...promise, zones: anywhere(promise.zones) }));
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

/** Every promise's storage is anywhere; what else it says stays. */
function anywhere(zones: Scenario['promises'][number]['zones']): Scenario['promises'][number]['zones'] {
  return Object.fromEntries(
    ITEM_CLASSES.map((itemClass) => [itemClass, { ...zones[itemClass], storage: 'ANY' as const }]),
  ) as typeof zones;
}

/** An entity that relies on another one's instruments. */
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
