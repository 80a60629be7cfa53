/** Sort keys of the case list, in words. In a separate file, so that the page need not load the sorting. */
export const CASE_ORDERS = {
  number: 'number',
  opened: 'time of arrival',
  wait: 'wait',
  duration: 'time to resolution',
  contacts: 'contacts',
  handOvers: 'hand-overs',
  severity: 'severity',
} as const;
export type CaseOrder = keyof typeof CASE_ORDERS;
