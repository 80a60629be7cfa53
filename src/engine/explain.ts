import { CHANNELS, type GroupConsidered, type RoutingDecision } from '#domain';
import type { CaseRecord } from './case-record.ts';
import { VERDICTS } from './policy.ts';
import type { Simulation } from './simulation.ts';
import { DATA_CENTRE_DOWN } from './waiting-cause.ts';

/**
 * Tells one routing decision in full: every group of the scenario with the first rule that ruled it out, and the order
 * of choice of those that were left. Made only for the case that a probe asks about, so it may be slow.
 */
export function explainDecision(
  simulation: Simulation,
  record: CaseRecord,
  agent: number,
  askedBy: 'case' | 'agent',
): RoutingDecision {
  const { router, world } = simulation;
  const held = router.isHeld(record, router.routingClassOf(record));
  return {
    timeMs: simulation.clock.nowMs,
    caseNumber: record.caseNumber,
    askedBy,
    tier: record.tier,
    product: record.product,
    language: record.language,
    severity: record.severity,
    waitMs: simulation.clock.nowMs - record.queuedMs,
    held,
    groups: world.scenario.groups.map((_, group) => consider(simulation, record, group, held)),
    agent: agent === -1 ? null : agent,
    cause: agent === -1 ? causeNow(simulation, record) : null,
  };
}

function causeNow(simulation: Simulation, record: CaseRecord): number {
  return simulation.dataPlaces.readable(record) === -1 ? DATA_CENTRE_DOWN : simulation.router.causeOf(record);
}

function consider(simulation: Simulation, record: CaseRecord, group: number, held: boolean): GroupConsidered {
  const { policy, router, world } = simulation;
  const { scenario } = world;
  const stream = record.stream;
  const centre = world.centreOfGroup[group] as number;
  const description = scenario.groups[group];
  const onDuty = router.staffing.onDuty[group] as number;
  const idle = idleCount(simulation, group);
  const verdict = policy.verdict(stream, centre);
  const isLocal = scenario.centres[centre]?.region === scenario.streams[stream]?.region;
  const channel = CHANNELS[record.channel];

  let ruledOutBy: string | null = null;
  if (description === undefined || description.tier !== record.tier) ruledOutBy = 'tier';
  else if (channel !== undefined && !description.channels.includes(channel)) ruledOutBy = 'channel';
  else if (world.serves[group * scenario.languages.length + record.language] === 0) {
    ruledOutBy = 'language';
  } else if (world.speed[group * scenario.products.length + record.product] === 0) {
    ruledOutBy = 'expertise';
  } else if (verdict !== 0) ruledOutBy = VERDICTS[verdict] ?? 'policy';
  else if (router.staffing.isUp[group] === 0) ruledOutBy = 'centre down';
  else if (onDuty === 0) ruledOutBy = 'centre closed';
  else if (held && !isLocal) ruledOutBy = 'held for a local specialist';
  else if (idle === 0) ruledOutBy = 'nobody free';
  return { group, ruledOutBy, onDuty, idle, rank: ruledOutBy === null ? router.rankOf(group, stream) : null };
}

function idleCount(simulation: Simulation, group: number): number {
  const { router, world } = simulation;
  const last = world.firstAgentOfGroup[group + 1] as number;
  let idle = 0;
  for (let agent = world.firstAgentOfGroup[group] as number; agent < last; agent++) {
    if (router.idle.isIdle(agent)) idle++;
  }
  return idle;
}
