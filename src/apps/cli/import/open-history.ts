import { DAY_MS, definite } from '#base';
import type { LoggedCase } from '#caselog';
import type { Scenario } from '#domain';
import type { ChosenPeriod } from '#foreign';
import { instantOf } from '../../shared/calibration/dated-log.ts';
import { scenarioOfWindow } from '../../shared/calibration/log-window.ts';
import { spanOf, spanText } from '../../shared/import/log-backlog.ts';
import { refuse, together } from '../../shared/problem.ts';
import { type OpenedScenario, openScenario } from '../../shared/scenario/load-scenario.ts';
import { type ImportedCaseLog, readCaseLog } from './read-case-log.ts';

export interface HistoryOptions {
  readonly scenario?: string;
  readonly from?: string;
  readonly until?: string;
}

/** A case log of what happened, or a period of it, with the scenario that says what was promised. */
export interface History extends ImportedCaseLog {
  readonly scenario: Scenario;
  /** Null: the whole log. */
  readonly chosen: ChosenPeriod | null;
  /** Ids of cases with rows before the period. */
  readonly begun: ReadonlySet<string>;
}

/** Opens a case log that is to be judged by the promises of a scenario. */
export async function openHistory(folder: string, options: HistoryOptions): Promise<History> {
  if (options.scenario === undefined) {
    const remedy = 'name the scenario that tells promises, centres and data centres with --scenario';
    return refuse(`${folder} is a case log, which does not say what was promised`, remedy);
  }
  const opened = openScenario(options.scenario);
  const log = await readCaseLog(folder);
  if (log.cases.length === 0) return refuse(`${folder} has no cases`, 'import the log again');
  const { begun, cases, chosen } = periodOf(folder, log, options);
  const scenario = scenarioFor(opened, cases);
  return { ...log, begun, cases, chosen, scenario };
}

/** `X.audit` for `X.case-log`. */
export function resultsOf(folder: string, kind: 'audit' | 'boundary' | 'evaluation'): string {
  return `${folder.replace(/\/+$/, '').replace(/\.case-log$/, '')}.${kind}`;
}

/** The scenario as it stands if it starts before the log; otherwise the same over the time of the log. */
function scenarioFor({ input, scenario }: OpenedScenario, cases: readonly LoggedCase[]): Scenario {
  const { firstMs, lastMs } = definite(spanOf(cases), 'a case has events');
  if (scenario.startEpochMs <= firstMs) return scenario;
  const fromMs = Math.floor(firstMs / DAY_MS) * DAY_MS;
  const moved = scenarioOfWindow(input, fromMs, lastMs + 1, withoutTrends(scenario));
  return { ...moved, name: scenario.name, title: scenario.title };
}

/** Rates are not judged, and over the years of a log a trend could go further than one of a run may. */
function withoutTrends({ segments, streams }: Scenario): readonly string[] {
  const grown = segments.filter((_, s) => streams.some(({ segment, trend }) => segment === s && trend));
  if (grown.length === 0) return [];
  const none = '{ trend: { perWeek: 0 } }';
  return [
    'trend: { perWeek: 0 }',
    `segments: { ${grown.map(({ id }) => `${JSON.stringify(id)}: ${none}`).join(', ')} }`,
  ];
}

type Period = Pick<History, 'begun' | 'cases' | 'chosen'>;

/** The events from one instant to before another. A case is what its events in that time say. */
function periodOf(
  folder: string,
  { cases, timeZone }: ImportedCaseLog,
  { from, until }: HistoryOptions,
): Period {
  if (from === undefined && until === undefined) {
    return { cases, chosen: null, begun: new Set() };
  }
  const span = together({
    from: () => instantOf('--from', from, timeZone ?? 'UTC'),
    until: () => instantOf('--until', until, timeZone ?? 'UTC'),
  });
  const fromMs = span.from ?? Number.NEGATIVE_INFINITY;
  const untilMs = span.until ?? Number.POSITIVE_INFINITY;
  const found: LoggedCase[] = [];
  const begun = new Set<string>();
  const left = { rowsLeftOut: 0, casesAfter: 0 };
  for (const one of cases) {
    const events = one.events.filter(({ atMs }) => fromMs <= atMs && atMs < untilMs);
    left.rowsLeftOut += one.events.length - events.length;
    if (events.length === 0) continue;
    const isAfter = events.at(-1) !== one.events.at(-1);
    if (events[0] !== one.events[0]) begun.add(one.id);
    if (isAfter) left.casesAfter++;
    found.push({ ...one, events, endedAtMs: isAfter ? null : one.endedAtMs });
  }
  if (found.length === 0) {
    return refuse(
      `${folder} has no event between --from and --until`,
      `choose dates within the log: its events are from ${spanText(cases)}, and --until comes after --from`,
    );
  }
  const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return {
    begun,
    cases: found,
    chosen: {
      from: instant(span.from),
      until: instant(span.until),
      ...left,
      casesBefore: begun.size,
    },
  };
}
