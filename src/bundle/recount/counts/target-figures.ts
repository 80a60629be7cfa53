import { assert, assertEqual } from '#base';
import { CHANNELS, concernsSegment, type Scenario, SEVERITIES, type Target } from '#domain';
import { type CellCount, keyOfCell } from './cells.ts';
import { type Figures, ratioOf } from './figure.ts';
import type { Period } from './period.ts';

/** When backlogs are counted, ms, each time once. */
export function endsOfDays({ targets = [] }: Scenario): readonly number[] {
  const all = targets.flatMap(({ dayEndsMs = [] }) => dayEndsMs);
  return [...new Set(all)].sort((one, other) => one - other);
}

/** The day has ended for the targets whose days end now. */
export function judgeBacklogs(period: Period, { segments, streams, targets = [] }: Scenario, nowMs: number) {
  for (const [t, target] of targets.entries()) {
    const { casesMax = 0, channels, dayEndsMs = [] } = target;
    if (!dayEndsMs.includes(nowMs)) continue;
    for (const s of segments.keys()) {
      const count = period.targets[t]?.[s];
      const hasCases = streams.some(({ channel, segment }) => segment === s && channels.includes(channel));
      if (count === undefined || !hasCases || !concernsSegment(target, s)) continue;
      const waiting = cellsOf(period, target, s).reduce((sum, cell) => sum + cell.waiting, 0);
      count.judged++;
      if (waiting <= casesMax) count.met++;
    }
  }
}

/** The rows of `targets` in a summary. */
export function targetFigures(period: Period, { segments, targets = [] }: Scenario): readonly Figures[] {
  return targets.flatMap((target, t) => {
    const { id, of, target: wanted } = target;
    const row = (segment: string | null, judged: number, met: number) => ({
      id,
      of,
      segment,
      judged,
      met,
      attainment: ratioOf(met, judged),
      target: wanted,
    });
    const own = segments.map((segment, s) => ({ id: segment.id, ...countOf(period, target, [t, s]) }));
    const judgedInAll = own.reduce((sum, { judged }) => sum + judged, 0);
    const metInAll = own.reduce((sum, { met }) => sum + met, 0);
    assert(
      own.every(isCount) && isCount({ judged: judgedInAll, met: metInAll }),
      `${id}: met more than judged`,
    );
    const bySegment = own.flatMap(({ id: segment, judged, met }) =>
      judged === 0 ? [] : [row(segment, judged, met)],
    );
    return [row(null, judgedInAll, metInAll), ...bySegment];
  });
}

function isCount({ judged, met }: { readonly judged: number; readonly met: number }): boolean {
  return met >= 0 && met <= judged;
}

/** Customers who give up are judged by targets of answers, too: as not answered in time. */
export function countOf(period: Period, target: Target, [t, s]: readonly [target: number, segment: number]) {
  const { judged, met } = period.targets[t]?.[s] ?? { judged: 0, met: 0 };
  const cells = concernsSegment(target, s) ? cellsOf(period, target, s) : [];
  const abandoned = cells.reduce((sum, cell) => sum + cell.abandoned, 0);
  const answered = cells.reduce((sum, cell) => sum + cell.answered, 0);
  if (target.of === 'abandonment') return { judged: answered + abandoned, met: answered };
  return target.of === 'answer' ? { judged: judged + abandoned, met } : { judged, met };
}

function cellsOf({ cells }: Period, { channels, severities }: Target, s: number): readonly CellCount[] {
  const ofSegment = CHANNELS.length * SEVERITIES.length;
  const own = cells.slice(s * ofSegment, (s + 1) * ofSegment).filter((_, place) => {
    const { channel, severity } = keyOfCell(place);
    const isOfChannel = channels.some((one) => one === CHANNELS[channel]);
    return isOfChannel && severities.some((one) => one === SEVERITIES[severity]);
  });
  assertEqual('cells of a target', own.length, new Set(channels).size * new Set(severities).size);
  return own;
}
