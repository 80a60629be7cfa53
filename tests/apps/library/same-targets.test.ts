import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { wantedShares } from '#experiment';
import { targetVerdicts } from '#planning';
import {
  actions,
  compare,
  override,
  parseScenario,
  readInput,
  renderReport,
  sensitivity,
  simulate,
  staff,
  sweep,
} from '../../../src/index.ts';
import { successOf } from '../../running.ts';
import { deskText } from '../shared/two-centres.ts';

const NIGHT = 'centres.berlin.groups.german.shifts.night.agents';
const text = deskText({}).replaceAll('{ A: 0, B: 0, C: 1 }', '{ A: 0.5, B: 0, C: 0.5 }');
const file = join(mkdtempSync(join(tmpdir(), 'meridian-')), 'desk.yaml');
writeFileSync(file, text);
const desk = override(successOf(readInput(file)), {
  horizon: '2 days',
  serviceLevels: [
    { channel: 'phone', severity: 'A', within: '20 s', target: 0.95 },
    { channel: 'phone', severity: 'C', within: '1 min', target: 0.95 },
  ],
  targets: { solved: { of: 'resolution', channel: 'all', severity: 'all', within: '2 h', target: 0.9 } },
});

it('every command and page judges the same targets, and says how their number comes about', async () => {
  const scenario = successOf(parseScenario(desk));
  const ids = wantedShares(scenario).map(({ measure }) => measure.id);
  // Two service levels and a target of its own, for two segments each.
  expect(ids).toHaveLength(6);
  const sorted = (all: readonly string[]) => [...all].sort();
  const run = { replications: 2 };

  const one = simulate(scenario);
  expect(targetVerdicts(one.summary, scenario)).toHaveLength(6);
  expect(renderReport(one).replaceAll(/<[^>]+>|\s+/g, ' ')).toContain(
    '6 targets: 2 service levels × 2 segments; solved × 2 segments',
  );
  const compared = successOf(await compare([scenario, scenario], run));
  expect(compared.targets.map(({ title }) => title)).toEqual([
    'Germany (phone, severity A)',
    'Germany (phone, severity C)',
    'Ireland (phone, severity A)',
    'Ireland (phone, severity C)',
    'Germany (solved)',
    'Ireland (solved)',
  ]);
  const swept = successOf(await sweep(desk, { [NIGHT]: [1, 2] }, run));
  expect(sorted(swept.goals.map(({ id }) => id))).toEqual(sorted(ids));
  const moved = successOf(await sensitivity(desk, { [NIGHT]: [1, 2] }, run));
  expect(sorted(moved.goals.map(({ id }) => id))).toEqual(sorted(ids));
  const goals = ['service level>=50%'];
  const staffed = successOf(await staff(desk, { ...run, goals, proofMost: 0 }));
  const guarded = staffed.guards.filter(({ guard }) => guard === 'targets');
  expect(sorted(guarded.map(({ id }) => id))).toEqual(sorted(ids));
  // One of them is what actions improve; the others, and the service level of all cases, are what they may harm.
  const best = successOf(await actions(desk, run));
  expect(best.others).toBe(ids.length);
}, 120_000);
