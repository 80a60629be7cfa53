import { atTier, meanInSystem, meanSojourn, meanVisitWait, visitsPerHour } from '../measures.ts';
import { longRun, minutes, tiersText } from '../scenario-text.ts';
import { jacksonNetwork } from '../theory.ts';
import { exact, type Measure, measure, type Point, type ValidationCase } from '../validation-case.ts';

const SOURCE = 'Jackson';
/** Agents, and the mean handle time in minutes. */
const TIERS = [
  [4, 3],
  [3, 4],
  [2, 5],
] as const;

/** Arrivals per hour, and the shares of the contacts of each tier that go to tiers 1, 2 and 3. */
function point(id: string, arrivals: number, next: readonly (readonly number[])[], short: number): Point {
  const rate = arrivals / 60;
  const theory = jacksonNetwork(
    TIERS.map(([c, mean], k) => ({ c, mu: 1 / mean, arrivals: k === 0 ? rate : 0, next: next[k] ?? [] })),
  );
  const from = next.map((shares, k) => {
    const rows = shares.flatMap((share, to) => (share === 0 ? [] : [`{ to: ${to + 1}, share: ${share} }`]));
    return `    tier${k + 1}: [${rows.join(', ')}]`;
  });
  const changes = tiersText({
    rate,
    tiers: TIERS.map(([agents, mean]) => ({ agents, handle: `exponential ${minutes(mean)}` })),
    work: `  transfer:\n${from.join('\n')}`,
  });
  return {
    id,
    setups: [longRun(changes, { arrivals: 12_000, rate, warmUp: 600, drain: 1200, least: 400 })],
    measures: [
      measure('mean time in system', 'min', (run) => meanSojourn(run), exact(theory.meanTotal, SOURCE)),
      ...TIERS.flatMap((_, k): readonly Measure[] => {
        const {
          lambda,
          meanInSystem: number,
          meanWait,
        } = theory.stations[k] as (typeof theory.stations)[number];
        const here = atTier(k + 1);
        const isPassedBy = k > 0 && next.every((shares) => (shares[k] ?? 0) === 0);
        return [
          measure(
            `visits, tier ${k + 1}`,
            'per h',
            (run) => visitsPerHour(run, here),
            exact(isPassedBy ? 0 : 60 * lambda, SOURCE),
          ),
          ...(isPassedBy
            ? []
            : [
                measure(
                  `mean wait, tier ${k + 1}`,
                  'min',
                  (run) => meanVisitWait(run, here),
                  exact(meanWait, SOURCE),
                ),
              ]),
          measure(
            `mean number, tier ${k + 1}`,
            '',
            (run) => meanInSystem(run, here),
            exact(isPassedBy ? 0 : number, SOURCE),
          ),
        ];
      }),
    ],
    replications: { full: 40, short },
  };
}

export const D29: ValidationCase = {
  id: 'D29',
  title: 'Transfers from each tier to each other',
  model:
    'M/M/4, M/M/3 and M/M/2 with their own shares of transfers between every two: past a tier, and back over one.',
  points: [
    point(
      'all ways',
      60,
      [
        [0, 0.3, 0.15],
        [0.2, 0, 0.2],
        [0.15, 0.1, 0],
      ],
      8,
    ),
    point(
      'tandem past tier 2',
      18,
      [
        [0, 0, 1],
        [0, 0, 0],
        [0, 0, 0],
      ],
      4,
    ),
  ],
};
