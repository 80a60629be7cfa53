import type * as z from 'zod';
import { CHANNELS, type Channel } from '#domain';
import { fixedMap } from './leaf.ts';

/** A map with a value for each channel. */
export function perChannel<Schema extends z.ZodType>(schema: (channel: Channel) => Schema) {
  const shape = Object.fromEntries(CHANNELS.map((channel) => [channel, schema(channel)]));
  return fixedMap(shape as Record<Channel, Schema>, 'unknown-channel');
}
