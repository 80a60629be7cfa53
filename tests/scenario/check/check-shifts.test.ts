import { expect, it } from 'vitest';
import { parseOverMinimal, scenarioOf } from '../parsing.ts';

it('hours of a shift that name a date twice do not overlap themselves', () => {
  const hours = (dates: string) => `{ dates: [${dates}], from: "08:00", to: "10:00" }`;
  const agentsOn = (dates: string) =>
    scenarioOf(
      parseOverMinimal(
        `centres: { dublin: { groups: { all: { shifts: { dated: { agents: 1, hours: [${hours(dates)}] } } } } } }\n`,
      ),
    ).scenario.groups[0]?.shifts;
  expect(agentsOn('2014-11-03, 2014-11-03')).toEqual(agentsOn('2014-11-03'));
});
