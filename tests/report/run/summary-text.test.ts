import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { formatDuration } from '#base';
import { renderAuditText, renderSummaryText } from '#report';
import { plausibleResult, violatedAudit } from '../../generators/summary.ts';
import { paidWorldScenario, worldScenario } from '../../generators/world-scenario.ts';

const { audit, scenario, summary } = plausibleResult();
const plain = { width: 100, colour: (_: unknown, text: string) => text };

describe('renderSummaryText', () => {
  it('fits the width of the terminal', () => {
    const long = worldScenario({ title: `${'A very long title of a scenario '.repeat(6)}東京`.repeat(2) });
    const result = plausibleResult({ cases: 200, scenario: long });
    for (const width of [40, 60, 80, 100, 160]) {
      const lines = renderSummaryText(result.summary, violatedAudit(long), { ...plain, width }).split('\n');
      for (const line of lines) expect(stringWidth(line), `${width}: ${line}`).toBeLessThanOrEqual(width);
    }
  });

  it('shows totals, segments, centres, reasons, causes and the auditor’s checks', () => {
    const text = renderSummaryText(summary, audit, plain);
    expect(text).toContain('2,000 cases');
    for (const { title } of [...summary.segments, ...summary.centres]) expect(text).toContain(title);
    for (const reason of ['uptime', 'language', 'expertise', 'severity', 'follow-the-sun']) {
      expect(text).toMatch(new RegExp(`^${reason} +[\\d,]+ +[\\d.]+ %$`, 'm'));
    }
    expect(text).toMatch(/^R1 {3}Storage +184,232 +0$/m);
    expect(text).toContain('No promise was broken. 0 violations in 704,993 checks of 9 invariants.');
    expect(text.endsWith('.\n')).toBe(true);
  });

  it('aligns the columns', () => {
    const lines = renderSummaryText(summary, audit, plain).split('\n');
    const from = lines.indexOf('Service centres') + 1;
    const table = lines.slice(from, from + 13);
    expect(new Set(table.map((line) => line.length)).size).toBe(1);
  });

  it('tells waits by channel, since calls and e-mails have no common wait', () => {
    const text = renderSummaryText(summary, audit, { ...plain, width: 300 });
    const from = text.split('\n').findIndex((line) => line.startsWith('Service by segment (phone, ')) + 1;
    const [head = '', ...rows] = text.split('\n').slice(from, from + summary.segments.length + 2);
    expect(head).toMatch(/In time +phone +e-mail .*Abandoned/);
    expect(head).not.toMatch(/Answer {2}|90 %/);
    const byPhone = summary.channels.find(({ title }) => title === 'phone')?.speedOfAnswerS ?? null;
    expect(byPhone).not.toBeNull();
    expect(rows.at(-1)).toContain(` ${formatDuration(byPhone)} `);
    const ofOne = { ...summary, cells: summary.cells.filter(({ id }) => id.includes('/phone/')) };
    expect(renderSummaryText(ofOne, audit, { ...plain, width: 300 })).toMatch(
      /In time +Answer +90 % +Abandoned/,
    );
  });

  it('tells the first counterexample', () => {
    const text = renderSummaryText(summary, violatedAudit(scenario), plain);
    expect(text).toContain('Broken: Storage (R1). Storage (R1): 17 violations in 184,232 checks.');
    expect(text).toContain(
      'Storage (R1), first in case 4711: primary copy of a case promised to the EEA is stored in US',
    );
  });

  it('gives costs if there are wages, and otherwise no line about them', () => {
    const paid = plausibleResult({ cases: 200, scenario: paidWorldScenario() }).summary;
    const text = renderSummaryText(paid, null, plain, { scenario: paidWorldScenario() });
    expect(text).toContain('Costs (EUR)');
    expect(text).toMatch(/^All +[\d,]+ +[\d,]+ +[\d.,]+$/m);
    for (const { title } of paid.segments) expect(text).toMatch(new RegExp(`^${title} .+`, 'm'));
    expect(renderSummaryText(summary, null, plain)).not.toContain('Costs');
  });

  it('says if the run was not audited', () => {
    expect(renderSummaryText(summary, null, plain)).toContain('the run was not audited');
  });

  it('leaves colour to the host, and gives the same text without it', () => {
    const coloured = renderSummaryText(summary, audit, {
      width: 100,
      colour: (style, text) => `<${style}>${text}</>`,
    });
    expect(coloured).toContain('<good>No promise was broken');
    expect(coloured).toContain('<heading>Audit</>');
    expect(coloured.replace(/<\/?[a-z]*>/g, '')).toBe(renderSummaryText(summary, audit, plain));
  });

  it('lets no title control the terminal', () => {
    const hostile = worldScenario({ title: 'evil\u001b]0;owned\u0007\u001b[2Jtitle' });
    const segments = hostile.segments.map((segment) => ({ ...segment, title: '\u001b[31mred' }));
    const result = plausibleResult({ cases: 50, scenario: { ...hostile, segments } });
    const text = renderSummaryText(result.summary, result.audit, plain);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});

describe('renderAuditText', () => {
  it('has the auditor’s table and verdict', () => {
    const text = renderAuditText({ report: audit, nearMisses: [] }, scenario.startEpochMs, plain);
    expect(text).not.toContain('Near misses');
    expect(text).toContain('912,345 entries of 60,000 cases');
    expect(text).toMatch(/^R23 {2}No silent starvation +48,009 +0$/m);
    expect(text).toContain('0 violations in 704,993 checks of 9 invariants.');
  });

  it('gives near misses: how many candidates were examined, and the closest in words', () => {
    const close = { caseNumber: 7, timeMs: 3_600_000, margin: 0, alike: 1 };
    const nearMisses = [
      { id: 'R1', definition: 'Nobody looks', looked: 0, near: 0, closest: [] },
      {
        id: 'R23',
        definition: 'An answer comes late',
        looked: 12_345,
        near: 1006,
        closest: [
          { ...close, message: 'late\u001b[31m', alike: 1002 },
          { ...close, message: 'later' },
          { ...close, message: 'latest' },
          { ...close, message: 'not told here' },
        ],
      },
    ];
    const text = renderAuditText({ report: audit, nearMisses }, Date.UTC(2014, 10, 3), plain);
    expect(text).toMatch(/^R1 {3}Storage +0 +–$/m);
    expect(text).toMatch(/^R23 {2}No silent starvation +12,345 +1,006$/m);
    expect(text).toContain('R23 counts: An answer comes late\n');
    expect(text).toMatch(/^ {2}3 Nov 2014 01:00 UTC, case 7: late.* \(and 1,001 like it\)$/m);
    expect(text).toMatch(/case 7: latest$/m);
    expect(text).not.toContain('not told here');
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});
