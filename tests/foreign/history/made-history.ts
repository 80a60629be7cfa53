import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simulatedStories } from '#calibration';
import { ScenarioNames } from '#cases';
import type { Scenario } from '#domain';
import { auditHistory, type HistoryReport } from '#foreign';
import { parseScenario } from '#scenario';
import { casesOf, importCsv } from '../../caselog/importing.ts';
import { ROOT, sha256, successOf } from '../../running.ts';

/** A row of a ticket system, one for each change of a case. */
export interface TicketRow {
  number: string;
  changed: string;
  state: string;
  channel: string;
  country: string;
  account: string;
  agent: string;
  team: string;
  centre: string;
  stored: string;
}

export const COLUMNS = [
  ...['number', 'changed', 'state', 'channel', 'country', 'account'],
  ...['agent', 'team', 'centre', 'stored'],
] as const as readonly (keyof TicketRow)[];

export const TICKET_MAPPING = [
  'timeZone: UTC',
  'timeFormat: yyyy-MM-dd HH:mm',
  'columns: {case: number, time: changed, activity: state, channel: channel, country: country, segment: account,',
  '  agent: agent, group: team, centre: centre, place: stored}',
  'ends: [Closed]',
].join('\n');

/** Three centres for some hours, whose promise to Germany also asks who sees data and who holds it. */
export function strictThreeCentres(
  horizon = '3 h',
  change: (text: string) => string = (text) => text,
): Scenario {
  const path = 'scenarios/three-centres/scenario.yaml';
  const group = (more: string) =>
    `{ tier: 1, languages: [en], products: all, wage: { perHour: 9 }, ${more}, shifts: { around: { agents: 2, days: mon-sun, from: "00:00", to: "24:00" } } }`;
  const text = readFileSync(join(ROOT, path), 'utf8')
    .replace('horizon: 2 weeks', `horizon: ${horizon}`)
    .replace('access: EEA }', 'access: EEA, personnel: EEA }\n    subcontractors: none')
    .replace(
      'dataCentres:\n',
      '  partner: { title: A partner, kind: subcontractor, country: FR }\n\ndataCentres:\n  paris: { title: Paris, country: FR, entity: partner }\n  quincy: { title: Quincy, country: US, entity: america }\n',
    )
    .replace(
      '      second-line:\n',
      `      commuters: ${group('residence: US')}\n      helpers: ${group('employer: partner')}\n      second-line:\n`,
    );
  return successOf(
    parseScenario({ path, text: change(text), readFile: () => ({ ok: false, problem: 'none' }) }),
  ).scenario;
}

/** What a simulated run would leave in a ticket system that also says where data lay. Times are to the minute. */
export function ticketRows(scenario: Scenario): readonly TicketRow[] {
  const fromMs = scenario.startEpochMs;
  const untilMs = fromMs + scenario.horizonMs;
  const stories = simulatedStories(scenario, { fromMs, untilMs, replication: 0, digest: sha256 });
  const names = new ScenarioNames(scenario);
  const rows: { readonly atMs: number; readonly row: TicketRow }[] = [];
  stories.forEach(({ channel, country, endedMs, segment, spells }, number) => {
    const put = (atMs: number, state: string, agent = '', team = '', centre = '') =>
      rows.push({
        atMs,
        row: {
          number: `T${number}`,
          changed: new Date(atMs).toISOString().slice(0, 16).replace('T', ' '),
          state,
          channel: channel ?? '',
          country: country ?? '',
          account: segment ?? '',
          agent,
          team,
          centre,
          stored: number % 2 === 0 ? 'frankfurt' : 'IE',
        },
      });
    for (const { agent, centre, fromMs: atMs, group, state } of spells) {
      if (state === 'working') {
        put(atMs, 'In progress', names.agent(Number(agent)), group ?? '', centre ?? '');
      } else put(atMs, state);
    }
    if (endedMs !== null) put(endedMs, 'Closed');
  });
  return rows.sort((one, other) => one.atMs - other.atMs).map(({ row }) => row);
}

export function sheetOf(rows: readonly TicketRow[]): string {
  return `${[COLUMNS.join(','), ...rows.map((row) => COLUMNS.map((column) => row[column]).join(','))].join('\n')}\n`;
}

export function auditOfRows(
  rows: readonly TicketRow[],
  scenario: Scenario,
  mapping = TICKET_MAPPING,
): HistoryReport {
  return auditHistory('tickets.csv', casesOf(importCsv(sheetOf(rows), mapping)), scenario);
}

/** Violations by invariant, as `R4 T12 row 7`. */
export function violationsIn({ results }: HistoryReport): readonly string[] {
  return results.flatMap(({ found, id }) => found.map(({ case: one, row }) => `${id} ${one} row ${row}`));
}
