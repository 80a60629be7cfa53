/** Columns of a file of open cases. */
export const BACKLOG_COLUMNS = [
  'case',
  'segment',
  'country',
  'channel',
  'product',
  'severity',
  'language',
  'opened',
  'state',
  'since',
  'tier',
  'primary',
  'replica',
  'group',
] as const;
export type BacklogColumn = (typeof BACKLOG_COLUMNS)[number];

export const NEEDED_COLUMNS = [
  'case',
  'segment',
  'channel',
  'product',
  'severity',
  'opened',
  'state',
] as const satisfies readonly BacklogColumn[];
