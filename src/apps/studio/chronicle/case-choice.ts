import type { Scenario } from '#domain';
import type { Chronicle } from './chronicle.ts';
import { kindsOfStreams } from './handled-work.ts';

/**
 * Selects cases and a part of the run. For a centre: the cases that it answered first, its own agents, and its queue.
 */
export interface ServiceQuery extends CaseChoice {
  readonly fromMs: number;
  readonly toMs: number;
  /** Time zone for the hours of the week; null: UTC. */
  readonly timeZone: string | null;
}

/** Selected cases, as indices; null: all. */
export interface CaseChoice {
  readonly segment: number | null;
  readonly channel: number | null;
  /** The centre that answered the case first. */
  readonly centre: number | null;
}

/** Returns a function that says whether the case in a row of the table is selected. */
export function chosenBy(
  { cases }: Chronicle,
  scenario: Scenario,
  { centre, channel, segment }: CaseChoice,
): (row: number) => boolean {
  const { channelOf, segmentOf } = kindsOfStreams(scenario);
  const isStream = scenario.streams.map(
    (_, stream) =>
      (segment === null || segmentOf[stream] === segment) &&
      (channel === null || channelOf[stream] === channel),
  );
  return (row) =>
    isStream[cases.columns.stream[row] as number] === true &&
    (centre === null || cases.columns.firstCentre[row] === centre);
}
