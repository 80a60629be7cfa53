import type { Dice, FileMap } from './dice.ts';

/** Distributions of durations, short and long, as texts and as maps. */

const MEANS = ['1 ms', '30 s', '3 min', '5 min', '12 min', '40 min', '3 h'] as const;
const TEXTS: readonly ((mean: string) => string)[] = [
  (mean) => `fixed ${mean}`,
  (mean) => `exponential ${mean}`,
  (mean) => `erlang ${mean} shape 4`,
  (mean) => `gamma ${mean} shape 0.4`,
  (mean) => `lognormal ${mean} sigma 0.9`,
  (mean) => `lognormal ${mean} cv 1.5`,
  (mean) => `hyperexponential ${mean} scv 4`,
  (mean) => `weibull scale ${mean} shape 1.3`,
  () => 'fixed 0 s',
  () => 'uniform 1 ms to 3 ms',
  () => 'uniform 2 min to 9 min',
  () => 'triangular 1 min to 2 h mode 1 min',
  () => 'hyperexponential 0.7 of 2 min and 0.3 of 12 min',
];
const MAPS: readonly ((mean: string) => FileMap)[] = [
  (value) => ({ kind: 'fixed', value }),
  () => ({ kind: 'uniform', low: '2 min', high: '9 min' }),
  () => ({ kind: 'triangular', low: '1 min', high: '2 h', mode: '5 min' }),
  (mean) => ({ kind: 'exponential', mean }),
  (mean) => ({ kind: 'erlang', mean, shape: 3 }),
  (mean) => ({ kind: 'gamma', mean, shape: 2.5 }),
  (mean) => ({ kind: 'lognormal', mean, sigma: 1.1 }),
  (mean) => ({ kind: 'lognormal', mean, cv: 0.7 }),
  (mean) => ({ kind: 'hyperexponential', mean, scv: 9 }),
  (scale) => ({ kind: 'weibull', scale, shape: 0.8 }),
  (mean) => ({
    kind: 'hyperexponential',
    phases: [
      { share: 0.75, mean },
      { share: 0.25, mean: '20 min' },
    ],
  }),
  (end) => ({
    kind: 'empirical',
    cumulative: [
      ['0 s', 0.2],
      ['1 ms', 0.5],
      [end === '1 ms' ? '2 ms' : end, 1],
    ],
  }),
];
const SURVIVAL: FileMap = {
  kind: 'empirical',
  survival: [
    ['0 s', 0.95],
    ['1 min', 0.6],
    ['30 min', 0.3],
  ],
};

export function distribution(dice: Dice): string | FileMap {
  const mean = dice.of(MEANS);
  return dice.chance(0.7) ? dice.of(TEXTS)(mean) : dice.of(MAPS)(mean);
}

/** Where a map has keys of another kind. */
export const distributionText = (dice: Dice): string => dice.of(TEXTS)(dice.of(MEANS));
export const patienceText = (dice: Dice): string => (dice.chance(0.2) ? 'none' : distributionText(dice));

/** The same, or `none`, or one that may last for ever. */
export function patience(dice: Dice): string | FileMap {
  if (dice.chance(0.2)) return 'none';
  return dice.chance(0.1) ? SURVIVAL : distribution(dice);
}
