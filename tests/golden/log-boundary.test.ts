import { expect, it } from 'vitest';
import { renderBoundaryMarkdown } from '#report';
import { logBoundary } from '#statements';
import { casesOf, importCsv } from '../caselog/importing.ts';
import {
  sheetOf,
  strictThreeCentres,
  TICKET_MAPPING,
  type TicketRow,
  ticketRows,
} from '../foreign/history/made-history.ts';
import { holdKept } from './kept-results.ts';

/** A simulated history as a ticket system would export it, in which some rows are changed: by row of the sheet. */
const CHANGED: Readonly<Record<number, Partial<TicketRow>>> = {
  22: { stored: 'BR' },
  60: { stored: 'the cloud' },
  61: { account: 'Mars' },
};

it('the boundary statement of a case log is the one that was read and kept', () => {
  const scenario = strictThreeCentres();
  const rows = ticketRows(scenario).map((row, at): TicketRow => ({ ...row, ...CHANGED[at + 2] }));
  const german = rows.filter(({ account, team }) => account === 'germany' && team !== '');
  Object.assign(german[2] as TicketRow, {
    centre: 'bangalore',
    team: 'bangalore/first-line',
    agent: 'bangalore/first-line#1',
  });
  Object.assign(german[4] as TicketRow, { centre: 'Blr Office', team: '', agent: '' });
  for (const row of rows) if (row.number === german[6]?.number) row.country = 'CH';
  const statement = logBoundary(scenario, casesOf(importCsv(sheetOf(rows), TICKET_MAPPING)), {
    name: 'tickets.csv',
    timeZone: 'UTC',
    chosen: null,
    imported: { rowsRefused: 0, repeatedTimes: 0, repeatedEvents: 0, changedCases: 1 },
  });
  expect(statement.isBroken).toBe(true);
  holdKept('tests/golden/log-boundary.expected.md', renderBoundaryMarkdown(statement), scenario.seed);
});
