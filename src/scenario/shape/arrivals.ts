import { type Distribution, meanOf, type Result, scaledBy, shown, success } from '#base';
import { suggestion } from '../did-you-mean.ts';
import { isPlainNumber, WAYS } from './distribution-kinds.ts';
import { distributionOfText } from './distribution-parts.ts';
import { byId, byWord, leaf, list, oneOf } from './leaf.ts';
import { span } from './network.ts';
import { type Problem, refused } from './problem.ts';
import { perChannel, record, yaml } from './record.ts';
import { date, duration, instant, number, numberAbove, reference, share } from './values.ts';

export const trend = record(null, {
  perWeek: number(
    'Change of the rates in a week, as a share: 0.01 for 1 % more, -0.02 for 2 % less.',
    [-0.9, 10],
    0.01,
  ),
  asOf: date(
    'The date on which rates are as written. Default: that of from, or of the start of the run in UTC.',
  ).optional(),
  from: date('The first date of the trend: earlier dates have its level. Default: no beginning.').optional(),
  until: date('The last date of the trend: later dates keep its level. Default: no end.').optional(),
});

/** Distributions of the times between arrivals. */
const INTERVAL_KINDS = [
  'exponential',
  'fixed',
  'erlang',
  'gamma',
  'hyperexponential',
  'lognormal',
  'weibull',
] as const;
type IntervalKind = (typeof INTERVAL_KINDS)[number];

/** An example: that of a duration, without its length. */
function exampleOf(kind: IntervalKind): string {
  const forms = WAYS[kind].filter(({ parts }) => !parts.includes('phases')).map(({ form }) => form);
  return (forms.at(-1) ?? kind).replace(/ (scale )?\d+ min/, '');
}

/** A distribution with mean 1. Its mean is not written, since it follows from the rate. */
function parseIntervals(written: string | number | boolean): Result<Distribution, Problem> {
  const [word = '', ...rest] = String(written).trim().split(/\s+/);
  const kind = INTERVAL_KINDS.find((known) => known === word);
  if (kind === undefined) {
    const message = `no distribution of intervals is called '${shown(word)}'`;
    return refused('bad-distribution', message, suggestion(word, INTERVAL_KINDS, 'shape'));
  }
  // One of these is given, if there are any.
  const names = WAYS[kind].flatMap(({ parts }) => parts.filter(isPlainNumber));
  const [name = '', value = '', ...surplus] = rest;
  const isRight =
    names.length === 0
      ? rest.length === 0
      : surplus.length === 0 && names.some((one) => one === name) && /^\d+(\.\d+)?$/.test(value);
  if (!isRight) {
    const message = `not a valid distribution of ${kind} intervals`;
    const remedy = `write '${exampleOf(kind)}'; the mean is left out, since it is always 1 ÷ rate`;
    return refused('bad-distribution', message, remedy);
  }
  const length = kind === 'fixed' ? 'value' : kind === 'weibull' ? 'scale' : 'mean';
  const parameter = names.length === 0 ? {} : { [name]: Number(value) };
  const made = distributionOfText(kind, { [length]: 1, ...parameter });
  return made.ok ? success(scaledBy(made.value, 1 / meanOf(made.value))) : made;
}

const intervals = (description: string) =>
  leaf(
    {
      description,
      example: 'exponential',
      json: {
        type: 'string',
        pattern: `^(${INTERVAL_KINDS.join('|')})( (shape|scv|cv|sigma) [0-9.]+)?$`,
        examples: INTERVAL_KINDS.map(exampleOf),
      },
    },
    parseIntervals,
  );

const INTERVALS =
  'The distribution of the times between arrivals. Their mean is always 1 ÷ rate. Default: exponential.';

export const arrivals = record('How cases arrive, if not one at a time with exponential intervals.', {
  intervals: oneOf(`${INTERVALS} One for all channels, or one per channel.`, [
    intervals(INTERVALS),
    perChannel(null, (channel) =>
      intervals(`The distribution of the times between cases on ${channel}.`).optional(),
    ),
  ]).optional(),
  batch: byWord(
    'How many cases arrive together: sizes with their shares, which add up to 1. Default: one.',
    share('Share of the arrivals that bring this number of cases.', 0.5),
  ).optional(),
});

