import { CHANNELS, SEVERITIES } from '#domain';
import { optional, reference, words } from './values.ts';

/** The attributes that define a kind of cases. */
export const caseKind = () => ({
  severity: optional(words('Severities: one, a list, or all.', SEVERITIES, 'unknown-severity')),
  channel: optional(words('Channels: one, a list, or all.', CHANNELS, 'unknown-channel')),
  segment: optional(reference('A key of segments.', 'premier-de')),
  product: optional(reference('A key of products.', 'azure')),
});
