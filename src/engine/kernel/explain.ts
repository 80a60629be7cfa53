import {
  type CaseNumber,
  CHANNELS,
  type GroupConsidered,
  type RoutingDecision,
  type WaitingCauseIndex,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Agent, Group } from '../people/agents.ts';
import { VERDICTS } from '../residency/policy.ts';
import { DATA_CENTRE_DOWN, isClosed } from '../routing/waiting-cause.ts';
import type { ComposedHooks } from '../run/hooks.ts';
import type { RoutingProbe, Run } from '../run/run.ts';

/** Reports every routing decision about one case. Only those who explain a case load this code. */
export function routingProbe(
  caseNumber: CaseNumber,
  decided: (decision: RoutingDecision) => void,
): RoutingProbe {
  return (run, hooks) => (record, agent, askedBy) => {
    if (record.caseNumber === caseNumber) decided(explainDecision(run, hooks, record, agent, askedBy));
  };
}

/**
 * One routing decision in full: every group of the scenario with the first rule that excluded it, and the order of choice of the remaining
 * groups. It is computed only for the case that a probe asks about, so it may be slow.
 */
function explainDecision(
  run: Run,
  hooks: ComposedHooks,
  record: CaseRecord,
  agent: Agent | null,
  askedBy: 'case' | 'agent',
): RoutingDecision {
  const { router, workforce } = run;
  const held = router.isHeld(record);
  return {
    timeMs: run.clock.nowMs,
    caseNumber: record.caseNumber,
    askedBy,
    tier: record.tier,
    product: record.product,
    language: record.language,
    severity: record.severity,
    waitMs: run.clock.nowMs - record.queuedMs,
    held,
    stage: router.stageOf(record),
    groups: inOrder(
      run,
      record,
      workforce.groups.map((group) => consider(run, hooks, record, group, held)),
    ),
    agent: agent === null ? null : agent.index,
    cause: agent === null ? causeNow(run, record) : null,
    interrupts: run.scenario.routing.preemption === undefined ? null : (agent?.inHand?.caseNumber ?? null),
    inHand: agent === null ? 0 : (hooks.inHandOf?.(agent) ?? 0),
    isAfterDuty: agent !== null && agent.staysSinceMs !== Number.POSITIVE_INFINITY,
  };
}

/** Adds the place of each candidate in the order of choice. */
function inOrder(
  { router, workforce }: Run,
  record: CaseRecord,
  groups: readonly GroupConsidered[],
): readonly GroupConsidered[] {
  const candidates = workforce.groups.filter(
    ({ index }) => groups[index]?.ruledOutBy === null && groups[index].idle > 0,
  );
  const places = new Map(router.orderOf(candidates, record).map(({ group, place }) => [group.index, place]));
  return groups.map((considered) => ({ ...considered, rank: places.get(considered.group) ?? null }));
}

function causeNow(run: Run, record: CaseRecord): WaitingCauseIndex {
  return run.dataPlaces.readable(record) === -1 ? DATA_CENTRE_DOWN : run.router.causeOf(record);
}

function consider(
  run: Run,
  hooks: ComposedHooks,
  record: CaseRecord,
  group: Group,
  held: boolean,
): GroupConsidered {
  const { policy, router, world } = run;
  const { scenario } = world;
  const { centre, index, onDuty } = group;
  const stream = record.source.index;
  const description = scenario.groups[index];
  const idle = group.agents.filter((agent) => agent.isIdle).length;
  const withRoom = hooks.roomIn?.(group, record) ?? 0;
  const verdict = policy.verdict(stream, record.product, index);
  const isLocal = scenario.centres[centre]?.region === scenario.streams[stream]?.region;
  const channel = CHANNELS[record.channel];

  let ruledOutBy: string | null = null;
  if (group.tier !== record.tier) ruledOutBy = 'tier';
  else if (channel !== undefined && description?.channels.includes(channel) === false) ruledOutBy = 'channel';
  else if (world.serves[index * scenario.languages.length + record.language] === 0) ruledOutBy = 'language';
  else if (group.speed[record.product] === 0) ruledOutBy = 'expertise';
  else if (verdict !== 0) ruledOutBy = VERDICTS[verdict] ?? 'policy';
  else if (!group.isUp) ruledOutBy = 'centre down';
  else if (onDuty === 0) ruledOutBy = isClosed(group) ? 'centre closed' : 'nobody on duty';
  else if (held && !isLocal) ruledOutBy = 'held for a local specialist';
  else if (hooks.excludes?.(record, group) === true) ruledOutBy = 'the line that it is in';
  else if (idle + withRoom === 0) ruledOutBy = 'nobody free';
  else if (!router.admits(group, record, idle)) ruledOutBy = 'its own conditions';
  return {
    group: index,
    ruledOutBy,
    onDuty,
    idle,
    withRoom,
    rank: null,
  };
}
