import { HOUR_MS } from '#base';
import type { IssueList } from '../issue-list.ts';
import type { ScenarioFile } from '../shape/scenario-file.ts';

/** A warm-up is given or determined, and must leave something to measure. */
export function checkWarmUp({ horizon, warmUp }: ScenarioFile, list: IssueList): void {
  if (warmUp === undefined) return;
  const { by, every, for: given } = warmUp;
  if ((by === undefined) === (given === undefined)) {
    const message =
      'a warm-up lasts for a time, or until a series has settled, and both or neither are given';
    list.error('alternatives', ['warmUp'], message, "write either 'for' or 'by'");
  }
  if (every !== undefined && by === undefined) {
    const message = 'means of no series';
    list.error('alternatives', ['warmUp', 'every'], message, "write 'by: waiting' with it, or leave it out");
  } else if (every !== undefined && every % HOUR_MS !== 0) {
    const message = 'series are kept by the hour';
    list.error(
      'out-of-range',
      ['warmUp', 'every'],
      message,
      "write whole hours, for example '1 h' or '1 day'",
    );
  }
  const [key, ms = 0] = given === undefined ? (['every', every] as const) : (['for', given] as const);
  if (ms < horizon) return;
  const message = 'the warm-up is as long as the whole run: nothing is left to measure';
  list.error('out-of-range', ['warmUp', key], message, "write a shorter one, or a longer 'horizon'");
}
