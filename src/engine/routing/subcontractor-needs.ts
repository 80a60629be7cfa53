import { ACT_NUMBERS, type WaitingCauseIndex } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Recorder } from '../cases/recorder.ts';
import type { Group } from '../people/agents.ts';
import { isSubcontracted, putsSubcontractorsLast } from '../residency/contracts.ts';
import type { World } from '../world/world.ts';
import { type RoutingClass, speaks } from './routing-classes.ts';
import { waitingCauseOf } from './waiting-cause.ts';

const { 'subcontractor needed': NEEDED } = ACT_NUMBERS;

/**
 * Adds to a recorder that it records why a subcontractor is given a case, if the promise lets subcontractors take cases only when required:
 * the cause for which the case would wait for all others.
 */
export function withNeeds(recorder: Recorder, world: World, groups: readonly Group[]): Recorder {
  const { scenario } = world;
  const asks = scenario.streams.map((_, stream) => putsSubcontractorsLast(scenario, stream));
  if (!recorder.recording || !asks.includes(true)) return recorder;
  const others = new Set(groups.filter(({ index }) => !isSubcontracted(scenario, index)));
  const isOther = (group: Group) => others.has(group);

  function causeFor(record: CaseRecord): WaitingCauseIndex {
    const { capable, permitted } = record.routingClass as RoutingClass;
    const left = {
      capable: capable.filter(isOther),
      permitted: permitted.filter(isOther),
      local: [],
      // Nobody is given a case of customers without an agreement.
      isAgreed: true,
      languageKnown: groups.some((group) => isOther(group) && speaks(world, group, record)),
    };
    return waitingCauseOf(left, false);
  }

  return {
    ...recorder,
    assign(record, rank, candidates, agent, waitMs) {
      const { group, index } = agent;
      if (asks[record.source.index] === true && !isOther(group))
        recorder.act(NEEDED, causeFor(record), record.caseNumber, group.index, 0, index, 0);
      recorder.assign(record, rank, candidates, agent, waitMs);
    },
  };
}
