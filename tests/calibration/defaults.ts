import type { Defaults } from '#calibration';

/** What stands in tests where a log says nothing. */
export const DEFAULTS: Defaults = {
  segment: 'all',
  country: 'IE',
  language: 'en',
  product: 'product',
  severity: 'B',
  channel: 'phone',
};
