import type { CaseRow } from '../../../chronicle/case-list.ts';
import type { CaseOrder } from '../../../chronicle/case-orders.ts';
import { day, duration, time } from '../../format.ts';

/** A column of the case list, after the case number. */
export interface CaseColumn {
  readonly head: string;
  /** Sort order of the column; null if it cannot be sorted. */
  readonly order: CaseOrder | null;
  readonly style: '' | 'clip' | 'n';
  readonly cell: (row: CaseRow, startEpochMs: number) => string | number;
}

export const CASE_COLUMNS: readonly CaseColumn[] = [
  {
    head: 'Opened (UTC)',
    order: 'opened',
    style: '',
    cell: ({ openedMs }, startEpochMs) => `${day(startEpochMs + openedMs)} ${time(startEpochMs + openedMs)}`,
  },
  { head: 'Customer', order: null, style: 'clip', cell: ({ customer }) => customer },
  { head: 'Channel', order: null, style: '', cell: ({ channel }) => channel },
  { head: 'Severity', order: 'severity', style: '', cell: ({ severity }) => severity },
  { head: 'Product', order: null, style: 'clip', cell: ({ product }) => product },
  { head: 'Wait', order: 'wait', style: 'n', cell: ({ waitMs }) => duration(waitMs) },
  { head: 'Took', order: 'duration', style: 'n', cell: ({ durationMs }) => duration(durationMs) },
  { head: 'Contacts', order: 'contacts', style: 'n', cell: ({ contacts }) => contacts },
  { head: 'Hand-overs', order: 'handOvers', style: 'n', cell: ({ handOvers }) => handOvers },
  { head: 'Last at', order: null, style: 'clip', cell: ({ centre }) => centre },
  { head: 'Outcome', order: null, style: '', cell: ({ outcome }) => outcome },
];
