import { CHANNELS, SEVERITIES } from '#domain';
import { reference, words } from './values.ts';

/** The attributes that define a kind of cases. */
export const caseKind = () => ({
  severity: words('Severities: one, a list, or all.', SEVERITIES, 'unknown-severity').optional(),
  channel: words('Channels: one, a list, or all.', CHANNELS, 'unknown-channel').optional(),
  segment: reference('A key of segments.', 'premier-de').optional(),
  product: reference('A key of products.', 'azure').optional(),
});
