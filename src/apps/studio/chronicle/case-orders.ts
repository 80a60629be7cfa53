/** Sort keys of the case list. In a separate file, so that the page need not load the sorting. */
export const CASE_ORDERS = [
  'number',
  'opened',
  'wait',
  'duration',
  'contacts',
  'handOvers',
  'severity',
] as const;
export type CaseOrder = (typeof CASE_ORDERS)[number];
