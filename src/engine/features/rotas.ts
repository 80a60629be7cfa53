import { definite, rowAt } from '#base';
import type { AgentIndex } from '#domain';
import type { Agent } from '../people/agents.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { FREE_AGENT_LEAVES } from '../time/notices.ts';
import type { Shiftmates, ShiftTable } from '../world/world.ts';

/** Shifts that share their agents. */
interface Rota {
  /** Each with the number of its first window that has not ended. */
  readonly shifts: { readonly shift: ShiftTable; window: number }[];
  readonly agents: Agent[];
  /** How many are on duty, and how many should be by the hours of the shifts. */
  onDuty: number;
  wanted: number;
}

/**
 * Head counts that do not say which agent leaves. At a drop, agents who are free leave at once, the last in the file first. If too few are
 * free, those who become free next leave instead of taking a case. Until then they are on duty. At a rise, agents who have not left stay,
 * and the first in the file who are off duty come. An agent who is away, or whose centre is down, is free if nothing is in hand.
 *
 * Source: the exhaustive discipline of M(t)/M/s(t). A. Ingolfsson, "Modeling the M(t)/M/s(t) queue with an exhaustive discipline",
 * University of Alberta, 2005.
 */
export function createRotas(run: Run): Feature | null {
  const { clock, freed, kernel, scenario, workforce } = run;
  if (scenario.groups.every(({ shifts }) => shifts.every(({ rota }) => rota === undefined))) return null;
  const { mates, ofAgents, ofShifts } = rotasOf(run);

  function come(agent: Agent, rota: Rota): void {
    rota.onDuty++;
    kernel.beginDuty(definite(mates[agent.index], 'an agent of a rota has no shift'));
  }

  function leave(agent: Agent, rota: Rota): void {
    rota.onDuty--;
    kernel.endDuty(definite(mates[agent.index], 'an agent of a rota has no shift'), false);
  }

  function wantedNow({ shifts }: Rota): number {
    let wanted = 0;
    for (const one of shifts) {
      const { agents, dutyFromMs, dutyToMs } = one.shift;
      while ((dutyToMs[one.window] ?? Number.POSITIVE_INFINITY) <= clock.nowMs) one.window++;
      if ((dutyFromMs[one.window] ?? Number.POSITIVE_INFINITY) <= clock.nowMs) wanted += agents;
    }
    return wanted;
  }

  return {
    hooks: {
      changesDuty(shift) {
        const rota = ofShifts.get(shift);
        if (rota === undefined) return false;
        rota.wanted = wantedNow(rota);
        for (const agent of rota.agents) {
          if (rota.onDuty >= rota.wanted) break;
          if (!agent.onDuty) come(agent, rota);
        }
        for (let last = rota.agents.length - 1; last >= 0 && rota.onDuty > rota.wanted; last--) {
          const agent = rowAt(rota.agents, last);
          if (isFree(agent)) leave(agent, rota);
        }
        return true;
      },
      goesOn(agent) {
        const rota = ofAgents[agent.index];
        if (rota === undefined || rota.onDuty <= rota.wanted || !isFree(agent)) return false;
        // The world changes when the step is over, and the causes of waiting with it.
        kernel.schedule(clock.nowMs, FREE_AGENT_LEAVES, agent.index, 0);
        return true;
      },
      notice(what, index) {
        if (what !== FREE_AGENT_LEAVES) return false;
        const agent = rowAt(workforce.agents, index);
        const rota = definite(ofAgents[index], 'only agents of a rota leave by notice');
        if (rota.onDuty > rota.wanted && isFree(agent)) leave(agent, rota);
        else freed.push(index);
        return true;
      },
    },
  };
}

/** On duty with nothing in hand. */
function isFree({ inHand, onDuty, worksAfterFor }: Agent): boolean {
  return onDuty && inHand === null && worksAfterFor === -1;
}

interface Rotas {
  readonly ofShifts: ReadonlyMap<ShiftTable, Rota>;
  /** By number of the agent: the rota, and the agent alone as one of a shift. */
  readonly ofAgents: readonly (Rota | undefined)[];
  readonly mates: readonly (Shiftmates | undefined)[];
}

function rotasOf({ scenario, workforce, world }: Run): Rotas {
  const byName = new Map<string, Rota>();
  const ofShifts = new Map<ShiftTable, Rota>();
  const ofAgents: (Rota | undefined)[] = [];
  const mates: (Shiftmates | undefined)[] = [];
  for (const shift of world.shifts) {
    const { rota: number } = rowAt(rowAt(scenario.groups, shift.group).shifts, shift.shift);
    if (number === undefined) continue;
    const name = `${shift.group} ${number}`;
    const rota = byName.get(name) ?? { shifts: [], agents: [], onDuty: 0, wanted: 0 };
    byName.set(name, rota);
    ofShifts.set(shift, rota);
    rota.shifts.push({ shift, window: 0 });
    for (let k = 0; k < shift.agents; k++) {
      const firstAgent: AgentIndex = shift.firstAgent + k;
      rota.agents.push(rowAt(workforce.agents, firstAgent));
      ofAgents[firstAgent] = rota;
      mates[firstAgent] = { group: shift.group, shift: shift.shift, agents: 1, firstAgent };
    }
  }
  return { ofShifts, ofAgents, mates };
}
