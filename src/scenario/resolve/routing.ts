import type {
  CommitmentRule,
  Preference,
  RoutingCondition,
  RoutingRule,
  RoutingStage,
  Severity,
} from '#domain';
import type { RoutingFile, ScenarioFile } from '../shape/scenario-file.ts';
import { caseKindOf } from './groups.ts';
import { groupNamesOf } from './names.ts';
import { byChannel } from './work.ts';

const ALWAYS: RoutingCondition = { waitedMs: null, waiting: null, busyShare: null, hours: null };
const LONGEST_IDLE: readonly Preference[] = ['longest idle'];

export function resolveRouting(file: ScenarioFile): RoutingRule {
  const {
    allocation,
    commitment,
    headStart,
    hold,
    order = 'first in first out',
    overflow = [],
    preemption,
    preference = LONGEST_IDLE,
    queueShares,
    stages,
    weights,
  } = file.routing ?? {};
  const resolved = stages?.map(resolveStage) ?? [{ when: ALWAYS, prefer: preference }];
  const last = resolved.at(-1);
  const hasHeadStart = Object.values(headStart ?? {}).some((ms) => ms !== 0);
  const places = new Map(overflow.map((name, place) => [name, place]));
  return {
    // If the last stage has a condition, the longest-idle agent decides otherwise.
    stages: isUnconditional(last) ? resolved : [...resolved, { when: ALWAYS, prefer: LONGEST_IDLE }],
    overflowPlaces: groupNamesOf(file).map((name) => places.get(name) ?? overflow.length),
    holdMs: byChannel((channel) => hold?.[channel] ?? 0),
    preemption,
    commitment: allocation === undefined ? commitment && committed(commitment) : allocated(allocation, file),
    order: order === 'first in first out' ? undefined : order,
    queueShares: order === 'fixed queue ratio' ? bySeverity(0, queueShares) : undefined,
    weights: order === 'longest weighted wait' ? bySeverity(1, weights) : undefined,
    headStartMs: order === 'longest weighted wait' && hasHeadStart ? bySeverity(0, headStart) : undefined,
  };
}

function bySeverity(
  otherwise: number,
  written: Partial<Record<Severity, number | undefined>> = {},
): Record<Severity, number> {
  const { A = otherwise, B = otherwise, C = otherwise } = written;
  return { A, B, C };
}

function committed({ by, releaseAfter, to }: NonNullable<RoutingFile['commitment']>): CommitmentRule {
  return { to, by, releaseAfterMs: releaseAfter };
}

type AllocationFile = NonNullable<RoutingFile['allocation']>;

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
    releaseAfterMs: releaseAfter,
  };
}

/** The names of centres or groups, in the order of the file. */
export function placesOf(to: AllocationFile['to'], file: ScenarioFile): readonly string[] {
  return to === 'group' ? groupNamesOf(file) : Object.keys(file.centres);
}

function isUnconditional(stage: RoutingStage | undefined): boolean {
  return stage !== undefined && Object.values(stage.when).every((part) => part === null);
}

function resolveStage({ prefer, when }: NonNullable<RoutingFile['stages']>[number]): RoutingStage {
  const { busy = null, from, to, waited = null, waiting = null } = when ?? {};
  const hours = from === undefined || to === undefined ? null : { fromMinute: from, toMinute: to };
  return { when: { waitedMs: waited, waiting, busyShare: busy, hours }, prefer };
}