const surge = record('A time with more (or fewer) cases than usual.', {
  ...span.shape,
  product: reference('The only product whose cases are multiplied. Default: all.', 'azure').optional(),
  segment: reference('The only segment whose cases are multiplied. Default: all.', 'premier').optional(),
  factor: number('The factor on the number of cases.', [0, 1000], 3),
  linked: record(
    'The extra cases have one cause: agents link them to an incident, whose end resolves them all.',
    {
      after: duration(
        'How long after the start of the surge agents know the cause, and link cases from then on.',
        {
          example: '20 min',
        },
      ),
      perCase: duration('How long an agent takes to link a case.', { above: 0, example: '2 min' }),
      closedBy: duration(
        'How long after the start of the surge the cause is mended: then all linked cases are resolved.',
        {
          above: 0,
          example: '3 h',
        },
      ),
    },
  ).optional(),
});

const FACTOR_OF_DEMAND = 'The factor on the number of cases: 1.15 for 15 % more.';
const demandFactor = () => number(FACTOR_OF_DEMAND, [0, 1000], 1.15);

const demandChange = record('A change of demand.', {
  from: instant('When it starts. Default: with the run.').optional(),
  to: instant('When it ends. Default: with the run.').optional(),
  product: reference('The only product whose cases are multiplied. Default: all.', 'azure').optional(),
  segment: reference('The only segment whose cases are multiplied. Default: all.', 'premier').optional(),
  factor: demandFactor(),
});

export const arrivalSections = {
  demand: oneOf(
    'How many cases there are, compared with what is written: one factor for all, or a list of changes, which multiply each other. No events, unlike surges. Default: 1.',
    [demandFactor(), list('Changes of demand.', demandChange)],
  )
    .optional()
    .meta({
      yaml: yaml`
          demand: 1.15
          ---
          demand:
            - { factor: 1.15 }
            - { factor: 1.2, segment: premier, product: azure, from: 2014-12-01, to: 2015-01-01 }
        `,
    }),
  busyness: byId(
    'How much busier or quieter than usual a day is: a random factor for each date.',
    record(null, {
      shape: number(
        'The shape of the factor of a day, gamma with mean 1: its squared variation is 1 ÷ shape.',
        [0.1, 10_000],
        25,
      ),
    }),
    yaml`
          busyness:
            weather: { shape: 25 }
        `,
  ).prefault({}),
  commonBusyness: byId(
    'Busynesses whose factors are correlated. Default: independent.',
    record(null, {
      of: list(
        'Keys of busyness, two or more. Each may be in one list only.',
        reference('A key of busyness.', 'weather'),
      ),
      correlation: numberAbove('Correlation of the factors of a date, for any two of them.', [0, 1], 0.5),
    }),
    yaml`
          busyness:
            weather: { shape: 25 }
            news: { shape: 40 }
          commonBusyness:
            outside: { of: [weather, news], correlation: 0.5 }
        `,
  ).prefault({}),
  forecastCorrelation: share(
    'Correlation of the errors of forecasts of different segments and channels. Default: 0.',
    0.3,
  ).optional(),
  trend: trend.optional().meta({
    description: 'How rates change from week to week: by the same share each week. Default: they do not.',
    yaml: yaml`
          trend: { perWeek: 0.01, asOf: 2014-11-03, from: 2014-10-06, until: 2014-12-31 }
        `,
  }),
  surges: list(
    'Times with more cases than usual: incidents.',
    surge,
    yaml`
          surges:
            - { from: 2014-11-04T09:00:00Z, for: 3 h, product: azure, factor: 4 }
            - { from: 2014-11-06T09:00:00Z, for: 2 h, factor: 3, linked: { after: 20 min, perCase: 2 min, closedBy: 4 h } }
            - { from: 2014-11-05, to: 2014-11-06, segment: standard, factor: 0.5 }
        `,
  ).prefault([]),
};
