import { type Digest, WEEK_MS } from '#base';
import { type ForetoldCut, foretoldBy, openCasesOfLog, resolutionsOfRun } from '#calibration';
import type { AnyCaseLog } from '../calibration/dated-log.ts';
import { scenarioOfWindow } from '../calibration/log-window.ts';
import { unlessRefused } from '../problem.ts';
import { type BacklogStart, spanOf } from './log-backlog.ts';

const RUNS = 20;
/** Errors of fewer cases say little. */
const OPEN_LEAST = 30;

/**
 * How well the scenario foretells what the log knows already: the cases that were open a week before the instant from which it is to start (or as long before as the
 * scenario lasts, if that is less). Null if too few were open, or if the scenario cannot start from them.
 */
export function foretoldOnLog(
  { cases }: Pick<AnyCaseLog, 'cases'>,
  { atMs: startMs, input, scenario }: BacklogStart,
  digest: Digest,
): ForetoldCut | null {
  const untilMs = Math.min(startMs, (spanOf(cases)?.lastMs ?? 0) + 1);
  const atMs = untilMs - Math.min(WEEK_MS, scenario.horizonMs);
  return unlessRefused(() => {
    const before = scenarioOfWindow({ ...input, backlog: undefined }, atMs, untilMs);
    const open = openCasesOfLog(cases, before, { atMs, writtenAtMs: atMs });
    if (open.lines.length - open.resolved < OPEN_LEAST) return null;
    const backlog = { file: 'open cases', text: open.csv };
    const started = scenarioOfWindow({ ...input, backlog }, atMs, untilMs);
    const runs = Array.from({ length: RUNS }, (_, replication) =>
      resolutionsOfRun(started, { replication, digest }),
    );
    return foretoldBy(runs, cases, { atMs, untilMs, ids: open.lines.map(({ id }) => id) });
  });
}
