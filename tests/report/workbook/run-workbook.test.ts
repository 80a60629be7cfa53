import { beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { CaseHistory } from '#cases';
import { ACT_NUMBERS } from '#domain';
import type { Evidence } from '#exports';
import { answerOf, runWorkbook } from '#report';
import type { Summary } from '#statistics';
import { lateAnswersIn } from '../../../src/apps/shared/evidence/audit-run.ts';
import { CaseSheet } from '../../../src/report/workbook/run-workbook.ts';
import { bytesOf, evidenceOf } from '../../exports/evidence-of.ts';
import { loadScenario, runInMemory } from '../../running.ts';
import { sheetsOf } from './read-workbook.ts';

let evidence: Evidence;
let summary: Summary;
let sheets: ReadonlyMap<string, readonly (readonly string[])[]>;

beforeAll(() => {
  const scenario = { ...loadScenario('three-centres'), horizonMs: 12 * HOUR_MS };
  evidence = evidenceOf(scenario);
  summary = runInMemory(scenario).summary;
  sheets = sheetsOf(made());
});

function made(): Uint8Array {
  const { audit, ledger, scenario } = evidence;
  const file = runWorkbook(
    { summary, scenario, audit, late: lateAnswersIn(ledger, scenario), events: [] },
    evidence,
  );
  expect(file.path).toBe('three-centres.xlsx');
  return bytesOf(file, evidence);
}

/** Rows below the header, which stands after the first empty row. */
function rowsOf(name: string, lines: number): readonly (readonly string[])[] {
  return sheets.get(name)?.slice(lines + 1) ?? [];
}

describe('the workbook of a run', () => {
  it('begins with the answer, its targets the worst first', () => {
    const { sentences, targets } = answerOf(
      summary,
      evidence.scenario,
      lateAnswersIn(evidence.ledger, evidence.scenario),
    );
    const answer = sheets.get('Answer') ?? [];
    expect([...sheets.keys()]).toEqual([
      ...['Answer', 'Service', 'Centres', 'Costs', 'Groups', 'Shifts', 'Intervals', 'Cases', 'Waits'],
    ]);
    expect(answer[0]).toEqual([evidence.scenario.title]);
    expect(answer.slice(1, 1 + sentences.length)).toEqual(sentences.map((sentence) => [sentence]));
    const verdicts = answer
      .slice(-targets.length)
      .map(([segment, , verdict, share]) => [segment, verdict, Number(share)]);
    expect(verdicts).toEqual(targets.map(({ segment, share, state }) => [segment.title, state, share]));
    expect(verdicts.length).toBeGreaterThan(5);
  });

  it('has wages in all, by centre and by segment, under their titles', () => {
    const { centres, costs, segments } = summary;
    const rows = rowsOf('Costs', 1);
    expect(rows.map(([, name]) => name)).toEqual([
      'total',
      ...centres.map(({ title }) => title),
      ...segments.map(({ title }) => title),
      'unused',
    ]);
    expect(Number(rows[0]?.[2])).toBe(costs?.cost);
    const ofCentres = rows.filter(([kind]) => kind === 'centre').map(([, , cost]) => Number(cost));
    expect(ofCentres.reduce((sum, cost) => sum + cost, 0)).toBeCloseTo(costs?.cost ?? 0, 0);
  });

  it('has who was on duty when, and each half hour of each group', () => {
    const duties: number[] = [];
    evidence.ledger.forEach(({ aux, c, kind }) => {
      if (kind === ACT_NUMBERS.duty && aux === 1) duties.push(c);
    });
    const shifts = rowsOf('Shifts', 3);
    expect(shifts.map(([, , agents]) => Number(agents))).toEqual(duties);
    // Counted from the end, because a row of cases that nobody answered has no cell for the group.
    const arrived = rowsOf('Intervals', 3).map((row) => Number(row.at(-4)));
    expect(arrived.reduce((sum, count) => sum + count, 0)).toBe(summary.cases);
  });

  it('has every case and every wait, as many as the summary and the ledger count', () => {
    const cases = rowsOf('Cases', 3);
    expect(cases).toHaveLength(summary.cases);
    expect(sheets.get('Cases')?.[1]).toEqual([
      `All ${summary.cases.toLocaleString('en-GB')} cases of the run.`,
    ]);
    let waits = 0;
    evidence.ledger.forEach(({ kind }) => {
      if (kind === ACT_NUMBERS.wait) waits++;
    });
    expect(rowsOf('Waits', 3)).toHaveLength(waits);
    expect(waits).toBeGreaterThan(10);
  });

  it('gives the figures of the summary, in all and for each segment, channel, severity and cell', () => {
    const { cells, channels, segments, severities, total } = summary;
    const service = rowsOf('Service', 2);
    expect(service).toHaveLength(1 + segments.length + channels.length + severities.length + cells.length);
    expect(service[0]?.slice(0, 7)).toEqual(
      ['all', 'all', 'all', total.arrived, total.answered, total.abandoned, total.serviceLevel].map(String),
    );
  });

  it('counts for each group the cases that its agents opened', () => {
    const counted = rowsOf('Groups', 3).reduce((sum, row) => sum + Number(row[3]), 0);
    const cases = new Set<string>();
    evidence.ledger.forEach(({ c: agent, caseNumber, kind }) => {
      const [group] = evidence.names.agent(agent).split('#');
      if (kind === ACT_NUMBERS.view) cases.add(`${caseNumber} ${group}`);
    });
    expect(counted).toBe(cases.size);
  });

  it('takes no more rows than it says', () => {
    const sheet = new CaseSheet('waits', evidence);
    const wait = { cause: 'no agent free', tier: 1, entry: 1, fromMs: 0, toMs: 1000, endEntry: 2 };
    const waits = Array.from({ length: 10_001 }, () => wait);
    const history = { caseNumber: 1, customer: 'c', segment: 'germany', promise: 'eea', waits };
    for (let i = 0; i < 5; i++) sheet.add(history as unknown as CaseHistory);
    const { lines, rows } = sheet.sheet();
    expect(rows).toHaveLength(50_000);
    expect(lines[1]).toContain('The first 50,000 of 50,005 waits');
  });

  it('is the same bytes each time', () => {
    expect(Buffer.compare(made(), made())).toBe(0);
  });
});
