import { ACT_NUMBERS, type WaitingCauseIndex } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Recorder } from '../cases/recorder.ts';
import type { Group } from '../people/agents.ts';
import { isSubcontracted, putsSubcontractorsLast } from '../residency/contracts.ts';
import type { World } from '../world/world.ts';
import type { RoutingClass } from './routing-classes.ts';
import { waitingCauseOf } from './waiting-cause.ts';

const { 'subcontractor needed': NEEDED } = ACT_NUMBERS;

/** A recorder that says, where the promise asks for it, why a subcontractor is given a case: why the case would wait for all others. */
export function withNeeds(recorder: Recorder, world: World, groups: readonly Group[]): Recorder {
  const { scenario, serves, takes } = world;
  const asks = scenario.streams.map((_, stream) => putsSubcontractorsLast(scenario, stream));
  if (!recorder.recording || !asks.includes(true)) return recorder;
  const others = new Set(groups.filter(({ index }) => !isSubcontracted(scenario, index)));
  const channels = takes.length / scenario.groups.length;

  function causeFor({ channel, language, routingClass, tier }: CaseRecord): WaitingCauseIndex {
    const { capable, permitted } = routingClass as RoutingClass;
    const isOther = (group: Group) => others.has(group);
    const languageKnown = groups.some(
      (group) =>
        isOther(group) &&
        group.tier === tier &&
        takes[group.index * channels + channel] === 1 &&
        serves[group.index * scenario.languages.length + language] === 1,
    );
    const left = { capable: capable.filter(isOther), permitted: permitted.filter(isOther), languageKnown };
    return waitingCauseOf({ ...left, local: [] }, false);
  }

  return {
    ...recorder,
    assign(record, rank, candidates, agent, waitMs) {
      const { group, index } = agent;
      if (asks[record.source.index] === true && !others.has(group))
        recorder.act(NEEDED, causeFor(record), record.caseNumber, group.index, 0, index, 0);
      recorder.assign(record, rank, candidates, agent, waitMs);
    },
  };
}
