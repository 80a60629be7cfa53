import type { PurposeIndex } from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import type { Sight } from '../cases/recorder.ts';
import type { Agent } from '../people/agents.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { Worklist } from '../time/worklist.ts';
import { mayLookOn } from '../world/interruption-policies.ts';

/** Agents who see a case that another has in hand: they are consulted about it, or escort that agent. Meanwhile they take no case. */
export interface Onlookers extends Feature {
  /** The agent, who may be listed as idle, begins to see the case, a copy of which can be read. */
  begin(agent: Agent, record: CaseRecord, purpose: PurposeIndex): Sight;
  end(agent: Agent, sight: Sight, purpose: PurposeIndex): void;
  /** Agents who have ceased to look on look for a case, before the contacts that they have left, which may need them. */
  release(): void;
  /** Whether every agent who has ceased to look on has looked for a case. */
  areReleased(): boolean;
}

/** Null if nobody may look on in this scenario. */
export function createOnlookers(run: Run): Onlookers | null {
  const { busyHours, dataPlaces, kernel, recorder, scenario, workforce } = run;
  if (!mayLookOn(scenario)) return null;
  const parted = new Worklist(workforce.agents);

  function begin(agent: Agent, record: CaseRecord, purpose: PurposeIndex): Sight {
    const { caseNumber, source } = record;
    const { group, index } = agent;
    const viewedPlace = dataPlaces.readable(record);
    const sight = { agent: index, group: group.index, centre: group.centre, caseNumber, source, viewedPlace };
    if (agent.isIdle) workforce.idle.remove(agent);
    agent.worksAfterFor = source.index;
    // The end of earlier work, which may still be in the timer wheel, must not end this.
    agent.worksUntilMs = Number.POSITIVE_INFINITY;
    busyHours.begin(agent, source.index);
    recorder.seenBeside(true, sight, purpose);
    return sight;
  }

  function end(agent: Agent, sight: Sight, purpose: PurposeIndex): void {
    busyHours.end(agent, sight.source.index);
    agent.worksAfterFor = -1;
    recorder.seenBeside(false, sight, purpose);
    parted.push(agent.index);
  }

  function release(): void {
    parted.drain(kernel.lookForCase);
  }

  return {
    begin,
    end,
    release,
    areReleased: () => parted.isEmpty,
    hooks: {
      settling: release,
      settled() {
        release();
        return false;
      },
    },
  };
}
