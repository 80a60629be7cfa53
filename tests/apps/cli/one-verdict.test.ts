import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { formatShare, sumOf } from '#base';
import type { Comparison } from '#experiment';
import type { Summary } from '#statistics';
import { newFolder } from './cli.ts';
import { fileOf, targetsOf, wordsOf } from './results.ts';

const BASE = 'scenarios/nimbus/scenario.yaml';

/** How many targets have each verdict, in the order of the alphabet. */
function counted(states: readonly (string | null)[]): Readonly<Record<string, number>> {
  const all = [...new Set(states)].sort();
  return Object.fromEntries(all.map((state) => [`${state}`, states.filter((one) => one === state).length]));
}

it('run and compare judge the same targets, each by itself, whatever stands beside it', () => {
  const [often, two, three] = [newFolder(), newFolder(), newFolder()];
  const replications = ['--replications', '3', '--until', '5 days'];
  const out = wordsOf('run', BASE, ...replications, '--out', often);
  const night = 'scenarios/nimbus/night-closed.yaml';
  wordsOf('compare', BASE, night, ...replications, '--out', two);
  wordsOf('compare', BASE, night, 'scenarios/nimbus/storm.yaml', ...replications, '--out', three);

  const targets = targetsOf(often);
  const own = counted(targets.map(({ state }) => state));
  const beside = (folder: string, scenario: number) =>
    counted(
      fileOf<Comparison>(folder, 'comparison.json').targets.map(
        ({ judged }) => judged[scenario]?.attainment ?? null,
      ),
    );
  expect(targets).toHaveLength(51);
  expect(out).toContain('of 51 are in doubt');
  expect(beside(three, 0)).toEqual(own);
  expect(beside(three, 1)).toEqual(beside(two, 1));
  // Both kinds of verdict, and targets of too few cases, are among them.
  expect(Object.keys(own)).toEqual(expect.arrayContaining(['met', 'too close to call', 'too few cases']));
}, 300_000);

it('a centre has one occupancy on the page of a run, without its overtime, which the page names', () => {
  const folder = newFolder();
  const out = wordsOf('run', BASE, '--full', '--out', folder);
  const { centres, groups } = fileOf<Summary>(folder, 'summary.json');
  const page = readFileSync(join(folder, 'report.html'), 'utf8').replaceAll(/<[^>]+>|\s+/g, ' ');
  for (const { agents, id, occupancy, onDutyMean, title } of centres) {
    const shown = formatShare(occupancy);
    const own = groups.filter((group) => group.id.startsWith(`${id}/`));
    const busy = sumOf(own.map((group) => (group.occupancy ?? 0) * (group.onDutyMean ?? 0)));
    expect(busy / (onDutyMean ?? 0), title).toBeCloseTo(occupancy ?? 0, 4);
    expect(out, title).toMatch(new RegExp(`${title} [A-Z]{2} ${agents} ${shown}`));
    expect(page, title).toContain(`${agents} agents · ${shown}`);
    expect(occupancy).toBeLessThan(1);
  }
  // No share, and no end of its interval, lies outside of 0 to 100 %.
  const shares = [...page.matchAll(/(?:occupancy| to) (-?[\d.]+) %/g)].map(([, share]) => Number(share));
  expect(Math.max(...shares)).toBeLessThanOrEqual(100);
  expect(page).not.toMatch(/ -[\d.]+ % to/);
  expect(page).toContain('Overtime');
}, 120_000);
