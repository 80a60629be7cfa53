import { assertEqual, HOUR_MS, sumOf } from '#base';
import {
  CHANNELS,
  EXCEPTIONS,
  type Exception,
  RARE_CAUSES,
  type Scenario,
  SEVERITIES,
  WAITING_CAUSES,
  type WarmUpRule,
} from '#domain';
import type { LedgerHeader } from '#ledger';
import { type CellKey, keyOfCell } from '../counts/cells.ts';
import {
  type Figures,
  hoursOf,
  Measured,
  meanOf,
  NotInLedger,
  ratioOf,
  secondsOf,
} from '../counts/figure.ts';
import type { LeftOut, RunTally } from '../counts/run-tally.ts';
import { targetFigures } from '../counts/target-figures.ts';
import type { TimeBins } from '../counts/time-bins.ts';
import { waitingBounds } from '../counts/waiting-bounds.ts';
import type { WeeklyCounts } from '../counts/weekly-counts.ts';
import { costFigures } from './cost-figures.ts';
import { serviceFigures } from './service-figures.ts';
import { centreFigures, flowFigures, groupFigures, tierFigures } from './work-figures.ts';

/** Everything that a run's summary must state, in its shape. */
export function summaryFigures(tally: RunTally, { replication, seed }: LedgerHeader): Figures {
  const { backlog, endedMs, endMs, leftOut, overload, period, scenario } = tally;
  const { horizonMs, name, segments, serviceLevels, startEpochMs, targets, title } = scenario;
  // Format 1 had none.
  const judgedOverTime = tally.format === 1 ? null : tally.stretches.figures(period, endMs, tally.isInside);
  const cells = period.cells.map((cell, place) => ({ cell, key: keyOfCell(place) }));
  const row = (id: string, named: string, belongs: (key: CellKey) => boolean) => {
    const own = cells.flatMap(({ cell, key }) => (belongs(key) ? [cell] : []));
    return serviceFigures(id, named, own, tally.hasCarriedOver);
  };
  const cases = segments.map((_, s) =>
    cells.reduce((sum, { cell, key }) => sum + (key.segment === s ? cell.arrived : 0), 0),
  );
  assertEqual('arrivals by segment', sumOf(cases), sumOf(period.cells.map(({ arrived }) => arrived)));
  return {
    format: tally.format,
    scenario: { name, title },
    seed,
    replication,
    start: new Date(startEpochMs).toISOString().replace('.000Z', 'Z'),
    horizonHours: new Measured(hoursOf(horizonMs)),
    overload: overload.figures(endedMs, tally.waitingCases),
    ...(scenario.warmUp === undefined ? {} : { warmUp: warmUpFigures(scenario.warmUp, leftOut) }),
    cases: cases.reduce((sum, count) => sum + count, 0),
    ...(backlog === null ? {} : { backlog: backlog.figures() }),
    total: row('total', 'All cases', () => true),
    segments: segments.map(({ id, title: named }, s) => row(id, named, ({ segment }) => segment === s)),
    channels: CHANNELS.map((channel, c) => row(channel, channel, (key) => key.channel === c)),
    severities: SEVERITIES.map((one, s) => row(one, `Severity ${one}`, ({ severity }) => severity === s)),
    cells: cellFigures(tally),
    ...(serviceLevels.some(({ products }) => products !== undefined)
      ? { productLevels: productFigures(tally) }
      : {}),
    centres: centreFigures(tally),
    groups: groupFigures(tally),
    tiers: tierFigures(tally),
    ...(scenario.measures === undefined
      ? {}
      : { weekly: weeklyFigures(period.weekly, period.fromMs, endMs) }),
    ...(targets === undefined ? {} : { targets: targetFigures(period, scenario) }),
    ...Object.assign({}, ...tally.features.map((feature) => feature.figures(endMs))),
    costs: costFigures(tally, cases),
    escalations: flowFigures(tally),
    waitingCauses: WAITING_CAUSES.map((cause, i) => ({ cause, count: period.causes[i] as number })).filter(
      ({ cause, count }) => count > 0 || !RARE_CAUSES.includes(cause),
    ),
    ...exceptionFigures(tally),
    ...(judgedOverTime === null ? {} : { judgedOverTime }),
    hourly: hourlyFigures(tally),
    waitingTimes: waitingFigures(tally),
    copies: tally.copies.figures(endMs),
  };
}

/** For the channels by which the cases of a segment come. */
function waitingFigures({ period, scenario }: RunTally): readonly Figures[] {
  const { segments, streams } = scenario;
  const upToS = waitingBounds(scenario).map(secondsOf);
  return segments.flatMap(({ id: segment }, s) =>
    CHANNELS.flatMap((channel, c) => {
      const isUsed = streams.some((stream) => stream.segment === s && stream.channel === channel);
      return isUsed ? [{ segment, channel, upToS, counts: [...(period.waits[s]?.[c] ?? [])] }] : [];
    }),
  );
}

const BY_PILOT = 'it was found in another run';

