import { CHANNELS, type Scenario } from '#domain';

/** Segment and channel (index into CHANNELS) of each arrival stream. */
export function kindsOfStreams({ streams }: Scenario) {
  return {
    segmentOf: Uint16Array.from(streams, ({ segment }) => segment),
    channelOf: Uint8Array.from(streams, ({ channel }) => CHANNELS.indexOf(channel)),
  };
}
