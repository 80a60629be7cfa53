import type {
  CommitmentRule,
  Preference,
  RoutingCondition,
  RoutingRule,
  RoutingStage,
  Severity,
} from '#domain';
import type { ScenarioFile } from '../shape/scenario-file.ts';
import { caseKindOf } from './guards.ts';
import { groupNamesOf } from './names.ts';
import { byChannel } from './work.ts';

type StageFile = NonNullable<NonNullable<ScenarioFile['routing']>['stages']>[number];

const ALWAYS: RoutingCondition = { waitedMs: null, waiting: null, busyShare: null, hours: null };
const LONGEST_IDLE: readonly Preference[] = ['longest idle'];

export function resolveRouting(file: ScenarioFile): RoutingRule {
  const {
    allocation,
    commitment,
    hold,
    order = 'first in first out',
    overflow = [],
    preemption,
    preference = LONGEST_IDLE,
    stages,
  } = file.routing ?? {};
  const resolved = stages?.map(resolveStage) ?? [{ when: ALWAYS, prefer: preference }];
  const last = resolved.at(-1);
  const places = new Map(overflow.map((name, place) => [name, place]));
  return {
    // If the last stage has a condition, the longest-idle agent decides otherwise.
    stages: isUnconditional(last) ? resolved : [...resolved, { when: ALWAYS, prefer: LONGEST_IDLE }],
    overflowPlaces: groupNamesOf(file).map((name) => places.get(name) ?? overflow.length),
    holdMs: byChannel((channel) => hold?.[channel] ?? 0),
    ...(preemption === undefined ? {} : { preemption }),
    ...(commitment === undefined ? {} : { commitment: committed(commitment) }),
    ...(allocation === undefined ? {} : { commitment: allocated(allocation, file) }),
    ...(order === 'first in first out' ? {} : { order }),
    ...(order === 'fixed queue ratio' ? { queueShares: queueSharesOf(file) } : {}),
    ...(order === 'longest weighted wait' ? { weights: weightsOf(file), ...headStartOf(file) } : {}),
  };
}

function committed({
  by,
  releaseAfter,
  to,
}: NonNullable<NonNullable<ScenarioFile['routing']>['commitment']>): CommitmentRule {
  return { to, by, ...(releaseAfter === undefined ? {} : { releaseAfterMs: releaseAfter }) };
}

type AllocationFile = NonNullable<NonNullable<ScenarioFile['routing']>['allocation']>;

function allocated({ kinds, releaseAfter, to }: AllocationFile, file: ScenarioFile): CommitmentRule {
  const places = placesOf(to, file);
  const names = { products: Object.keys(file.products), segments: Object.keys(file.segments) };
  return {
    to,
    by: 'allocation',
    kinds: kinds.map(({ bestOf, by = 'least load', shares, ...kind }) => ({
      ...caseKindOf(kind, names),
      shares: shares === undefined ? null : places.map((place) => shares[place] ?? 0),
      bestOf: bestOf === undefined ? null : { drawn: bestOf, by },
    })),
    ...(releaseAfter === undefined ? {} : { releaseAfterMs: releaseAfter }),
  };
}

/** The names of centres or groups, in the order of the file. */
export function placesOf(to: AllocationFile['to'], file: ScenarioFile): readonly string[] {
  return to === 'group' ? groupNamesOf(file) : Object.keys(file.centres);
}

function weightsOf({ routing }: ScenarioFile): Record<Severity, number> {
  const { weights } = routing ?? {};
  return { A: weights?.A ?? 1, B: weights?.B ?? 1, C: weights?.C ?? 1 };
}

function queueSharesOf({ routing }: ScenarioFile): Record<Severity, number> {
  const { A = 0, B = 0, C = 0 } = routing?.queueShares ?? {};
  return { A, B, C };
}

function headStartOf({ routing }: ScenarioFile): Pick<RoutingRule, 'headStartMs'> {
  const { A = 0, B = 0, C = 0 } = routing?.headStart ?? {};
  return A === 0 && B === 0 && C === 0 ? {} : { headStartMs: { A, B, C } };
}

function isUnconditional(stage: RoutingStage | undefined): boolean {
  return stage !== undefined && Object.values(stage.when).every((part) => part === null);
}

function resolveStage({ prefer, when }: StageFile): RoutingStage {
  const { busy = null, from, to, waited = null, waiting = null } = when ?? {};
  const hours = from === undefined || to === undefined ? null : { fromMinute: from, toMinute: to };
  return { when: { waitedMs: waited, waiting, busyShare: busy, hours }, prefer };
}
