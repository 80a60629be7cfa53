import { DAY_MS, type Distribution, definite, MINUTE_MS, meanOf, quantileOf } from '#base';
import { calibrate, type Figure, readStories, writeScenario } from '#calibration';
import { CHANNELS, type Scenario, SEVERITIES } from '#domain';
import { casesOf, importCsv } from '../caselog/importing.ts';
import { DEFAULTS } from './defaults.ts';
import { LIST_MAPPING, simulatedList } from './simulated-log.ts';

/** Whether calibration gives back the parameters of the scenario that made a log. */

/** A parameter of the scenario, and what calibration found. */
export interface Recovered {
  readonly key: string;
  /** Rows of the table that belong together. */
  readonly kind: string;
  readonly truth: number;
  readonly figure: Figure;
  readonly isInside: boolean;
}

/** The figures that are calibrated from the log of a run, which is all that calibration sees: rows, and zones of countries. */
export function figuresFromLogOf(scenario: Scenario): {
  readonly assumptions: readonly string[];
  readonly figures: readonly Figure[];
  readonly text: string;
} {
  const { log } = importCsv(simulatedList(scenario), LIST_MAPPING.replace('meridian-mapping: 1\n', ''));
  const fromMs = scenario.startEpochMs;
  const untilMs = fromMs + scenario.horizonMs;
  const calibration = calibrate(readStories(casesOf({ log }), { fromMs, untilMs }), {
    log: 'list.csv',
    fromMs,
    untilMs,
    timeZone: 'Europe/Dublin',
    zones: new Map(scenario.streams.map(({ country, timeZone }) => [country, timeZone])),
    defaults: DEFAULTS,
  });
  return writeScenario(
    calibration,
    { name: 'again', title: 'Again', start: '2014-12-01', horizon: '1 week' },
    null,
  );
}

/** Compares all parameters that a case log can show. */
export function recoveredOf(
  scenario: Scenario,
  written: Written,
  figures: readonly Figure[],
): readonly Recovered[] {
  const byKey = new Map(figures.map((figure) => [figure.key, figure]));
  return [
    ...[...written.rates].map(([key, rate]): Truth => ['rate of customers', key, rate]),
    ...profiles(written),
    ...mixes(scenario),
    ...work(scenario),
  ].flatMap(([kind, key, truth]) => {
    const figure = byKey.get(key);
    return figure === undefined
      ? []
      : [{ key, kind, truth, figure, isInside: figure.low <= truth && truth <= figure.high }];
  });
}

type Truth = readonly [kind: string, key: string, value: number];

/** What the file of a scenario says, where the resolved scenario has only products of it. */
export interface Written {
  /** Key of a rate → cases in a week. */
  readonly rates: ReadonlyMap<string, number>;
  /** Channel → weights of hours, and of days by name. */
  readonly hours: Readonly<Record<string, readonly number[]>>;
  readonly days: Readonly<Record<string, readonly (readonly [day: string, weight: number])[]>>;
}

/** Reads rates and profiles from the text of css-2014. */
export function readWritten(text: string): Written {
  const rates = new Map<string, number>();
  let segment = '';
  for (const line of text.slice(text.indexOf('\nsegments:')).split('\n')) {
    segment = /^ {2}([a-z-]+):$/.exec(line)?.[1] ?? segment;
    const [, country, rate] = /country: ([A-Z]{2}).*rate: ([\d.]+)\/week/.exec(line) ?? [];
    if (country !== undefined) rates.set(`segments.${segment}.customers.${country}.rate`, Number(rate));
  }
  const profileOf = (name: string) => {
    const part = text.slice(text.indexOf(`\n  ${name}:   #`));
    const list = /hours: \[([\d., \n]+)\]/.exec(part)?.[1] ?? '';
    const weights = /days: \{ ([^}]+) \}/.exec(part)?.[1] ?? '';
    return {
      hours: list.split(',').map(Number),
      days: weights
        .split(', ')
        .map((one) => one.split(': '))
        .map(([day = '', weight]) => [day, Number(weight)] as const),
    };
  };
  const [phone, written] = [profileOf('phone'), profileOf('written')];
  return {
    rates,
    hours: { phone: phone.hours, 'e-mail': written.hours, web: written.hours },
    days: { phone: phone.days, 'e-mail': written.days, web: written.days },
  };
}

function profiles({ days, hours }: Written): readonly Truth[] {
  return CHANNELS.flatMap((channel) => {
    const own = hours[channel] ?? [];
    const total = own.reduce((sum, weight) => sum + weight, 0);
    const weights = days[channel] ?? [];
    const mean =
      weights.filter(([day]) => day !== 'holiday').reduce((sum, [, weight]) => sum + weight, 0) / 7;
    return [
      ...own.map(
        (weight, hour): Truth => [
          'weight of an hour',
          `profiles.log-${channel}.hours.${hour}`,
          weight / total,
        ],
      ),
      ...weights.map(
        ([day, weight]): Truth => ['weight of a day', `profiles.log-${channel}.days.${day}`, weight / mean],
      ),
    ];
  });
}

