import { describe, expect, it } from 'vitest';
import { formatCount, formatShare } from '#base';
import { FIGURE_COLUMNS } from '#experiment';
import { renderGroupsCsv, renderReport, renderSummaryText } from '#report';
import { loadScenario, runInMemory } from '../../../running.ts';
import { plainSpaces } from '../../plain-spaces.ts';

const scenario = { ...loadScenario('three-centres'), horizonMs: 36 * 3_600_000 };
const { summary } = runInMemory(scenario);
const page = renderReport({ summary, audit: null, scenario, ledgerRoot: null });
const text = renderSummaryText(summary, null, { width: 120, colour: (_, shown) => shown });

describe('the groups of a run', () => {
  it('stand in the text, each with its availability, occupancy and contacts', () => {
    const lines = text.split('\n');
    const table = lines.slice(lines.indexOf('Groups of agents') + 2).slice(0, summary.groups.length);
    expect(table).toHaveLength(scenario.groups.length);
    summary.groups.forEach(({ availability, contacts, occupancy }, g) => {
      for (const cell of [formatShare(availability), formatShare(occupancy), contacts]) {
        expect(table[g]).toContain(String(cell));
      }
    });
  });

  it('stand in the page in a table that narrow screens fold, a row for each', () => {
    const table = /<table class="folding dense"[^>]*><caption>Groups of agents<\/caption>.*?<\/table>/s.exec(
      page,
    )?.[0];
    expect(table?.match(/<th scope="row"/g)).toHaveLength(summary.groups.length);
    expect(table).toContain('data-head="Available"');
    expect(page).toContain('href="#groups"');
  });

  it('begin with the busiest and the least busy, and are folded away if they are many', () => {
    const sorted = summary.groups
      .flatMap(({ occupancy }) => occupancy ?? [])
      .sort((one, other) => one - other);
    expect(plainSpaces(page)).toContain(
      plainSpaces(`at ${formatShare(sorted.at(-1) ?? null)} occupancy; the least busy is `),
    );
    expect(page).not.toContain('groups as a table');
    const groups = [summary.groups, summary.groups, summary.groups, summary.groups].flat();
    const many = renderReport({ summary: { ...summary, groups }, audit: null, scenario, ledgerRoot: null });
    expect(many).toContain(`<summary>All ${groups.length} groups as a table</summary>`);
  });

  it('have their agent hours in hours, not in days that nobody works', () => {
    const longest = Math.max(...summary.groups.map(({ scheduledHours }) => scheduledHours));
    expect(longest).toBeGreaterThan(48);
    expect(page).toContain(`>${formatCount(Math.round(longest))} h</td>`);
  });

  it('stand in the CSV with the numbers of the summary', () => {
    const [head = '', ...rows] = renderGroupsCsv(summary, FIGURE_COLUMNS).trim().split('\r\n');
    const columns = head.split(',');
    expect(rows).toHaveLength(summary.groups.length);
    rows.forEach((row, g) => {
      const cells = row.split(',');
      const { busyMean, id, scheduledHours } = summary.groups[g] as (typeof summary.groups)[number];
      expect(cells[columns.indexOf('agent_group')]).toBe(id);
      expect(cells[columns.indexOf('scheduled_hours')]).toBe(String(scheduledHours));
      expect(cells[columns.indexOf('busy')]).toBe(String(busyMean));
    });
  });

  it('add up to their centre', () => {
    for (const centre of summary.centres) {
      const own = summary.groups.filter((group) => group.centre === centre.id);
      const sum = (of: (row: (typeof own)[number]) => number) => own.reduce((all, row) => all + of(row), 0);
      expect(sum(({ contacts }) => contacts)).toBe(centre.contacts);
      expect(sum(({ scheduledHours }) => scheduledHours)).toBeCloseTo(centre.scheduledHours, 2);
    }
    expect(summary.groups.reduce((all, { takenOver }) => all + takenOver, 0)).toBe(summary.total.handOvers);
  });
});
