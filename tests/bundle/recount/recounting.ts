import { DAY_MS, HOUR_MS } from '#base';
import { CHANNELS, MEASURE_DIMENSIONS, readZoneClock, type Scenario, SEVERITIES, type Target } from '#domain';
import { type LedgerHeader, openLedger } from '#ledger';
import type { Summary } from '#statistics';
import {
  compareFigures,
  type FigureComparison,
} from '../../../src/bundle/recount/figures/compare-figures.ts';
import { summaryFigures } from '../../../src/bundle/recount/figures/summary-figures.ts';
import { openRecount } from '../../../src/bundle/recount/recount.ts';
import { type CheckedSummary, openSummaryCheck } from '../../../src/bundle/recount/summary-check.ts';
import { type RunChoices, runInMemory, sha256 } from '../../running.ts';

/** Runs whose service is counted twice: by the meters of the run, and from its ledger alone. */

/** As `meridian run` writes it. */
export function textOf(summary: unknown): string {
  return `${JSON.stringify(summary, null, 2)}\n`;
}

/** The result of checking a bundle's summary. */
export function checked(summary: unknown, scenario: Scenario, ledger: Uint8Array): CheckedSummary {
  return checkedText(textOf(summary), scenario, ledger);
}

export function checkedText(text: string, scenario: Scenario, ledger: Uint8Array): CheckedSummary {
  const opened = openLedger(ledger, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  const check = openSummaryCheck(text, scenario, opened.value.header);
  opened.value.forEach(check.visit);
  return check.finish();
}

export function checkedRun(
  scenario: Scenario,
  choices: RunChoices = {},
): CheckedSummary & { readonly summary: Summary } {
  const { ledger, summary } = runInMemory(scenario, choices);
  return { ...checked(summary, scenario, ledger), summary };
}

/** Figures as a summary should state them, for many runs. */
export function figuresOf(
  scenario: Scenario,
  ledger: Uint8Array,
): { compare(summary: unknown): FigureComparison; readonly header: LedgerHeader } {
  const opened = openLedger(ledger, sha256);
  if (!opened.ok) throw new Error(opened.problem.message);
  const { header } = opened.value;
  const recount = openRecount(scenario, 0);
  opened.value.forEach(recount.visit);
  const figures = summaryFigures(recount.finish().tally, header);
  return { header, compare: (summary) => compareFigures(summary, figures) };
}

/** A place in a summary: keys and indices from the top. */
export type Place = readonly (string | number)[];

/** Every value that is neither a list nor an object, with its place. */
export function leavesOf(
  value: unknown,
  at: Place = [],
): { readonly place: Place; readonly value: unknown }[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => leavesOf(item, [...at, i]));
  if (typeof value !== 'object' || value === null) return [{ place: at, value }];
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...at, key]));
}

/** Those that follow from the ledger: all but the work that was drawn, in a run without a pilot. */
export function followingLeavesOf(summary: Summary): ReturnType<typeof leavesOf> {
  return leavesOf(JSON.parse(JSON.stringify(summary))).filter(({ place }) => !pathOf(place).startsWith(WORK));
}

/** As the verifier writes it. */
export function pathOf(place: Place): string {
  return place
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .slice(1);
}

export const WORK = 'judgedOverTime.work';

const everywhere = { channels: CHANNELS, severities: SEVERITIES } as const;
const TARGETS: readonly Target[] = [
  { ...everywhere, id: 'soon', of: 'answer', withinMs: HOUR_MS / 4, target: 0.8, pauses: [] },
  {
    id: 'in-hours',
    of: 'answer',
    withinMs: HOUR_MS,
    target: 0.8,
    pauses: [],
    channels: ['e-mail', 'web'],
    severities: ['A', 'C'],
    hours: [
      { fromMs: -HOUR_MS, toMs: 5 * HOUR_MS },
      { fromMs: 20 * HOUR_MS, toMs: 30 * HOUR_MS },
    ],
  },
  {
    ...everywhere,
    id: 'solved',
    of: 'resolution',
    withinMs: 8 * HOUR_MS,
    target: 0.9,
    pauses: ['customer', 'vendor'],
  },
  {
    ...everywhere,
    id: 'vendor',
    of: 'resolution',
    withinMs: 2 * HOUR_MS,
    target: 0.9,
    pauses: ['vendor'],
    hours: [{ fromMs: 3 * HOUR_MS, toMs: 50 * HOUR_MS }],
  },
  {
    id: 'first-segment',
    of: 'answer',
    segments: [0],
    channels: ['phone'],
    severities: ['A', 'B'],
    withinMs: HOUR_MS / 60,
    target: 0.8,
    pauses: [],
  },
  { ...everywhere, id: 'lost', of: 'abandonment', target: 0.95, pauses: [] },
  {
    ...everywhere,
    id: 'left',
    of: 'backlog',
    channels: ['phone', 'web'],
    target: 0.9,
    pauses: [],
    // At a full hour, between two, and often.
    casesMax: 1,
    dayEndsMs: [4, 10.5, 20, 24, 30, 48].map((hour) => hour * HOUR_MS),
  },
];

const TIME_ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York'] as const;

/** The clocks of a scenario that begins then, with those of further time zones. */
export function withClocks(scenario: Scenario, timeZones: readonly string[]): Scenario {
  const { clocks, horizonMs, startEpochMs } = scenario;
  const others = clocks.filter(({ timeZone }) => !timeZones.includes(timeZone));
  const further = timeZones.map((timeZone) => readZoneClock(timeZone, startEpochMs, horizonMs));
  return { ...scenario, clocks: [...others, ...further] };
}

/** The same with wages for most groups, targets, measures by interval of the week, and messages for customers who wait long. */
export function withMoreFigures(scenario: Scenario): Scenario {
  const segments = [...scenario.segments.keys()];
  const all = { segments, channels: CHANNELS, centres: [] };
  const message = <Name extends string>(channel: Name, afterMs: number) => ({ channel, afterMs });
  return {
    ...withClocks(scenario, TIME_ZONES),
    currency: 'EUR',
    groups: scenario.groups.map((group, g) =>
      g % 3 === 2 ? group : { ...group, wage: { perHour: 20 + g, overtimeFactor: 1.5 } },
    ),
    targets: TARGETS,
    measures: [
      { ...all, id: 'hours', intervalMs: HOUR_MS, timeZone: 'UTC' },
      {
        ...all,
        id: 'kinds',
        intervalMs: HOUR_MS / 2,
        timeZone: 'Europe/Berlin',
        channels: ['e-mail'],
        by: ['segment', 'severity', 'product', 'channel'],
      },
      {
        ...all,
        id: 'days',
        of: 'contacts',
        intervalMs: DAY_MS,
        timeZone: 'Asia/Kolkata',
        by: MEASURE_DIMENSIONS,
      },
      {
        ...all,
        id: 'few',
        of: 'contacts',
        intervalMs: 2 * HOUR_MS,
        timeZone: 'America/New_York',
        segments: [0],
        centres: [0],
        tiers: [1],
        severities: ['A', 'B'],
      },
    ],
    work: {
      ...scenario.work,
      message: {
        phone: message('phone', HOUR_MS / 30),
        'e-mail': message('e-mail', HOUR_MS / 2),
        web: message('web', HOUR_MS / 6),
      },
    },
  };
}
