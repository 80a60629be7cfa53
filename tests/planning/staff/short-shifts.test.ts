import { describe, expect, it } from 'vitest';
import { LateCell } from '../../../src/planning/late/late-cell.ts';
import { shortShifts } from '../../../src/planning/staff/short-shifts.ts';
import { loadScenario } from '../../running.ts';

const scenario = loadScenario('three-centres');
const groupOf = (id: string) => scenario.groups.findIndex((group) => group.id === id);

/** Late cases that arrived at these hours of each day, most of which Bangalore answered in the end. */
function lateAt(hours: readonly number[], timeZone = 'Europe/Berlin'): LateCell {
  const cell = new LateCell(scenario.centres.length, scenario.groups.length);
  for (let day = 0; day < 7; day++) for (const hour of hours) cell.count(timeZone, day * 24 + hour, true);
  cell.answeredBy[groupOf('bangalore/first-line')] = 1000;
  cell.answeredBy[groupOf('dublin/first-line')] = 1;
  return cell;
}

const named = (cell: LateCell, segment: string, given = scenario) =>
  shortShifts(cell, { segment, channels: ['phone'] }, given).map(({ group, shift }) => {
    const { id, shifts } = given.groups[group] ?? {};
    return `${id} ${shifts?.[shift]?.id}`;
  });

describe('shortShifts', () => {
  it('names the shift on duty when late cases came, of a group that the promise permits', () => {
    expect(named(lateAt([0, 1, 2, 3, 4, 5]), 'germany')).toEqual(['dublin/first-line night']);
    expect(named(lateAt([9, 10, 11]), 'germany')[0]).toBe('dublin/first-line day');
  });

  it('does not name the group that answered most where it may not see the cases', () => {
    expect(named(lateAt([2]), 'germany').join()).not.toContain('bangalore');
  });

  it('names the lowest wage first where several could have taken them', () => {
    const all = named(lateAt([2]), 'india');
    expect(all.slice(0, 2)).toEqual(['bangalore/first-line around', 'denver/first-line around']);
    const dear = {
      ...scenario,
      groups: scenario.groups.map((group, g) =>
        g === groupOf('bangalore/first-line')
          ? { ...group, wage: { perHour: 90, overtimeFactor: 1 } }
          : group,
      ),
    };
    expect(named(lateAt([2]), 'india', dear)[0]).toBe('denver/first-line around');
  });

  it('names none for customers that are not there', () => {
    expect(named(lateAt([2]), 'nowhere')).toEqual([]);
  });
});
