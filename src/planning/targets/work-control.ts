import { HOUR_MS, meanOf, rowAt, SECOND_MS, sumOf } from '#base';
import {
  type ArrivalStream,
  expectedRate,
  type GroupIndex,
  hasKnownDemand,
  type Scenario,
  waitingShare,
} from '#domain';
import type { Summary } from '#statistics';
import { agentsOnDuty, HALF_HOUR_MS } from '../staff/duty-week.ts';
import { servedShares } from '../staff/short-shifts.ts';

type Work = NonNullable<NonNullable<Summary['judgedOverTime']>['work']>[number];
type MeasuredWork = Pick<Summary, 'judgedOverTime' | 'overload' | 'warmUp'>;

/** Work of the cases of an arrival stream. */
interface StreamOfWork {
  /** By stretch, in cases: how many were expected, and how much more work came than that of as many. */
  readonly expected: readonly number[];
  readonly beyond: readonly number[];
  /** Mean work of a first contact, ms. */
  readonly workMs: number;
  /** By group: the share of such cases that it may take at tier 1. */
  readonly served: readonly number[];
}

/**
 * The control of a group's queue, by stretch of `judgedOverTime`: work that arrived less work that was expected, times the share of cases that have to wait
 * at that load (Erlang C). Its mean is 0 even where that share is wrong. Null if the summary does not have the work that arrived, if the expected work
 * is unknown, or if the run ended early because too many cases waited.
 */
export function controlsOf(
  { judgedOverTime, overload, warmUp }: MeasuredWork,
  scenario: Scenario,
  lengthMs: number,
): (pool: readonly GroupIndex[]) => readonly number[] | null {
  const { everyS = 0, work = [] } = judgedOverTime ?? {};
  if (work.length !== scenario.streams.length || overload !== null || !hasKnownDemand(scenario))
    return () => null;
  const fromMs = (warmUp?.hours ?? 0) * HOUR_MS;
  const stretches = rowAt(work, 0).drawn.map((_, i) => ({
    fromMs: fromMs + i * everyS * SECOND_MS,
    toMs: fromMs + Math.min(lengthMs, (i + 1) * everyS * SECOND_MS),
  }));
  const streams = work.map((one, s) => streamOf(one, rowAt(scenario.streams, s), stretches, scenario));
  const known = new Map<string, readonly number[]>();
  return (pool) => {
    const key = pool.join();
    const found = known.get(key) ?? controlOf(pool, streams, stretches, scenario);
    known.set(key, found);
    return found;
  };
}

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

function streamOf(
  { drawn, segment: id }: Work,
  stream: ArrivalStream,
  stretches: readonly Stretch[],
  scenario: Scenario,
): StreamOfWork {
  const { channel, segment } = stream;
  const rate = expectedRate(scenario, stream);
  const expected = stretches.map(({ fromMs, toMs }) => casesIn(rate, fromMs, toMs));
  const shares = rowAt(scenario.segments, segment).productShares;
  const handles = rowAt(scenario.work.handle, 0)[channel];
  return {
    expected,
    beyond: drawn.map((value, i) => value - (expected[i] as number)),
    workMs: sumOf(handles.map((handle, product) => meanOf(handle) * (shares[product] ?? 0))),
    served: servedShares({ segment: id, channels: [channel] }, 1, scenario),
  };
}

function controlOf(
  pool: readonly GroupIndex[],
  streams: readonly StreamOfWork[],
  stretches: readonly Stretch[],
  { groups, horizonMs }: Scenario,
): readonly number[] {
  const duty = pool.map((g) => agentsOnDuty(groups[g]?.shifts ?? [], horizonMs));
  const own = streams.flatMap(({ beyond, expected, served, workMs }) => {
    const share = sumOf(pool.map((g) => served[g] ?? 0)) / sumOf(served);
    return share > 0 && Number.isFinite(workMs) ? [{ beyond, expected, workMs: share * workMs }] : [];
  });
  const workIn = (i: number, of: 'beyond' | 'expected') =>
    own.reduce((sum, stream) => sum + stream.workMs * (stream[of][i] as number), 0);
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

/** Expected cases from `beginMs` until `endMs` at a rate. */
export function casesIn(
  { fromMs, perMs }: ReturnType<typeof expectedRate>,
  beginMs: number,
  endMs: number,
): number {
  let cases = 0;
  for (let piece = 0; piece < perMs.length && (fromMs[piece] ?? 0) < endMs; piece++) {
    const from = Math.max(beginMs, fromMs[piece] ?? 0);
    cases += (perMs[piece] as number) * Math.max(0, Math.min(endMs, fromMs[piece + 1] ?? endMs) - from);
  }
  return cases;
}
