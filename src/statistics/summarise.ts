import { assert, assertEqual, HOUR_MS, sumOf } from '#base';
import {
  type CaseFilter,
  CHANNELS,
  caseFilterKey,
  ESCALATION_REASONS,
  EXCEPTIONS,
  type Exception,
  RARE_CAUSES,
  type Scenario,
  SEVERITIES,
  TIERS,
  WAITING_CAUSES,
} from '#domain';
import { summariseCopies } from './copy-presence.ts';
import { summariseCosts } from './costs.ts';
import { featureRows } from './features/feature-counts.ts';
import { needsOwnCells } from './filtered-cells.ts';
import type { WarmUp } from './inference/warm-up.ts';
import type { QuantileHistogram } from './quantile-histogram.ts';
import { hoursOf, ratio, secondsOf, toSixDigits } from './rounding.ts';
import { BY_HOUR, type RunMeter } from './run-meter.ts';
import { cellKey, ofKinds, ofSegment, type ServiceCell } from './service-cells.ts';
import { merged, mergedWaits, serviceRow } from './service-row.ts';
import type {
  BriefSummary,
  EscalationFlow,
  HourlySeries,
  OverloadFound,
  ServiceRow,
  Summary,
  WarmUpFound,
} from './summary.ts';
import { targetRows } from './targets.ts';
import { waitingRowOf } from './waiting-bins.ts';
import { centreHours, centreRows, groupRows, tierRows } from './work-rows.ts';

/** What identifies the replication that was measured. */
export interface MeasuredRun {
  readonly seed: string;
  readonly replication: number;
  readonly scenario: Scenario;
  /** How much the meter left out, and why; undefined without warm-up. */
  readonly warmUp?: WarmUp | undefined;
}

/** The figures that planners compare: service, staff, queues and costs. */
export type MeasuredFigures = Omit<BriefSummary, 'overload' | 'warmUp'>;

/** What the meter has counted up to `endMs`, its current time. Its levels must be settled there. */
export function measuredFigures(meter: RunMeter, scenario: Scenario, endMs: number): MeasuredFigures {
  const total = rowOf(meter, 'total', 'All cases', () => true);
  const segments = scenario.segments.map(({ id, title }, s) =>
    serviceRow(ofSegment(meter.cells, s), { id, title }, meter.hasCarriedOver),
  );
  const cases = segments.map(({ arrived }) => arrived);
  return {
    cases: total.arrived,
    ...(meter.backlog === null ? {} : { backlog: meter.backlog.row() }),
    total,
    segments,
    centres: centreRows(meter, scenario, endMs),
    groups: groupRows(meter, scenario, endMs),
    tiers: tierRows(meter, scenario, endMs),
    costs: summariseCosts(meter, scenario, cases, endMs),
  };
}

/** Computes the brief summary. Its figures equal those in the full summary of the run. */
export function summariseBriefly(
  meter: RunMeter,
  { scenario, warmUp }: MeasuredRun,
  filters: readonly CaseFilter[] = [],
): BriefSummary {
  const { endMs } = meter;
  assert(endMs !== null, 'a summary is made when the run has ended');
  return {
    ...measuredFigures(meter, scenario, endMs),
    overload: overloadFound(meter, endMs),
    ...featureRows(meter.features, endMs - meter.sinceMs),
    ...(warmUp === undefined ? {} : { warmUp: warmUpFound(meter, warmUp) }),
    ...(scenario.targets === undefined ? {} : { targets: targetRows(meter, scenario) }),
    ...filteredRows(meter, scenario, filters),
  };
}

/** Service to the cases of each filter. */
export function filteredRows(
  meter: RunMeter,
  scenario: Scenario,
  filters: readonly CaseFilter[],
): { readonly filtered?: readonly ServiceRow[] } {
  if (filters.length === 0) return {};
  const filtered = filters.map((filter) => {
    const id = caseFilterKey(filter);
    return serviceRow(cellsOf(meter, scenario, filter), { id, title: id }, meter.hasCarriedOver);
  });
  return { filtered };
}

/** The cells of the cases of a filter. A segment that does not exist in the scenario has none. */
function cellsOf(meter: RunMeter, scenario: Scenario, filter: CaseFilter): readonly ServiceCell[] {
  if (needsOwnCells(filter)) {
    assert(meter.filtered !== null, `the replication was begun for ${caseFilterKey(filter)}`);
    return meter.filtered.cellsOf(filter);
  }
  const { channel, segment, severity } = filter;
  const s = scenario.segments.findIndex(({ id }) => id === segment);
  const own = segment === undefined ? meter.cells : s === -1 ? [] : ofSegment(meter.cells, s);
  const channels = channel === undefined ? CHANNELS : [channel];
  return ofKinds(own, channels, severity === undefined ? SEVERITIES : [severity]);
}

