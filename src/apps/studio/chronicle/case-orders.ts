/** By what a list of cases can be sorted. Apart from the sorting, so that the page need not have it. */
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
