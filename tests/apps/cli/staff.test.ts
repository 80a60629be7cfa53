import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../running.ts';
import { meridian, newFolder } from './cli.ts';

const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const scenario = join(folder, 'three-centres');
mkdirSync(scenario);
cpSync(join(ROOT, 'scenarios/three-centres/scenario.yaml'), join(scenario, 'scenario.yaml'));

const args = [
  'staff',
  scenario,
  '--until',
  '2 h',
  '--replications',
  '2',
  '--goal',
  'service level/germany>=70%',
];
const out = join(folder, 'result');

describe('meridian staff', () => {
  it('begins with an answer of three sentences, and writes the proposal as a scenario that validates', () => {
    const target = join(folder, 'staffed', 'scenario.yaml');
    const { code, err, out: printed } = meridian(...args, '--out', out, '--apply', target);
    expect([code, err]).toEqual([0, '']);
    expect(printed).toMatch(/^[\d,]+ agent hours instead of 54 in 2 hours/);
    expect(printed).toContain('EUR of');
    const text = readFileSync(target, 'utf8');
    expect(text).toContain('extends: "../three-centres/scenario.yaml"');
    expect(text).toMatch(/agents: \d/);
    const checked = JSON.parse(meridian('validate', target, '--json').out);
    expect([checked.valid, checked.issues]).toEqual([true, []]);
    expect(checked.warnings).toEqual(JSON.parse(meridian('validate', scenario, '--json').out).warnings);

    // Its own file is replaced, as long as nobody changed it. The JSON states which guards are on, and which were switched off.
    const off = ['targets', 'resolution', 'backlog', 'cover'].flatMap((guard) => ['--without-guard', guard]);
    const again = meridian(...args, '--out', join(folder, 'again'), '--json', '--apply', target, ...off);
    expect([again.code, again.err]).toEqual([0, '']);
    const page = JSON.parse(again.out);
    expect(page.guardsOn).toEqual(['abandonment']);
    expect(page.guardsOff).toEqual(['targets', 'resolution', 'backlog', 'cover']);
    expect(page.guards.map(({ guard }: { guard: string }) => guard)).not.toContain('resolution');
    const unprotected = page.unprotected.map(({ id }: { id: string }) => id);
    expect(unprotected).toEqual(expect.arrayContaining(['sojourn', 'unanswered', 'unresolved']));
    // The targets name every channel, as long as they are guarded.
    expect(JSON.parse(readFileSync(join(out, 'staff.json'), 'utf8')).channels).toEqual([]);
    expect(page.channels.length).toBeGreaterThan(0);
    expect(JSON.parse(meridian('validate', target, '--json').out).valid).toBe(true);

    writeFileSync(target, readFileSync(target, 'utf8').replace(/agents: \d/, 'agents: 8'));
    const refused = meridian(...args, '--out', join(folder, 'refused'), '--quiet', '--apply', target);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('is not a proposal as `meridian staff --apply` wrote it');
    expect(readFileSync(target, 'utf8')).toContain('agents: 8');
  }, 120_000);

  it.each([
    [['--without-guard', 'luck'], 'choose among targets, resolution, backlog, abandonment, cover'],
    [['--apply', join(folder, 'proposal.txt')], 'name a file that ends in .yaml'],
    [['--apply', join(folder, 'deep', 'er', 'scenario.yaml')], "name a file in the scenario's folder"],
    [['--apply', join(scenario, 'scenario.yaml')], 'is not a proposal as `meridian staff --apply` wrote it'],
  ])('refuses %j before it simulates anything', (wrong, remedy) => {
    const { code, err, out: printed } = meridian(...args, '--out', join(folder, 'none'), ...wrong);
    expect([code, printed]).toEqual([2, '']);
    expect(err).toContain(remedy);
  });
});