/** Waits until the first answer, and times from arrival to resolution. */
export const DURATION_KINDS = ['wait', 'sojourn'] as const;
export type DurationKind = (typeof DURATION_KINDS)[number];

/** The durations so far of the cases of a filter, as a histogram. Sojourns of cells by hours, centre or product are not counted. */
export function durationsOf(
  meter: RunMeter,
  scenario: Scenario,
  filter: CaseFilter,
  kind: DurationKind,
): QuantileHistogram {
  const cells = cellsOf(meter, scenario, filter);
  return kind === 'wait' ? mergedWaits(cells) : merged(cells.map(({ sojourns }) => sojourns));
}

/** The results of a run without its series and distributions. */
export type SummaryRows = Omit<Summary, 'copies' | 'hourly' | 'judgedOverTime' | 'waitingTimes'>;

/** The results of a run that has ended. */
export function summarise(meter: RunMeter, run: MeasuredRun): Summary {
  const { scenario } = run;
  const { endMs } = meter;
  assert(endMs !== null, 'a summary is made when the run has ended');
  const judgedOverTime = meter.judgedOverTime.series(endMs);
  return {
    ...summariseRows(meter, run),
    ...(judgedOverTime === null ? {} : { judgedOverTime }),
    hourly: hourlySeries(meter, endMs),
    waitingTimes: waitingTimes(meter, scenario),
    copies: summariseCopies(meter, scenario, endMs),
  };
}

/** All rows of the results of a run that has ended. `brief`: its brief summary, if the caller has computed it already. */
export function summariseRows(
  meter: RunMeter,
  run: MeasuredRun,
  brief: BriefSummary = summariseBriefly(meter, run),
): SummaryRows {
  const { scenario } = run;
  const { endMs } = meter;
  assert(endMs !== null, 'a summary is made when the run has ended');
  const { backlog, cases, centres, costs, groups, overload, segments, targets, tiers, total, warmUp } = brief;
  return {
    format: 3,
    scenario: { name: scenario.name, title: scenario.title },
    seed: run.seed,
    replication: run.replication,
    start: new Date(scenario.startEpochMs).toISOString().replace('.000Z', 'Z'),
    horizonHours: toSixDigits(hoursOf(scenario.horizonMs)),
    overload,
    ...(warmUp === undefined ? {} : { warmUp }),
    cases,
    ...(backlog === undefined ? {} : { backlog }),
    total,
    segments,
    channels: CHANNELS.map((name, c) => rowOf(meter, name, name, (key) => key.channel === c)),
    severities: SEVERITIES.map((name, s) =>
      rowOf(meter, name, `Severity ${name}`, (key) => key.severity === s),
    ),
    cells: cellRows(meter, scenario),
    // A level of some products of which no case can be, since others come before it, has no rows.
    ...(scenario.serviceLevels.some(({ products }) => products !== undefined)
      ? { productLevels: meter.productLevels?.rows(scenario) ?? [] }
      : {}),
    centres: centres.map((row, c) => ({ ...row, ...centreHours(meter, c) })),
    groups,
    tiers,
    ...(meter.measures === null ? {} : { weekly: meter.measures.rows(meter.leftOut?.timeMs ?? 0, endMs) }),
    ...(targets === undefined ? {} : { targets }),
    ...featureRows(meter.features, endMs - meter.sinceMs),
    costs,
    escalations: escalationFlows(meter, scenario),
    waitingCauses: WAITING_CAUSES.map((cause, c) => ({ cause, count: meter.causes[c] as number })).filter(
      ({ cause, count }) => count > 0 || !RARE_CAUSES.includes(cause),
    ),
    ...exceptionsOf(meter, scenario),
  };
}

/** Leaves out kinds for which the scenario gives no occasion. */
function exceptionsOf({ exceptions }: RunMeter, scenario: Scenario): Pick<Summary, 'exceptions'> {
  const { disclosures, promises, segments } = scenario;
  const mayHappen: Readonly<Record<Exception, boolean>> = {
    'access on consent': segments.some(({ consents }) => consents !== undefined),
    'disclosure to an authority': disclosures !== undefined,
    'emergency access': promises.some(({ breakGlass }) => breakGlass !== undefined),
  };
  const rows = EXCEPTIONS.flatMap((what, i) =>
    mayHappen[what] ? [{ what, count: exceptions[i] as number }] : [],
  );
  return rows.length === 0 ? {} : { exceptions: rows };
}

