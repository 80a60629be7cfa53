import { CHANNELS, type Scenario } from '#domain';
import { type Measure, measureOfCases, quantileOf } from './measures.ts';

/** Whether a measure is a wait over the cases of all channels together: calls and e-mails have no common wait. */
export function isWaitOfAll({ filter, id }: Pick<Measure, 'filter' | 'id'>): boolean {
  if (filter === null || filter.channel !== undefined) return false;
  return /^speed of answer\b/.test(id) || quantileOf({ id }) !== null;
}

/** For the waits among the measures, of all cases or of a segment: the same wait by channel. None where all these cases arrive through one channel. */
export function waitsByChannel(
  measures: readonly Measure[],
  { segments, streams }: Pick<Scenario, 'segments' | 'streams'>,
): readonly Measure[] {
  return measures.filter(isWaitOfAll).flatMap(({ filter, id }) => {
    const { segment } = filter ?? {};
    const own = streams.filter((stream) => segment === undefined || segments[stream.segment]?.id === segment);
    const channels = CHANNELS.filter((channel) => own.some((stream) => stream.channel === channel));
    const [figure = ''] = id.split('/');
    return channels.length < 2
      ? []
      : channels.map((channel) =>
          measureOfCases(figure, { ...(segment === undefined ? {} : { segment }), channel }, segments),
        );
  });
}
