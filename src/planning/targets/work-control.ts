import { HOUR_MS, meanOf, rowAt, SECOND_MS, sumOf } from '#base';
import { expectedRate, type GroupIndex, type Scenario, waitingShare } from '#domain';
import type { Summary } from '#statistics';
import { agentsOnDuty, HALF_HOUR_MS } from '../staff/duty-week.ts';
import { servedShares } from '../staff/short-shifts.ts';

type MeasuredWork = Pick<Summary, 'judgedOverTime' | 'warmUp'>;

/** Work of a segment's cases of a channel. */
interface KindOfWork {
  /** By stretch, in cases: how many were expected, and how much more work came than that of as many. */
  readonly expected: readonly number[];
  readonly beyond: readonly number[];
  /** Mean work of a first contact, ms. */
  readonly workMs: number;
  /** By group: the share of such cases that it may take at tier 1. */
  readonly served: readonly number[];
}

/**
 * Of the queue of some groups: by stretch of `judgedOverTime`, how much more work arrived than was expected, times the share of cases that are
 * expected to wait then, by Erlang's formula. Its mean is 0 whatever the formula. Null if the run does not say what work arrived.
 */
export function controlsOf(
  { judgedOverTime, warmUp }: MeasuredWork,
  scenario: Scenario,
  lengthMs: number,
): (pool: readonly GroupIndex[]) => readonly number[] | null {
  const { everyS = 0, rows = [], work = [] } = judgedOverTime ?? {};
  const fromMs = (warmUp?.hours ?? 0) * HOUR_MS;
  const stretches = (rows[0]?.judged ?? []).map((_, i) => ({
    fromMs: fromMs + i * everyS * SECOND_MS,
    toMs: fromMs + Math.min(lengthMs, (i + 1) * everyS * SECOND_MS),
  }));
  const isWhole = work.length > 0 && work.every(({ drawn }) => drawn.length === stretches.length);
  const kinds = isWhole ? work.map((one) => kindOf(one, stretches, scenario)) : [];
  return (pool) => (kinds.length === 0 ? null : controlOf(pool, kinds, stretches, scenario));
}

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

function kindOf(
  { channel, drawn, segment }: NonNullable<NonNullable<Summary['judgedOverTime']>['work']>[number],
  stretches: readonly Stretch[],
  scenario: Scenario,
): KindOfWork {
  const { segments, streams, work } = scenario;
  const own = segments.findIndex(({ id }) => id === segment);
  const rates = streams
    .filter((stream) => stream.segment === own && stream.channel === channel)
    .map((stream) => expectedRate(scenario, stream));
  const expected = stretches.map(({ fromMs, toMs }) =>
    sumOf(rates.map((rate) => casesIn(rate, fromMs, toMs))),
  );
  const handles = rowAt(work.handle, 0)[channel].map(meanOf);
  const shares: readonly number[] = segments[own]?.productShares ?? [];
  return {
    expected,
    beyond: drawn.map((value, i) => value - (expected[i] as number)),
    workMs: sumOf(handles.map((ms, product) => ms * (shares[product] ?? 0))),
    served: servedShares({ segment, channels: [channel] }, 1, scenario),
  };
}

function controlOf(
  pool: readonly GroupIndex[],
  kinds: readonly KindOfWork[],
  stretches: readonly Stretch[],
  { groups, horizonMs }: Scenario,
): readonly number[] {
  const duty = pool.map((g) => agentsOnDuty(groups[g]?.shifts ?? [], horizonMs));
  const parts = kinds.map(({ served, workMs }) => {
    const all = sumOf(served);
    return all === 0 ? 0 : (workMs * sumOf(pool.map((g) => served[g] ?? 0))) / all;
  });
  const workIn = (i: number, of: 'beyond' | 'expected') =>
    sumOf(kinds.map((kind, k) => (parts[k] as number) * (kind[of][i] as number)));
  return stretches.map(({ fromMs, toMs }, i) => {
    const agents = sumOf(
      duty.map((group) => {
        const half = group.subarray(Math.floor(fromMs / HALF_HOUR_MS), Math.ceil(toMs / HALF_HOUR_MS));
        return half.length === 0 ? 0 : sumOf(half) / half.length;
      }),
    );
    return workIn(i, 'beyond') * waitingShare(Math.round(agents), workIn(i, 'expected') / (toMs - fromMs));
  });
}

/** Cases that a rate lets expect from `beginMs` until `endMs`. */
export function casesIn(
  { fromMs, perMs }: ReturnType<typeof expectedRate>,
  beginMs: number,
  endMs: number,
): number {
  return sumOf(
    perMs.map((rate, piece) => {
      const from = Math.max(beginMs, fromMs[piece] ?? 0);
      return rate * Math.max(0, Math.min(endMs, fromMs[piece + 1] ?? endMs) - from);
    }),
  );
}
