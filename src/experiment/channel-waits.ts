import { CHANNELS, type Channel, type Scenario } from '#domain';
import { type Measure, measureOfCases, quantileOf } from './measures.ts';

/** Whether a measure is a wait over the cases of all channels together: calls and e-mails have no common wait. */
export function isWaitOfAll({ filter, id }: Pick<Measure, 'filter' | 'id'>): boolean {
  if (filter === null || filter.channel !== undefined) return false;
  return /^(?:speed of answer|wait of all)\b/.test(id) || quantileOf({ id }) !== null;
}

/** Splits the waits among `measures` (of all cases, or of one segment) by channel. None for cases that all arrive through one channel. */
export function waitsByChannel(
  measures: readonly Measure[],
  scenario: Pick<Scenario, 'segments' | 'streams'>,
): readonly Measure[] {
  return measures.filter(isWaitOfAll).flatMap(({ filter, id }) => {
    const { segment } = filter ?? {};
    const channels = channelsOf(scenario, segment);
    const [figure = ''] = id.split('/');
    return channels.length < 2
      ? []
      : channels.map((channel) =>
          measureOfCases(
            figure,
            { ...(segment === undefined ? {} : { segment }), channel },
            scenario.segments,
          ),
        );
  });
}

/** The channels through which the cases of a segment arrive; without a segment, those of all cases. */
export function channelsOf(
  { segments, streams }: Pick<Scenario, 'segments' | 'streams'>,
  segment: string | undefined,
): readonly Channel[] {
  const own = streams.filter((stream) => segment === undefined || segments[stream.segment]?.id === segment);
  return CHANNELS.filter((channel) => own.some((stream) => stream.channel === channel));
}
