import { ITEM_CLASSES, PROMISE_DIMENSIONS } from '#domain';
import {
  type Dice,
  drawn,
  drawnSome,
  eachOf,
  type FileMap,
  type FileValue,
  listOf,
  sharesOf,
} from './dice.ts';
import { since } from './network.ts';
import {
  date,
  factor,
  instantText,
  moment,
  type Outline,
  period,
  share,
  TIME_ZONES,
  timeOfDay,
  validity,
} from './values.ts';

/** Who asks, when and how often. */

const CHANNEL_NAMES = ['phone', 'e-mail', 'web'];
const INTERVALS = [
  ...[
    'exponential',
    'fixed',
    'erlang shape 4',
    'gamma shape 2.5',
    'hyperexponential scv 4',
    'lognormal cv 1.5',
  ],
  'weibull shape 1.3',
];

export interface CustomersPart {
  readonly file: FileMap;
  /** By name: the rows of traces. */
  readonly files: Readonly<Record<string, string>>;
}

function trend(dice: Dice, outline: Outline): FileMap {
  const perWeek = dice.of([0, 0.01, -0.5, 5]);
  return {
    perWeek,
    ...drawn(dice, { asOf: () => date(dice, outline), from: () => date(dice, outline) }, 0.4),
  };
}

function withUntil(dice: Dice, rule: FileMap, { startMs }: Outline): FileMap {
  return { ...rule, until: instantText(startMs + dice.whole(1, 20) * 86_400_000).slice(0, 10) };
}

function segment(dice: Dice, outline: Outline, id: string): FileMap {
  const { languages, products } = outline;
  const isFirst = id === outline.segments[0];
  const hours = outline.horizonMs / 3_600_000;
  const customer = () => ({
    country: isFirst
      ? dice.of(['DE', 'FR', 'IE', 'CH', 'GB', 'HR', 'NO'])
      : dice.of(['US', 'JP', 'BR', 'DE']),
    ...drawn(dice, { region: () => dice.of(['emea', 'amer', 'world']) }, 0.6),
    timeZone: dice.of(TIME_ZONES),
    languages: sharesOf(dice, languages),
    rate: `${(dice.of([3, 12, 25]) / hours).toFixed(3)}/h`,
  });
  const asked = sharesOf(dice, CHANNEL_NAMES);
  return {
    promise: isFirst ? 'eea' : 'none',
    placement: isFirst ? 'eea' : 'any',
    products: sharesOf(dice, products),
    ...(dice.chance(0.9) ? { severities: sharesOf(dice, ['A', 'B', 'C']) } : {}),
    channels: asked,
    customers: listOf(dice, 2, customer),
    ...drawn(dice, {
      title: () => 'Some customers',
      role: () => dice.of(['controller', 'processor']),
      profiles: () => eachOf(dice, CHANNEL_NAMES, () => dice.of(['waves', 'table'])),
      arrivals: () =>
        drawnSome(dice, {
          intervals: () =>
            dice.chance(0.5) ? dice.of(INTERVALS) : eachOf(dice, CHANNEL_NAMES, () => dice.of(INTERVALS)),
          batch: () => dice.of<FileMap>([{ 1: 0.7, 3: 0.3 }, { 2: 1 }]),
        }),
      busyness: () => dice.of(['weather', 'news']),
      trend: () => withUntil(dice, trend(dice, outline), outline),
      agreements: () =>
        drawnSome(dice, {
          dataProcessing: () => listOf(dice, 2, () => since(dice, outline)),
          businessAssociate: () => listOf(dice, 2, () => since(dice, outline)),
        }),
      encryption: () => ({
        items: dice.some(ITEM_CLASSES),
        ...since(dice, outline),
        share: dice.of([0, 1, 0.5, 0.9]),
        plain: dice.of(['told', 'sent back']),
      }),
      consents: () =>
        listOf(dice, 2, () => ({
          dimensions: dice.chance(0.5) ? PROMISE_DIMENSIONS.slice(3) : dice.some(PROMISE_DIMENSIONS.slice(3)),
          zone: dice.of(['ANY', 'ANY', 'ANY', 'US', 'EEA', 'EU', 'EU_EFTA', 'UK', 'LEGAL_FREE_FLOW']),
          ...validity(dice, outline),
          given: dice.of([instantText(outline.startMs - 86_400_000), moment(dice, outline)]),
        })),
    }),
    ...drawn(
      dice,
      {
        forecast: () =>
          eachOf(dice, Object.keys(asked), () => ({
            [date(dice, outline)]: { cases: dice.whole(1, 60), ...drawn(dice, { error: () => 0.2 }, 0.5) },
          })),
      },
      dice.density / 2,
    ),
  };
}

const weights = (dice: Dice, count: number) => Array.from({ length: count }, () => dice.whole(1, 5));

function profiles(dice: Dice, outline: Outline): FileMap {
  const [name, count] = dice.of([
    ['hours', 24],
    ['halfHours', 48],
    ['quarterHours', 96],
  ] as const);
  const ofDay = dice.chance(0.5) ? { [name]: weights(dice, count) } : { weight: factor(dice) };
  const table = { [name]: weights(dice, dice.chance(0.2) ? count * 7 : count) };
  const days = eachOf(dice, ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'holiday'], () => factor(dice));
  const isOfDay = table[name]?.length === count;
  return {
    waves: { sine: { amplitude: share(dice), peak: timeOfDay(dice) } },
    table: {
      ...table,
      ...(isOfDay ? drawn(dice, { days: () => days }, 0.5) : {}),
      ...drawn(dice, { dates: () => ({ [date(dice, outline)]: ofDay }) }, 0.5),
    },
  };
}

