import { CHANNELS, type Scenario } from '#domain';
import { type Measure, measureOfCases, quantileOf } from './measures.ts';

/** Whether a measure is a wait over the cases of all channels together: calls and e-mails have no common wait. */
export function isWaitOfAll({ id }: Pick<Measure, 'id'>): boolean {
  return !id.includes('/') && (id === 'speed of answer' || quantileOf({ id }) !== null);
}

/** For the waits among the measures: the same wait by channel. None if all cases arrive through one channel. */
export function waitsByChannel(
  measures: readonly Measure[],
  { segments, streams }: Pick<Scenario, 'segments' | 'streams'>,
): readonly Measure[] {
  const channels = CHANNELS.filter((channel) => streams.some((stream) => stream.channel === channel));
  if (channels.length < 2) return [];
  return measures
    .filter(isWaitOfAll)
    .flatMap(({ id }) => channels.map((channel) => measureOfCases(id, { channel }, segments)));
}
