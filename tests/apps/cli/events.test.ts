import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../running.ts';
import { meridian, newFolder } from './cli.ts';

/** One server; a case every three minutes that takes two. He is away for three hours. */
const FLUID = `meridian: 1
name: fluid
extends: ../bench-mmc
horizon: 2 days
centres:
  home:
    outages: { planned: [{ from: 2014-11-04T06:00:00Z, for: 3 h }] }
    groups: { servers: { shifts: { always: { agents: 1 } } } }
segments:
  customers:
    arrivals: { intervals: fixed }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: 20/h }]
work: { handle: { tier1: { web: fixed 2 min } } }
`;

describe('run --events', () => {
  const folder = newFolder();
  const scenario = join(folder, 'fluid');
  cpSync(join(ROOT, 'scenarios/bench-mmc'), join(folder, 'bench-mmc'), { recursive: true });
  mkdirSync(scenario);
  writeFileSync(join(scenario, 'scenario.yaml'), FLUID);
  const run = (...args: readonly string[]) =>
    meridian('run', scenario, '--out', join(folder, 'out'), ...args);

  it('gives the exact effect of an outage of a fluid queue, the same as one run', () => {
    const { code, out } = run('--events', '--replications', '3');
    expect(code).toBe(0);
    const once = meridian('run', scenario, '--out', join(folder, 'once'));
    expect(once.out).toContain(
      'Home was down on Tue 4 Nov from 06:00 to 09:00 (UTC). In this run it hit Customers, web',
    );
    const { events } = JSON.parse(readFileSync(join(folder, 'once/run.json'), 'utf8'));
    const [hit] = events[0].hits;
    const late = hit.during.late + hit.after.late;
    expect(late).toBeGreaterThan(170);
    const { effects } = JSON.parse(readFileSync(join(folder, 'out/events.json'), 'utf8'));
    expect(effects[0].all.lateOrLost).toMatchObject({ mean: late, halfWidth: 0, count: 3 });
    expect(effects[0].all.lost.mean).toBe(0);
    expect(out.replace(/\s+/g, ' ')).toContain(`It makes ${late}.0 ± 0.0 more cases late or lost`);

    const without = join(folder, 'without');
    mkdirSync(without);
    writeFileSync(
      join(without, 'scenario.yaml'),
      FLUID.replace(/ {4}outages: .*\n/, '').replace('fluid', 'without'),
    );
    const place = ['--replications', '3', '--out', join(folder, 'compared')];
    const compared = meridian('compare', without, scenario, ...place);
    expect(compared.out.replace(/\s+/g, ' ')).toContain(
      `Only in fluid: Home was down on Tue 4 Nov from 06:00 to 09:00 (UTC). All differences together: fluid has ${late}.0 ± 0.0 more cases late or lost than without`,
    );
  });

  it('is refused without an event, and beside options that it cannot heed', () => {
    const none = meridian('run', 'scenarios/bench-mmc', '--events', '--out', join(folder, 'none'));
    expect(none.code).toBe(2);
    expect(none.err).toContain('no planned outage, closure or surge');
    const both = run('--events', '--precision', '3%');
    expect(both.code).toBe(2);
    expect(both.err).toContain('--events makes pairs of runs without --precision');
  });
});
