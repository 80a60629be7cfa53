import { it } from 'vitest';
import { logBoundary } from '#evidence';
import { renderBoundaryMarkdown } from '#report';
import { casesOf, importCsv } from '../../caselog/importing.ts';
import { sheetOf, strictThreeCentres, ticketRows, TICKET_MAPPING } from './made-history.ts';
it('x', () => {
  const scenario = strictThreeCentres();
  const rows = ticketRows(scenario).map((row, at) => at === 30 ? { ...row, stored: 'BR' } : at === 40 ? { ...row, centre: 'Blr', team: '' } : at===50 && row.account==='germany' ? {...row, stored:'cloud'}: row);
  const s = logBoundary(scenario, casesOf(importCsv(sheetOf(rows), TICKET_MAPPING)), { name: 'tickets.csv', timeZone: 'UTC', imported: null, chosen: null });
  console.log(renderBoundaryMarkdown(s));
});