function mixes({ languages, products, segments, streams }: Scenario): readonly Truth[] {
  return segments.flatMap(({ id, productShares, severityShares }, number) => {
    const own = streams.filter(({ segment }) => segment === number);
    const rateOf = (some: typeof own) => some.reduce((sum, { rate }) => sum + integral(rate), 0);
    const channels = [...new Set(own.map(({ channel }) => channel))];
    return [
      ...free(
        products.map(
          (one, k): Truth => [
            'share of a product',
            `segments.${id}.products.${one.id}`,
            productShares[k] ?? 0,
          ],
        ),
      ),
      ...free(
        SEVERITIES.map(
          (one, k): Truth => [
            'share of a severity',
            `segments.${id}.severities.${one}`,
            severityShares[k] ?? 0,
          ],
        ),
      ),
      ...free(
        channels.map((channel): Truth => {
          const share = rateOf(own.filter((one) => one.channel === channel)) / rateOf(own);
          return ['share of a channel', `segments.${id}.channels.${channel}`, share];
        }),
      ),
      ...own
        .filter(({ channel }) => channel === channels[0])
        .flatMap(({ country, languageShares }) =>
          free(
            languageShares
              .map(
                (share, k): Truth => [
                  'share of a language',
                  `segments.${id}.customers.${country}.languages.${languages[k]}`,
                  share,
                ],
              )
              .filter(([, , share]) => share > 0),
          ),
        ),
    ];
  });
}

/** Shares add up to 1, so the last of them is no parameter of its own. */
function free(shares: readonly Truth[]): readonly Truth[] {
  return shares.slice(0, -1);
}

function integral({ fromMs, perMs }: Scenario['streams'][number]['rate']): number {
  return perMs.reduce(
    (sum, rate, k) => sum + rate * ((fromMs[k + 1] ?? 4 * 604_800_000) - (fromMs[k] ?? 0)),
    0,
  );
}

function work({ products, work: model }: Scenario): readonly Truth[] {
  // Calibration gives the most frequent product the factor 1.
  const reference = products.findIndex(({ id }) => id === 'office-365');
  const handle = model.handle.flatMap((byChannel, k) =>
    CHANNELS.flatMap((channel) =>
      parametersOf(
        'handle time',
        `work.handle.tier${k + 1}.${channel}`,
        definite(byChannel[channel][reference], 'a handle time'),
      ),
    ),
  );
  const timeOf = (k: number) => meanOf(definite(model.handle[0]?.phone[k], 'a handle time'));
  const [first, second] = definite(model.escalation[reference], 'an escalation');
  const { after, share } = model.reopening;
  return [
    ...handle,
    ...products.flatMap(({ id }, k): Truth[] =>
      k === reference
        ? []
        : [['factor of a product', `work.productFactors.${id}`, timeOf(k) / timeOf(reference)]],
    ),
    ...parametersOf('patience', 'work.patience.phone', definite(model.patience.phone, 'patience')),
    ...parametersOf('reply of a customer', 'work.customerWait.reply', model.customerWait.reply),
    ['flow', 'work.escalation.tier1', first],
    ['flow', 'work.escalation.tier2', second],
    ['flow', 'work.customerWait.share', model.customerWait.share],
    // A case that would be opened again after it is closed never is.
    ['flow', 'work.reopening.share', share * shareBelow(after, model.closingMs)],
    [
      'clock',
      'work.customerWait.autoClose',
      definite(model.customerWait.autoCloseMs ?? undefined, 'a clock'),
    ],
    ['clock', 'work.closing', model.closingMs],
  ];
}

function shareBelow(distribution: Distribution, ms: number): number {
  let [low, high] = [1e-9, 1 - 1e-9];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (quantileOf(distribution, middle) < ms) low = middle;
    else high = middle;
  }
  return low;
}

/** The parameters of a distribution. */
function parametersOf(kind: string, key: string, distribution: Distribution): readonly Truth[] {
  if (distribution.kind === 'weibull') {
    return [
      [kind, `${key}.scale`, distribution.scale],
      [kind, `${key}.shape`, distribution.shape],
    ];
  }
  const mean: Truth = [kind, `${key}.mean`, meanOf(distribution)];
  return distribution.kind === 'lognormal' ? [mean, [kind, `${key}.sigma`, distribution.sigma]] : [mean];
}

/** The table of a document: by kind, how many parameters lie within their intervals; then those of work, one by one. */
export function recoveryTable(all: readonly Recovered[]): string {
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  const inside = (some: readonly Recovered[]) => some.filter(({ isInside }) => isInside).length;
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  const error = (some: readonly Recovered[]) => {
    const errors = some.map(({ figure, truth }) => Math.abs(figure.value / truth - 1)).sort((a, b) => a - b);
    return `${(100 * (errors[Math.floor(errors.length / 2)] ?? 0)).toFixed(1)} %`;
  };
  const rows = [
    ...kinds.map((kind) => [kind, all.filter((one) => one.kind === kind)] as const),
    ['**all**', all] as const,
  ];
  const one = ({ figure, isInside, key, truth }: Recovered) => {
    const show = (value: number) => {
      if (figure.unit !== 'ms') return value.toPrecision(4);
      return truth < DAY_MS
        ? `${(value / MINUTE_MS).toPrecision(4)} min`
        : `${(value / DAY_MS).toPrecision(4)} days`;
    };
    return `| \`${key}\` | ${show(truth)} | ${show(figure.value)} | ${show(figure.low)} to ${show(figure.high)} | ${figure.n.toLocaleString('en-GB')} | ${isInside ? 'yes' : 'no'} |`;
  };
  const listed = ['handle time', 'factor of a product', 'patience', 'reply of a customer', 'flow', 'clock'];
  return [
    '| kind | parameters | within their 95 % interval | median error |',
    '|---|---|---|---|',
    ...rows.map(
      ([kind, some]) =>
        `| ${kind} | ${some.length} | ${inside(some)} (${percent(inside(some) / some.length)}) | ${error(some)} |`,
    ),
    '',
    '| parameter | of the scenario | calibrated | 95 % | n | within |',
    '|---|---|---|---|---|---|',
    ...all.filter(({ kind }) => listed.includes(kind)).map(one),
    '',
  ].join('\n');
}