/** Rows of a file, in the order of time. */
function traceRows(dice: Dice, segments: FileMap, outline: Outline, id: string): string {
  const { channels, customers, products, severities } = segments[id] as FileMap;
  const names = (of: FileValue | undefined) => Object.keys((of as FileMap | undefined) ?? {});
  const head = 'time,country,channel,product,severity,language,customer,patience,tier1,tier2,tier3';
  const times = Array.from({ length: dice.whole(1, 30) }, () => dice.whole(0, outline.horizonMs - 1));
  const rows = times
    .sort((one, other) => one - other)
    .map((ms) => {
      const { country, languages } = dice.of(customers as readonly FileMap[]);
      return [
        ...[`${ms} ms`, String(country), dice.of(names(channels)), dice.of(['', ...names(products)])],
        ...[dice.of(['', ...names(severities)]), dice.of(['', ...names(languages)])],
        ...[dice.of(['', 'Anna', 'Ben']), dice.of(['', 'none', '0 s', '3 min']), dice.of(['', '4 min'])],
        ...[dice.of(['', '0 s', '7 min']), dice.of(['', '1 h'])],
      ].join(',');
    });
  return `${[head, ...rows].join('\n')}\n`;
}

/** In which states cases of the file can be at a tier. */
function statesAt(tier: number, { customerWait, vendorWait }: FileMap): readonly string[] {
  const waits = customerWait as FileMap | undefined;
  const isAsked = waits !== undefined && ('share' in waits || `tier${tier}` in waits);
  return [
    ...(tier === 1 ? ['triage', 'waiting'] : []),
    ...['transferred', 'replied', 'in work', 'in work', 'resolved'],
    ...(isAsked ? ['awaiting customer'] : []),
    ...(vendorWait !== undefined && `tier${tier}` in (vendorWait as FileMap) ? ['awaiting vendor'] : []),
  ];
}

/** Cases that are open when the run starts, and whose state the file allows. */
export function backlogRows(dice: Dice, file: FileMap, outline: Outline): string {
  const segments = file.segments as FileMap;
  const head =
    'case,segment,country,channel,product,severity,language,opened,state,since,tier,primary,replica,group,worked';
  const before = (ms: number) => instantText(outline.startMs - ms);
  const rows = Array.from({ length: dice.whole(1, 12) }, (_, k) => {
    const id = dice.of(outline.segments);
    const { channels, customers, products } = segments[id] as FileMap;
    const { country, languages } = dice.of(customers as readonly FileMap[]);
    const tier = dice.of([1, 1, 2, 3].filter((one) => (outline.groups[one - 1]?.length ?? 0) > 0));
    const state = dice.of(statesAt(tier, file.work as FileMap));
    const isInWork = state === 'in work';
    const [primary, replica] = dice.some(outline.dataCentres);
    return [
      ...[`T-${k}`, id, String(country), dice.of(Object.keys(channels as FileMap))],
      ...[dice.of(Object.keys(products as FileMap)), dice.of(['A', 'B', 'C'])],
      ...[dice.of(Object.keys(languages as FileMap)), dice.of(['1 h', '3 days', before(7_200_000)]), state],
      ...[dice.of(['', '10 min', before(1000)]), String(tier)],
      ...(dice.chance(0.5) ? ['', ''] : [primary ?? '', dice.of(['', replica ?? ''])]),
      ...[isInWork ? dice.of(outline.groups[tier - 1] ?? []) : ''],
      isInWork ? dice.of(['', '0 s', '5 min']) : '',
    ].join(',');
  });
  return `${[head, ...rows].join('\n')}\n`;
}

export function customers(dice: Dice, outline: Outline): CustomersPart {
  const segments: Record<string, FileMap> = Object.fromEntries(
    outline.segments.map((id) => [id, segment(dice, outline, id)]),
  );
  const [first = ''] = outline.segments;
  const files: Record<string, string> = {};
  if (dice.chance(dice.density / 2)) {
    files['calls.csv'] = traceRows(dice, segments, outline, first);
    segments[first] = { ...segments[first], trace: 'calls.csv' };
  }
  const file = {
    segments,
    profiles: profiles(dice, outline),
    busyness: { weather: { shape: dice.of([2, 25]) }, news: { shape: 40 } },
    ...drawn(dice, {
      commonBusyness: () => ({ outside: { of: ['weather', 'news'], correlation: 0.1 } }),
      trend: () => withUntil(dice, trend(dice, outline), outline),
      forecastCorrelation: () => share(dice),
      demand: () =>
        dice.chance(0.5)
          ? dice.of([0.5, 1, 1.5])
          : listOf(dice, 2, () => ({
              ...(dice.chance(0.4) ? validity(dice, outline) : {}),
              ...drawn(dice, { product: () => dice.of(outline.products), segment: () => first }, 0.5),
              factor: dice.of([0, 0.5, 2]),
            })),
      surges: () =>
        listOf(dice, 2, () => ({
          ...period(dice, outline),
          ...drawn(dice, { product: () => dice.of(outline.products), segment: () => first }, 0.5),
          ...(dice.chance(0.5)
            ? {
                factor: 4,
                linked: {
                  after: dice.of(['0 s', '20 min']),
                  perCase: '1 min',
                  closedBy: dice.of(['21 min', '5 h']),
                },
              }
            : { factor: dice.of([0, 0.5, 4]) }),
        })),
    }),
  };
  return { file, files };
}
