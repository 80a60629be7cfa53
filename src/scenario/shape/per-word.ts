import type * as z from 'zod';
import { CHANNELS, type Channel, SEVERITIES, type Severity } from '#domain';
import { fixedMap } from './leaf.ts';

/** A map with a value for each channel. */
export function perChannel<Schema extends z.ZodType>(schema: (channel: Channel) => Schema) {
  const shape = Object.fromEntries(CHANNELS.map((channel) => [channel, schema(channel)]));
  return fixedMap(shape as Record<Channel, Schema>, 'unknown-channel');
}

/** A map with a value for each severity. */
export function perSeverity<Schema extends z.ZodType>(schema: (severity: Severity) => Schema) {
  const shape = Object.fromEntries(SEVERITIES.map((severity) => [severity, schema(severity)]));
  return fixedMap(shape as Record<Severity, Schema>, 'unknown-severity');
}
