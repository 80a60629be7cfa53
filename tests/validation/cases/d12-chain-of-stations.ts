import { atTier, meanInSystem, meanSojourn, meanVisitWait } from '../measures.ts';
import { leastOf, longRun, minutes, tiersText, warmUpOf } from '../scenario-text.ts';
import { jacksonNetwork } from '../theory.ts';
import { exact, type Measure, measure, type Point, type ValidationCase } from '../validation-case.ts';

const SOURCE = 'Jackson';
/** Agents, and the mean handle time in minutes. */
const STATIONS = [
  ['gate', 3, 3],
  ['crane', 2, 2.4],
  ['stack', 4, 4],
] as const;

/** Arrivals per hour; share that goes back from the last station to the second. */
function point(perHour: number, back: number, short: number): Point {
  const rate = perHour / 60;
  const next = [
    [0, 1, 0],
    [0, 0, 1],
    [0, back, 0],
  ] as const;
  const theory = jacksonNetwork(
    STATIONS.map(([, c, mean], k) => ({
      c,
      mu: 1 / mean,
      arrivals: k === 0 ? rate : 0,
      next: next[k] as readonly number[],
    })),
  );
  const changes = tiersText({
    rate,
    tiers: STATIONS.map(([, agents, mean]) => ({ agents, handle: `exponential ${minutes(mean)}` })),
    work: `  escalation: { tier1: 1, tier2: 1 }\n  returns: { tier3: ${back} }`,
  });
  const crane = { lambda: theory.stations[1]?.lambda as number, mu: 1 / 2.4, c: 2 };
  return {
    id: `${perHour}/h, ${100 * back} % back`,
    setups: [
      longRun(changes, {
        arrivals: 12_000,
        rate,
        // The crane is the slowest station; it passes on what it forgets late.
        warmUp: 2 * warmUpOf(crane),
        drain: 4 * warmUpOf(crane),
        least: leastOf(crane),
      }),
    ],
    measures: [
      measure('mean time in system', 'min', (run) => meanSojourn(run), exact(theory.meanTotal, SOURCE)),
      ...STATIONS.flatMap(([name], k): readonly Measure[] => {
        const { meanInSystem: number, meanWait } = theory.stations[k] as (typeof theory.stations)[number];
        const here = atTier(k + 1);
        return [
          measure(`mean wait, ${name}`, 'min', (run) => meanVisitWait(run, here), exact(meanWait, SOURCE)),
          measure(`mean number, ${name}`, '', (run) => meanInSystem(run, here), exact(number, SOURCE)),
        ];
      }),
    ],
    replications: { full: 40, short },
  };
}

export const D12: ValidationCase = {
  id: 'D12',
  title: 'A chain of stations with rework',
  model: 'M/M/3 → M/M/2 → M/M/4, a share goes back from the third to the second: tiers that send cases back.',
  points: [point(33, 0.2, 8), point(36, 0.2, 0), point(24, 0.4, 0)],
};
