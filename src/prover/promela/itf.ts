import { rowAt } from '#base';
import { ACT_NUMBERS, CASE_STATES, COPY_ROLES, NONE, type Scenario } from '#domain';
import type { Situation } from '#engine';
import type { JudgedStep } from '../evidence.ts';

type ItfValue = number | string | { readonly '#set': readonly string[] };

const VARIABLES = [
  ...['move', 'epoch', 'state', 'language', 'product', 'tier', 'stage', 'answered', 'primary', 'replica'],
  ...['group', 'workingCopy', 'viewedPlace', 'consulted', 'consultedPlace', 'copies'],
] as const;

/**
 * A counterexample as an ITF trace (Informal Trace Format, which Apalache and Quint read and write): a state before the first step, and one
 * after each. Places, groups and states have their names; "none" stands for nothing.
 */
export function itfOf(scenario: Scenario, property: string, message: string, steps: readonly JudgedStep[]) {
  const { streams } = scenario;
  const first = rowAt(steps, 0).before;
  const copies = new Set<string>();
  const states = [
    stateOf(scenario, 0, 'the case begins', first, copies),
    ...steps.map(({ acts, after, move }, index) => {
      for (const { a, aux, kind } of acts) {
        const copy = `${COPY_ROLES[aux]} at ${placeName(scenario, a)}`;
        if (kind === ACT_NUMBERS.store) copies.add(copy);
        if (kind === ACT_NUMBERS.delete) copies.delete(copy);
      }
      return stateOf(scenario, index + 1, move.what, after, copies);
    }),
  ];
  return {
    '#meta': {
      format: 'ITF',
      'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
      description: `${property}: ${message}`,
      source: `${scenario.name}, stream ${rowAt(streams, first.stream).id}`,
    },
    vars: VARIABLES,
    states,
  };
}

function stateOf(
  scenario: Scenario,
  index: number,
  move: string,
  situation: Situation,
  copies: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  const group = (number: number) => (number === NONE ? 'none' : (scenario.groups[number]?.id ?? 'none'));
  const values: Record<(typeof VARIABLES)[number], ItfValue> = {
    move,
    epoch: situation.epoch,
    state: CASE_STATES[situation.state] ?? '',
    language: scenario.languages[situation.language] ?? '',
    product: scenario.products[situation.product]?.id ?? '',
    tier: situation.tier,
    stage: situation.stage,
    answered: situation.answered,
    primary: placeName(scenario, situation.primary),
    replica: placeName(scenario, situation.replica),
    group: group(situation.group),
    workingCopy: placeName(scenario, situation.workingCopy),
    viewedPlace: placeName(scenario, situation.viewedPlace),
    consulted: group(situation.consulted),
    consultedPlace: placeName(scenario, situation.consultedPlace),
    copies: { '#set': [...copies].sort() },
  };
  return { '#meta': { index }, ...values };
}

function placeName({ centres, dataCentres }: Scenario, place: number): string {
  return place === NONE ? 'none' : ([...dataCentres, ...centres][place]?.id ?? 'none');
}
