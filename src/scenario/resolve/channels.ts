import { CHANNELS, type Channel } from '#domain';
import type { ScenarioFile, SegmentFile } from '../shape/scenario-file.ts';

/** Channels by which cases of a segment can arrive: those with a share, and those by which their customers call again. */
export function channelsOf({ work }: ScenarioFile, segment: SegmentFile): readonly Channel[] {
  const used = new Set(CHANNELS.filter((channel) => (segment.channels[channel] ?? 0) > 0));
  // The loop also visits elements that it adds to the set.
  for (const channel of used) {
    const again = work.retry?.[channel];
    if (again !== undefined && again.share > 0) used.add(again.channel ?? channel);
    const { channel: answered = 'none' } = work.message?.[channel] ?? {};
    if (answered !== 'none') used.add(answered);
  }
  return CHANNELS.filter((channel) => used.has(channel));
}
