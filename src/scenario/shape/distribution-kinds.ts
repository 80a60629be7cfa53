import type { Distribution, Phase, TablePoint } from '#base';
import { type Problem, problem } from './problem.ts';

export type DistributionKind = Distribution['kind'];

/** The parameters as read: durations in ms, tables as shares of durations that are at most (or more than) that long. */
export type DistributionParts = Readonly<
  Partial<
    Record<LengthName | PlainNumberName, number> & {
      phases: readonly Phase[];
      cumulative: readonly TablePoint[];
      survival: readonly TablePoint[];
    }
  >
>;
export type PartName = keyof DistributionParts;

const LENGTHS = ['value', 'low', 'high', 'mode', 'mean', 'scale'] as const;
type LengthName = (typeof LENGTHS)[number];

/** Parameters without a unit. */
const PLAIN_NUMBERS = ['sigma', 'cv', 'scv', 'shape'] as const;
type PlainNumberName = (typeof PLAIN_NUMBERS)[number];

export function isPlainNumber(name: PartName): name is PlainNumberName {
  return (PLAIN_NUMBERS as readonly string[]).includes(name);
}

export function isLength(name: PartName): name is LengthName {
  return (LENGTHS as readonly string[]).includes(name);
}

/** No patience or handle time is longer: above this, the unit is wrong. */
export const LONGEST_MS = 10 * 366 * 86_400_000;

export function tooLong(at: readonly (string | number)[]): Problem {
  return problem('out-of-range', 'longer than ten years', 'check the unit', at);
}

/** One way to write a distribution: its parameters, and the short form. */
export interface Way {
  readonly parts: readonly PartName[];
  /** The words that introduce the parameters in the short form; null if there is only the map. */
  readonly keywords: readonly string[] | null;
  /** An example, for remedies and the reference. */
  readonly form: string;
}

export const WAYS: Readonly<Record<DistributionKind, readonly Way[]>> = {
  fixed: [{ parts: ['value'], keywords: [''], form: 'fixed 3 min' }],
  uniform: [{ parts: ['low', 'high'], keywords: ['', 'to'], form: 'uniform 2 min to 9 min' }],
  triangular: [
    {
      parts: ['low', 'high', 'mode'],
      keywords: ['', 'to', 'mode'],
      form: 'triangular 2 min to 9 min mode 4 min',
    },
  ],
  exponential: [{ parts: ['mean'], keywords: [''], form: 'exponential 5 min' }],
  erlang: [{ parts: ['mean', 'shape'], keywords: ['', 'shape'], form: 'erlang 5 min shape 4' }],
  gamma: [{ parts: ['mean', 'shape'], keywords: ['', 'shape'], form: 'gamma 5 min shape 2.5' }],
  hyperexponential: [
    { parts: ['mean', 'scv'], keywords: ['', 'scv'], form: 'hyperexponential 5 min scv 4' },
    { parts: ['phases'], keywords: [''], form: 'hyperexponential 0.7 of 2 min and 0.3 of 12 min' },
  ],
  lognormal: [
    { parts: ['mean', 'sigma'], keywords: ['', 'sigma'], form: 'lognormal 12 min sigma 0.9' },
    { parts: ['mean', 'cv'], keywords: ['', 'cv'], form: 'lognormal 12 min cv 1.5' },
  ],
  weibull: [
    { parts: ['scale', 'shape'], keywords: ['scale', 'shape'], form: 'weibull scale 5 min shape 1.3' },
  ],
  empirical: [
    {
      parts: ['cumulative'],
      keywords: null,
      form: '{ kind: empirical, cumulative: [[0 s, 0], [2 min, 0.6], [9 min, 1]] }',
    },
    {
      parts: ['survival'],
      keywords: null,
      form: '{ kind: empirical, survival: [[0 s, 1], [2 min, 0.4], [9 min, 0.1]] }',
    },
  ],
};

export const DISTRIBUTION_KINDS = Object.keys(WAYS) as readonly DistributionKind[];

/** What to write instead, for remedies. */
export function formsOf(kind: DistributionKind): string {
  return WAYS[kind].map(({ form }) => (form.startsWith('{') ? form : `'${form}'`)).join(' or ');
}

/** Every short form once, for editors. */
export const SHORT_FORMS: readonly string[] = Object.values(WAYS)
  .flat()
  .filter(({ keywords }) => keywords !== null)
  .map(({ form }) => form);

const SHORT_KINDS = DISTRIBUTION_KINDS.filter((kind) => WAYS[kind].some(({ keywords }) => keywords !== null));
export const SHORT_FORM_PATTERN = `^(${SHORT_KINDS.join('|')}) .+$`;
