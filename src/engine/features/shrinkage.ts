import { rowAt } from '#base';
import type { ShiftAbsences } from '../people/shrinkage.ts';
import type { Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { AWAY_ENDS, AWAY_STARTS, PERSON_SHIFT_BEGINS } from '../time/notices.ts';
import type { ShiftTable } from '../world/world.ts';

/** A shift with shrinkage, and how many of its people's shifts have begun. */
interface Roster {
  readonly shift: ShiftTable;
  readonly absences: ShiftAbsences;
  begun: number;
}

/**
 * Shrinkage: people who are rostered and paid, but away for a whole shift or for a part of it. Those who miss a whole shift leave before duty
 * begins, so that none of them takes a case at that instant. When duty goes on around the clock, a new shift of the same people begins every 24 hours.
 */
export function createShrinkageLeave({ clock, kernel, shrinkage, workforce, world }: Run): Feature | null {
  if (shrinkage === null) return null;
  const rosters = new Map<ShiftTable, Roster>();
  world.shifts.forEach((shift, index) => {
    const absences = shrinkage[index];
    if (absences !== undefined) rosters.set(shift, { shift, absences, begun: 0 });
  });
  /** By agent: when the absence ends that was drawn last, ms. */
  const untilMs = new Float64Array(workforce.agents.length);

  /** Draws who is away in the shift of people that begins now, if one does. */
  function begin(roster: Roster): void {
    const { absences, begun, shift } = roster;
    const { personShifts } = absences;
    if (personShifts[begun]?.fromMs !== clock.nowMs) return;
    roster.begun++;
    for (let place = 0; place < shift.agents; place++)
      draw(shift.firstAgent + place, absences.awayIn(place, begun));
    const following = personShifts[begun + 1];
    if (following !== undefined && following.fromMs === personShifts[begun]?.toMs)
      kernel.schedule(following.fromMs, PERSON_SHIFT_BEGINS, world.shifts.indexOf(shift), 0);
  }

  function draw(index: number, away: ReturnType<ShiftAbsences['awayIn']>): void {
    const isNow = away?.fromMs === clock.nowMs;
    untilMs[index] = away?.toMs ?? clock.nowMs;
    change(index, isNow);
    if (away === null) return;
    if (!isNow) kernel.schedule(away.fromMs, AWAY_STARTS, index, 0);
    kernel.schedule(away.toMs, AWAY_ENDS, index, 0);
  }

  function change(index: number, isOff: boolean): void {
    const agent = rowAt(workforce.agents, index);
    if (agent.isOff === isOff) return;
    if (isOff) kernel.sendAway(agent, 'isOff');
    else kernel.callBack(agent, 'isOff');
  }

  return {
    hooks: {
      changesDuty(shift) {
        const roster = rosters.get(shift);
        if (roster !== undefined) begin(roster);
        return false;
      },
      notice(what, index) {
        if (what === PERSON_SHIFT_BEGINS) begin(rosters.get(rowAt(world.shifts, index)) as Roster);
        else if (what === AWAY_STARTS) change(index, true);
        else if (what !== AWAY_ENDS) return false;
        else if ((untilMs[index] as number) <= clock.nowMs) change(index, false);
        return true;
      },
    },
  };
}
