import { type ConsultationRule, type DurationMs, NONE, type RunMs } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Sight } from '../cases/recorder.ts';
import type { Agent, Group } from '../people/agents.ts';
import { longestIdleIn } from '../people/idle-agents.ts';
import type { Policy } from '../residency/policy.ts';
import type { Hooks } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import type { Clock } from '../time/clock.ts';

/** A contact that has asked for a second agent. `consulted` is null before the agent joins and after the agent has left. */
export interface Consultation {
  readonly record: CaseRecord;
  readonly rule: ConsultationRule;
  readonly sinceMs: RunMs;
  hasAsked: boolean;
  waits: boolean;
  /** The contact is slowed down by others in hand, so `concurrency` computes what is left of it and of the part. */
  isTimed: boolean;
  heldUpMs: number;
  /** By how much the contact takes longer because a second agent has joined. */
  moreMs: DurationMs;
  consulted: Agent | null;
  sight: Sight | null;
  untilMs: RunMs;
  /** Notices of the end of the contact that came while it waited. */
  readonly tokens: number[];
}

/** When the contact ends, with its wait and what a second agent adds. */
export function endOf({ heldUpMs, moreMs, record }: Consultation): RunMs {
  return record.startedMs + record.handleMs + heldUpMs + moreMs;
}

/** Whether the agents of the group may join the contact. */
export function mayJoin(policy: Policy, group: Group, { record, rule }: Consultation): boolean {
  return mayBeConsulted(policy, group, rule, record);
}

/** Whether the agents of the group have the skills that are asked for, and promise and law let them see the case. */
export function mayBeConsulted(
  policy: Policy,
  { index, speed, tier }: Group,
  rule: ConsultationRule,
  { product, source }: CaseRecord,
): boolean {
  if (tier !== rule.tier || (speed[rule.product ?? product] as number) === 0) return false;
  return policy.mayBeConsulted(source.index, product, index);
}

/** Returns the agent who has been free longest among all who are free and may join; null if nobody is. */
export function createSecondAgents({
  dataPlaces,
  policy,
  workforce,
}: Run): (one: Consultation) => Agent | null {
  const { agents, groups, idle } = workforce;
  return (one) => {
    if (dataPlaces.readable(one.record) === NONE) return null;
    const able = groups.filter((group) => group.idleCount > 0 && mayJoin(policy, group, one));
    return agents[longestIdleIn(able, idle)] ?? null;
  };
}

/** Answers of the feature about the lengths of contacts that have asked. */
export function consultationTimes(
  asked: ReadonlyMap<CaseRecord, Consultation>,
  clock: Clock,
): Pick<Required<Hooks>, 'heldUpMs' | 'leftMs' | 'mayBeHeldUpMs'> {
  return {
    heldUpMs(record) {
      const one = asked.get(record);
      if (one === undefined || one.isTimed) return 0;
      return one.waits ? clock.nowMs - one.sinceMs : one.heldUpMs;
    },
    /** Null for a contact that takes no longer than its handle time and the wait. */
    leftMs(record) {
      const one = asked.get(record);
      return one === undefined || one.isTimed || one.moreMs === 0 ? null : endOf(one) - clock.nowMs;
    },
    mayBeHeldUpMs(record) {
      const one = asked.get(record);
      return one?.waits === true ? one.sinceMs + one.rule.waitMs - clock.nowMs : 0;
    },
  };
}
