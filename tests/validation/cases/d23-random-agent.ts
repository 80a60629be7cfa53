import { meanWait, occupancy, shareThatWaits } from '../measures.ts';
import { alwaysOn, longRun, perMinute, queueText } from '../scenario-text.ts';
import { randomAssignment } from '../theory-staff.ts';
import { exact, measure, type Point, type ValidationCase } from '../validation-case.ts';

const EXACT = 'product form of random assignment';
const ARRIVALS = 60_000;

/** `groups`: the speeds of the agents of each group. */
function point(id: string, rate: number, groups: readonly (readonly number[])[]): Point {
  const speeds = groups.flat();
  const theory = randomAssignment(rate, speeds);
  const others = groups
    .slice(1)
    .map(
      (own, k) =>
        `      group-${k}: { tier: 1, languages: [en], products: all, agentSpeeds: [${own}], shifts: ${alwaysOn(own.length)} }\n`,
    );
  const text = queueText({
    agents: groups[0]?.length ?? 0,
    rate,
    handle: 'exponential 1 min',
    group: `agentSpeeds: [${groups[0]}]`,
    more: 'routing: { preference: random agent }',
  }).replace('segments:', `${others.join('')}segments:`);
  const capacity = speeds.reduce((sum, speed) => sum + speed, 0);
  const relaxation = 1 / (Math.sqrt(capacity) - Math.sqrt(rate)) ** 2;
  return {
    id: `${id}, rate ${perMinute(rate).slice(0, 3)}`,
    setups: [longRun(text, { arrivals: ARRIVALS, rate, warmUp: 6 * relaxation, drain: 60 * relaxation })],
    replications: { full: 40, short: 12 },
    measures: [
      measure('share that waits', '', (run) => shareThatWaits(run), exact(theory.waits, EXACT)),
      measure('mean wait', 'min', (run) => meanWait(run), exact(theory.meanWait, EXACT)),
      ...speeds.map((_, agent) =>
        measure(
          `occupancy of agent ${agent + 1}`,
          '',
          (run) => occupancy(run, 1, (visit) => visit.agent === agent),
          exact(theory.occupancies[agent] ?? 0, EXACT),
        ),
      ),
    ],
  };
}

export const D23: ValidationCase = {
  id: 'D23',
  title: 'Any free agent, with equal chances',
  model:
    'M/M/c with agents of different speeds; an arrival goes to any of those who are free (random agent).',
  points: [
    point('a slow server', 0.9, [[1, 0.4]]),
    point('a slow server of another group', 0.9, [[1], [0.4]]),
    point('three servers of two groups', 1.2, [[1, 0.3], [0.5]]),
  ],
};