function overloadFound({ overload }: RunMeter, endMs: number): OverloadFound | null {
  if (overload === null) return null;
  const { isEnded, shortestByWeek, waiting } = overload;
  return { shortestByWeek, waiting, endedAfterHours: isEnded ? toSixDigits(hoursOf(endMs)) : null };
}

function warmUpFound({ leftOut }: RunMeter, { by, forMs, isUndecided }: WarmUp): WarmUpFound {
  const { timeMs, ...counts } = leftOut ?? { timeMs: 0, arrived: 0, answered: 0, abandoned: 0, resolved: 0 };
  const isOver = leftOut !== null || forMs === 0;
  return { hours: toSixDigits(hoursOf(timeMs)), by, isUndecided: isUndecided || !isOver, ...counts };
}

function rowOf(
  meter: RunMeter,
  id: string,
  title: string,
  belongs: (key: ReturnType<typeof cellKey>) => boolean,
): ServiceRow {
  return serviceRow(
    meter.cells.filter((_, cell) => belongs(cellKey(cell))),
    { id, title },
    meter.hasCarriedOver,
  );
}

function cellRows(meter: RunMeter, scenario: Scenario): ServiceRow[] {
  return meter.cells.flatMap((cell, index) => {
    if (cell.isEmpty) return [];
    const { channel, segment, severity } = cellKey(index);
    const { id = '', title = '' } = scenario.segments[segment] ?? {};
    const rest = [CHANNELS[channel], SEVERITIES[severity]];
    const names = { id: [id, ...rest].join('/'), title: [title, ...rest].join(' · ') };
    return [serviceRow([cell], names, meter.hasCarriedOver)];
  });
}

function escalationFlows(meter: RunMeter, scenario: Scenario): EscalationFlow[] {
  const flows: EscalationFlow[] = [];
  ESCALATION_REASONS.forEach((reason, r) => {
    for (let from = -1; from < scenario.centres.length; from++) {
      scenario.centres.forEach((centre, to) => {
        const count = meter.handOvers.of(r, from, to);
        if (count > 0) flows.push({ reason, from: scenario.centres[from]?.id ?? null, to: centre.id, count });
      });
    }
  });
  assertEqual('hand-overs by centre', sumOf(flows.map(({ count }) => count)), sumOf(meter.handOvers.all()));
  assert(
    flows.every(({ count }) => count >= 1),
    'a flow has no hand-over',
  );
  return flows;
}

function hourlySeries(meter: RunMeter, endMs: number): HourlySeries {
  const hours = Math.ceil(hoursOf(endMs));
  /** The part of each hour that the run covered (ms); the last hour may be short. */
  const covered = Array.from({ length: hours }, (_, hour) => Math.min(HOUR_MS, endMs - hour * HOUR_MS));
  assertEqual('time by hour', sumOf(covered), endMs);
  const counts = (column: Float64Array) => [...column.subarray(0, hours)];
  const means = (levels: RunMeter['staff'], level: number) =>
    covered.map((ms, hour) => ratio(levels.integral(level, hour, BY_HOUR), ms) ?? 0);
  const hasOvertime = covered.some((_, hour) => meter.overtime.integral(0, hour, BY_HOUR) > 0);
  return {
    arrived: counts(meter.arrivedByHour),
    answered: counts(meter.answeredByHour),
    answeredInTime: counts(meter.answeredInTimeByHour),
    abandoned: counts(meter.abandonedByHour),
    waiting: TIERS.map((_, t) => means(meter.waiting, t)),
    onDuty: means(meter.staff, 0),
    busy: means(meter.staff, 1),
    ...(hasOvertime ? { overtime: means(meter.overtime, 0) } : {}),
  };
}

/** One distribution for each segment and each channel through which its cases arrive. */
function waitingTimes(meter: RunMeter, { segments, streams }: Scenario): Summary['waitingTimes'] {
  const { cells, waitingBins } = meter;
  const upToS = Array.from(waitingBins.boundsMs, (bound) => secondsOf(bound));
  return segments.flatMap(({ id: segment }, s) =>
    CHANNELS.flatMap((channel, c) => {
      if (!streams.some((stream) => stream.segment === s && stream.channel === channel)) return [];
      const filled = ofKinds(ofSegment(cells, s), [channel], SEVERITIES).filter((cell) => !cell.isEmpty);
      const atOnce = filled.reduce((sum, cell) => sum + cell.answeredAtOnce, 0);
      const counts = waitingBins.countsOf(
        waitingRowOf(s, c),
        filled.map(({ waits }) => waits),
      );
      return [
        { segment, channel, upToS, counts: counts.map((count, bin) => (bin === 0 ? count + atOnce : count)) },
      ];
    }),
  );
}
