import { balancedHyperexponential, type Distribution, sigmaOfVariation, type TablePoint } from '#base';

/** Two jumps (at 0 and at 4), a gap without any durations (4 to 6), and slopes. */
export const TABLE: readonly TablePoint[] = [
  [0, 0.1],
  [1, 0.3],
  [4, 0.5],
  [4, 0.75],
  [6, 0.75],
  [10, 1],
];

/** Examples of every kind. */
export const DISTRIBUTIONS: readonly Distribution[] = [
  { kind: 'fixed', value: 3 },
  { kind: 'uniform', low: 2, high: 6 },
  { kind: 'triangular', low: 2, mode: 3, high: 9 },
  { kind: 'triangular', low: 0, mode: 0, high: 5 },
  { kind: 'triangular', low: 1, mode: 5, high: 5 },
  { kind: 'exponential', mean: 5 },
  { kind: 'lognormal', mean: 9, sigma: 0.8 },
  { kind: 'lognormal', mean: 5, sigma: sigmaOfVariation(1.5) },
  { kind: 'weibull', scale: 4, shape: 1.3 },
  { kind: 'weibull', scale: 376, shape: 0.9 },
  { kind: 'erlang', mean: 5, shape: 1 },
  { kind: 'erlang', mean: 1, shape: 4 },
  { kind: 'erlang', mean: 300, shape: 150 },
  { kind: 'gamma', mean: 5, shape: 0.3 },
  { kind: 'gamma', mean: 1, shape: 28.7 },
  { kind: 'gamma', mean: 1, shape: 400 },
  balancedHyperexponential(1, 4),
  balancedHyperexponential(60, 1.01),
  {
    kind: 'hyperexponential',
    phases: [
      { share: 0.7, mean: 0.01 },
      { share: 0.2, mean: 1 },
      { share: 0.1, mean: 40 },
    ],
  },
  { kind: 'empirical', points: TABLE },
];
