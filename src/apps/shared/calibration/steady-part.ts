import { DAY_MS } from '#base';
import {
  clockOf,
  driftSentence,
  findDrift,
  readStories,
  selectionSentences,
  thinEndOf,
  thinEndSentence,
} from '#calibration';
import { civilDateOf } from '#domain';
import { spanOf } from '../import/log-backlog.ts';
import { CASES_LEAST, type DatedCaseLog, type LogChoices, type LogWords } from './dated-log.ts';

/**
 * The part of a log to calibrate from: what follows the last step of its arrivals, and what comes before an end that lacks cases. Where the
 * user chooses `from` or `until`, that stays, and the step or the end is only reported.
 */
export function steadyPart(
  log: DatedCaseLog,
  { from, until }: Pick<LogChoices, 'from' | 'until'>,
  { of }: LogWords,
): DatedCaseLog {
  const { cases, clockZone } = log;
  const openedMs = cases.flatMap(({ events }) => events[0]?.atMs ?? []);
  const found: string[] = [];
  let { fromMs, untilMs } = log;
  const clock = clockOf(clockZone, log);
  const thin = thinEndOf({ openedMs, clock, fromMs, untilMs });
  if (thin !== null) {
    const date = civilDateOf(thin.day);
    if (until === undefined) untilMs = thin.fromMs;
    found.push(
      `${thinEndSentence(thin)}. ${until === undefined ? `The scenario is calibrated from what comes before; ${of.until} asks for another part.` : `${of.until} ${date} would leave that out.`}`,
    );
  }
  const drift = findDrift({ openedMs, clock, fromMs, untilMs });
  if (drift !== null) {
    const date = civilDateOf(drift.day);
    const driftMs = clock.instantAt(drift.day * DAY_MS);
    const after = openedMs.filter((atMs) => atMs >= driftMs && atMs < untilMs).length;
    const isCut = from === undefined && after >= CASES_LEAST;
    if (isCut) fromMs = driftMs;
    found.push(
      `${driftSentence(drift)}. ${isCut ? `The scenario is calibrated from what follows; ${of.from} asks for another part.` : `${of.from} ${date} would calibrate from what follows.`}`,
    );
  }
  const selection = selectionOf(log, until !== undefined);
  return { ...log, fromMs, untilMs, found: [...found, ...selection] };
}

/** Why the cases are no fair sample of those that were opened, looked at until the last event if the user chooses no end. */
function selectionOf({ cases, fromMs, untilMs }: DatedCaseLog, isEndChosen: boolean): readonly string[] {
  const lastEventMs = spanOf(cases)?.lastMs ?? untilMs;
  const endMs = isEndChosen ? untilMs : Math.max(untilMs, lastEventMs + 1);
  const { stories } = readStories(cases, { fromMs, untilMs: endMs });
  return selectionSentences(stories, { lastEventMs, untilMs: endMs });
}
