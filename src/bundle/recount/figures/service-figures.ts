import { assert, assertEqual, sumOf } from '#base';
import { type CellCount, sumOfCells } from '../counts/cells.ts';
import { about, type Figures, Measured, meanOf, ratioOf, secondsOf } from '../counts/figure.ts';

/** Figures of a summary about service to the cases of some cells together. `isWarmedUp`: a warm-up was left out. */
export function serviceFigures(
  id: string,
  title: string,
  cells: readonly CellCount[],
  isWarmedUp: boolean,
): Figures {
  const sum = sumOfCells(cells);
  const { abandoned, answered, arrived, judged, resolved } = sum;
  const serviceLevel = ratioOf(sum.answeredInTime, judged);
  const withoutShortAbandons = ratioOf(sum.answeredInTime, judged - sum.abandonedInTime);
  const abandonmentShare = ratioOf(abandoned, answered + abandoned);
  const waits = waitFigures(sum);
  assert((withoutShortAbandons?.low ?? 1) >= (serviceLevel?.low ?? 0), 'short waits count against a level');
  assertDivided('customers gave up', abandonmentShare, [answered, abandoned], [abandoned]);
  assertDivided(
    's were waited',
    waits.waitOfAllS,
    [answered, abandoned, sum.balked, sum.messages, sum.clearedUnanswered],
    [sum.waitMs, sum.abandonedWaitMs, sum.messageWaitMs, sum.clearedWaitMs].map(secondsOf),
  );
  return {
    id,
    title,
    arrived,
    ...(isWarmedUp ? { carriedOver: sum.carriedOver } : {}),
    answered,
    answeredAtOnce: sum.answeredAtOnce,
    abandoned,
    balked: sum.balked,
    blocked: sum.blocked,
    messages: sum.messages,
    ...rareFigures(sum),
    retries: sum.retries,
    stalled: sum.stalled,
    resolved,
    reopened: sum.reopened,
    handOvers: sum.handOvers,
    ...(sum.lateWaiting === 0 ? {} : { lateWaiting: sum.lateWaiting }),
    judged,
    serviceLevel,
    serviceLevelWithoutShortAbandons: withoutShortAbandons,
    ...waits,
    abandonmentShare,
    sojournMeanS: meanOf(secondsOf(sum.sojournMs), resolved),
    sojournP90S: inSeconds(sum.sojourns?.quantile(0.9) ?? null),
  };
}

/** Figures that most scenarios lack: left out if nothing was counted. */
function rareFigures(sum: CellCount): { readonly [key: string]: Figures } {
  const {
    abandonedLater,
    accepted,
    alone,
    asked,
    clearedAnswered,
    clearedUnanswered,
    joined,
    lost,
    missed,
    offered,
    reached,
  } = sum;
  const waitS = meanOf(secondsOf(sum.consultationWaitMs), joined + alone);
  return {
    ...(clearedAnswered + clearedUnanswered === 0
      ? {}
      : { cleared: { unanswered: clearedUnanswered, answered: clearedAnswered } }),
    ...(lost === 0 ? {} : { lost }),
    ...(abandonedLater === 0 ? {} : { abandonedLater }),
    ...(offered === 0 ? {} : { callbacks: { offered, accepted, reached, missed } }),
    ...(sum.preemptions === 0 ? {} : { preemptions: sum.preemptions }),
    ...(asked === 0 ? {} : { consultations: { asked, joined, alone, waitS } }),
  };
}

/** A quotient times its divisor is what was divided. Both are given in parts. */
function assertDivided(
  what: string,
  quotient: Measured | null,
  by: readonly number[],
  parts: readonly number[],
): void {
  assertEqual(what, (quotient?.low ?? 0) * sumOf(by), quotient === null ? 0 : sumOf(parts), SAME);
}

const SAME = 1e-9;

function waitFigures(sum: CellCount) {
  const { abandoned, abandonedWaitMs, answered, answeredAtOnce, balked, clearedUnanswered, messages, waits } =
    sum;
  // Sums of cells have their durations.
  waits?.recordZeros(answeredAtOnce);
  const allWaitMs = sum.waitMs + abandonedWaitMs + sum.messageWaitMs + sum.clearedWaitMs;
  const quantile = (share: number) => inSeconds(waits?.quantile(share) ?? null);
  const deviationMs = waits?.deviation() ?? null;
  return {
    speedOfAnswerS: meanOf(secondsOf(sum.waitMs), answered),
    waitDeviationS: deviationMs === null ? null : about(secondsOf(deviationMs), DEVIATION_ERROR),
    abandonedWaitS: meanOf(secondsOf(abandonedWaitMs), abandoned),
    waitOfAllS: meanOf(secondsOf(allWaitMs), answered + abandoned + balked + messages + clearedUnanswered),
    waitP50S: quantile(0.5),
    waitP90S: quantile(0.9),
    waitP95S: quantile(0.95),
  };
}

function inSeconds(durationMs: number | null): Measured | null {
  return durationMs === null ? null : new Measured(secondsOf(durationMs));
}

/** Relative error of a deviation from some thousand products, added up in any order. */
const DEVIATION_ERROR = 1e-11;