function warmUpFigures(rule: WarmUpRule, leftOut: LeftOut | null): Figures {
  const { timeMs, ...counts } = leftOut ?? { timeMs: 0, arrived: 0, answered: 0, abandoned: 0, resolved: 0 };
  const hours = hoursOf(timeMs);
  if ('forMs' in rule) {
    const isUndecided = leftOut === null && rule.forMs > 0;
    return { hours: new Measured(hours), by: 'given', isUndecided, ...counts };
  }
  return {
    hours: new NotInLedger(BY_PILOT, [hours]),
    by: rule.by,
    isUndecided: new NotInLedger(BY_PILOT, [true, false]),
    ...counts,
  };
}

/** Combinations of segment × channel × severity in which anything was counted. */
function cellFigures({ hasCarriedOver, period, scenario }: RunTally): readonly Figures[] {
  return period.cells.flatMap((cell, place) => {
    if (cell.isEmpty) return [];
    const { channel, segment, severity } = keyOfCell(place);
    const rest = [CHANNELS[channel] as string, SEVERITIES[severity] as string];
    const { id, title } = scenario.segments[segment] as Scenario['segments'][number];
    return [serviceFigures([id, ...rest].join('/'), [title, ...rest].join(' · '), [cell], hasCarriedOver)];
  });
}

/** Each product with judged cases, of the cells that service levels divide by product. */
function productFigures({ period, scenario }: RunTally): readonly Figures[] {
  return [...period.products].flatMap(([place, counts]) => {
    const { channel, segment, severity } = keyOfCell(place);
    return counts.flatMap(({ answeredInTime, judged }, product) =>
      judged === 0
        ? []
        : [
            {
              segment: scenario.segments[segment]?.id as string,
              channel: CHANNELS[channel] as string,
              severity: SEVERITIES[severity] as string,
              product: scenario.products[product]?.id as string,
              judged,
              answeredInTime,
              serviceLevel: ratioOf(answeredInTime, judged),
            },
          ],
    );
  });
}

function weeklyFigures({ measures }: WeeklyCounts, fromMs: number, endMs: number): Figures {
  return measures.flatMap((one) => {
    const { id, intervalMs, timeZone } = one.measure;
    const times = one.times(fromMs, endMs);
    return one.rows().map(({ counts, where }) => {
      const meansS = (sumsMs: Float64Array | undefined, by: Float64Array | undefined) =>
        Array.from(by ?? [], (count, interval) => meanOf(secondsOf(sumsMs?.[interval] as number), count));
      const list = (column: Float64Array | undefined) => [...(column ?? [])];
      const { abandoned, answered, arrived, contacts, ended, handleMs, inTime, judged, waitMs } = counts;
      const columns = one.isOfContacts
        ? {
            contacts: list(contacts),
            waitMeanS: meansS(waitMs, contacts),
            handleMeanS: meansS(handleMs, ended),
          }
        : {
            arrived: list(arrived),
            answered: list(answered),
            abandoned: list(abandoned),
            serviceLevel: Array.from(judged ?? [], (count, interval) =>
              ratioOf(inTime?.[interval] as number, count),
            ),
            speedOfAnswerS: meansS(waitMs, answered),
          };
      return {
        id,
        timeZone,
        intervalS: secondsOf(intervalMs),
        of: one.isOfContacts ? 'contacts' : 'cases',
        ...(where === null ? {} : { where }),
        times,
        columns,
      };
    });
  });
}

/** Counts the exceptions for which the scenario has an occasion. */
function exceptionFigures({ period, scenario }: RunTally): { readonly exceptions?: Figures } {
  const { disclosures, promises, segments } = scenario;
  const occasions: Readonly<Record<Exception, boolean>> = {
    'access on consent': segments.some(({ consents }) => consents !== undefined),
    'disclosure to an authority': disclosures !== undefined,
    'emergency access': promises.some(({ breakGlass }) => breakGlass !== undefined),
  };
  const exceptions = EXCEPTIONS.flatMap((what, i) =>
    occasions[what] ? [{ what, count: period.exceptions[i] as number }] : [],
  );
  return exceptions.length === 0 ? {} : { exceptions };
}

function hourlyFigures(tally: RunTally): Figures {
  const { agents, endMs, format } = tally;
  const hours = Math.ceil(hoursOf(endMs));
  const counts = (column: Float64Array) => [...column.subarray(0, hours)];
  const coveredMs = Array.from({ length: hours }, (_, hour) => Math.min(HOUR_MS, endMs - hour * HOUR_MS));
  assertEqual('time by hour', sumOf(coveredMs), endMs);
  const means = ({ areas }: TimeBins) =>
    Array.from(areas.subarray(0, hours), (area, hour) => ratioOf(area, coveredMs[hour] as number));
  return {
    arrived: counts(tally.arrived),
    answered: counts(tally.answered),
    answeredInTime: counts(tally.answeredInTime),
    abandoned: counts(tally.abandoned),
    waiting: tally.waitingByHour.map(means),
    onDuty: means(agents.dutyByHour),
    busy: means(agents.busyByHour),
    ...(format > 1 && agents.overtimeByHour.areas.some((area) => area > 0)
      ? { overtime: means(agents.overtimeByHour) }
      : {}),
  };
}
