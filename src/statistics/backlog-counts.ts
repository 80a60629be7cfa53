import { SECOND_MS } from '#base';
import { type BacklogTally, type DurationMs, type Scenario, wasAnswered } from '#domain';
import { ratio } from './rounding.ts';
import type { BacklogRow } from './summary.ts';

/** What became of the cases that were open at the start. It counts from the start, warm-up or not. */
export class BacklogCounts implements BacklogTally {
  private readonly rows: NonNullable<Scenario['backlog']>;
  private readonly open = { old: 0, others: 0 };
  private resolutions = 0;
  private gone = 0;
  private remainingMs = 0;

  constructor(rows: NonNullable<Scenario['backlog']>) {
    this.rows = rows;
  }

  opened(isOld: boolean): void {
    this.open[isOld ? 'old' : 'others']++;
  }

  closed(isOld: boolean): void {
    this.open[isOld ? 'old' : 'others']--;
  }

  resolved(afterMs: DurationMs): void {
    this.resolutions++;
    this.remainingMs += afterMs;
  }

  left(): void {
    this.gone++;
  }

  row(): BacklogRow {
    const { gone, open, remainingMs, resolutions, rows } = this;
    const before = rows.filter(({ state }) => state === 'resolved').length;
    return {
      cases: rows.length - before,
      waiting: rows.filter((one) => !wasAnswered(one)).length,
      ...(before === 0 ? {} : { resolvedBefore: before }),
      resolved: resolutions,
      left: gone,
      open: open.old,
      othersOpen: open.others,
      remainingS: ratio(remainingMs, SECOND_MS * resolutions),
    };
  }
}
