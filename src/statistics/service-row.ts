import { assertEqual } from '#base';
import { QuantileHistogram } from './quantile-histogram.ts';
import { ratio, secondsOf, toSixDigits } from './rounding.ts';
import type { ServiceCell } from './service-cells.ts';
import type { ServiceRow } from './summary.ts';

/** Service to the cases of some cells together. */
export function serviceRow(
  cells: readonly ServiceCell[],
  names: { readonly id: string; readonly title: string },
  isWarmedUp = false,
): ServiceRow {
  const sum = (tally: (cell: ServiceCell) => number) => cells.reduce((total, cell) => total + tally(cell), 0);
  const answeredAtOnce = sum((cell) => cell.answeredAtOnce);
  const waits = mergedWaits(cells);
  const sojourns = merged(cells.map((cell) => cell.sojourns));
  const answered = sum((cell) => cell.answers);
  assertEqual('answers', waits.count, answered);
  const abandoned = sum((cell) => cell.abandonments);
  const balked = sum((cell) => cell.balks);
  const offered = sum(({ callbacks }) => callbacks.offered);
  const messages = sum((cell) => cell.messages);
  const cleared = {
    unanswered: sum(({ clearings }) => clearings.unanswered),
    answered: sum(({ clearings }) => clearings.answered),
  };
  const lateWaiting = sum((cell) => cell.lateWaiting);
  const lost = sum(({ losses }) => losses);
  const abandonedLater = sum(({ laterAbandonments }) => laterAbandonments);
  const waitMs = sum((cell) => cell.waitSumMs);
  const abandonedWaitMs = sum((cell) => cell.abandonedWaitSumMs);
  const unansweredWaitMs = sum((cell) => cell.messageWaitSumMs + cell.clearedWaitSumMs);
  const resolved = sojourns.count;
  const inTime = sum((cell) => cell.answeredInTime);
  const preemptions = sum((cell) => cell.preemptions);
  const judged = sum((cell) => cell.judged);
  return {
    id: names.id,
    title: names.title,
    arrived: sum((cell) => cell.arrivals),
    ...(isWarmedUp ? { carriedOver: sum(({ carriedOver }) => carriedOver) } : {}),
    answered,
    answeredAtOnce,
    abandoned,
    balked,
    blocked: sum((cell) => cell.refusals),
    messages,
    ...(cleared.unanswered + cleared.answered === 0 ? {} : { cleared }),
    ...(lost === 0 ? {} : { lost }),
    ...(abandonedLater === 0 ? {} : { abandonedLater }),
    ...(offered === 0
      ? {}
      : {
          callbacks: {
            offered,
            accepted: sum(({ callbacks }) => callbacks.accepted),
            reached: sum(({ callbacks }) => callbacks.reached),
            missed: sum(({ callbacks }) => callbacks.missed),
          },
        }),
    retries: sum((cell) => cell.retries),
    stalled: sum((cell) => cell.stalls),
    resolved,
    reopened: sum((cell) => cell.reopenings),
    handOvers: sum((cell) => cell.handOvers),
    ...(preemptions === 0 ? {} : { preemptions }),
    ...consultationsOf(cells),
    ...(lateWaiting === 0 ? {} : { lateWaiting }),
    judged,
    serviceLevel: ratio(inTime, judged),
    serviceLevelWithoutShortAbandons: ratio(inTime, judged - sum((cell) => cell.abandonedInTime)),
    speedOfAnswerS: ratio(secondsOf(waitMs), answered),
    waitDeviationS: inSeconds(waits.deviation()),
    abandonedWaitS: ratio(secondsOf(abandonedWaitMs), abandoned),
    waitOfAllS: ratio(
      secondsOf(waitMs + abandonedWaitMs + unansweredWaitMs),
      answered + abandoned + balked + messages + cleared.unanswered,
    ),
    waitP50S: inSeconds(waits.quantile(0.5)),
    waitP90S: inSeconds(waits.quantile(0.9)),
    waitP95S: inSeconds(waits.quantile(0.95)),
    abandonmentShare: ratio(abandoned, answered + abandoned),
    sojournMeanS: ratio(secondsOf(sum((cell) => cell.sojournSumMs)), resolved),
    sojournP90S: inSeconds(sojourns.quantile(0.9)),
  };
}

/** Waits of the answered, including those who did not wait. */
export function mergedWaits(cells: readonly ServiceCell[]): QuantileHistogram {
  const waits = merged(cells.filter(({ answers }) => answers > 0).map((cell) => cell.waits));
  waits.recordZeros(cells.reduce((count, { answeredAtOnce }) => count + answeredAtOnce, 0));
  return waits;
}

function consultationsOf(cells: readonly ServiceCell[]): Pick<ServiceRow, 'consultations'> {
  const sum = (tally: (cell: ServiceCell) => number) => cells.reduce((total, cell) => total + tally(cell), 0);
  const asked = sum(({ consultations }) => consultations.asked);
  if (asked === 0) return {};
  const joined = sum(({ consultations }) => consultations.joined);
  const alone = sum(({ consultations }) => consultations.alone);
  const waitMs = sum(({ consultationWaitSumMs }) => consultationWaitSumMs);
  return { consultations: { asked, joined, alone, waitS: ratio(secondsOf(waitMs), joined + alone) } };
}

/** All of them together. */
export function merged(histograms: readonly QuantileHistogram[]): QuantileHistogram {
  const all = new QuantileHistogram();
  for (const histogram of histograms) all.add(histogram);
  return all;
}

function inSeconds(durationMs: number | null): number | null {
  return durationMs === null ? null : toSixDigits(secondsOf(durationMs));
}
