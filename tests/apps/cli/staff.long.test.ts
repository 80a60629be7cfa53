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
  it('--required replaces its own earlier result', () => {
    const of = [scenario, '--until', '1 day', '--replications', '2', '--out', join(folder, 'required')];
    for (const seed of ['1', '2']) {
      const { code, err } = meridian('staff', '--required', ...of, '--seed', seed, '--quiet');
      expect([code, err]).toEqual([0, '']);
    }
  }, 120_000);

  it('--containment writes FTE by share beside subtraction, and the Monday after the drop of the file', () => {
    const desk = join(ROOT, 'scenarios/ai-first-line');
    const place = join(folder, 'containment');
    const of = ['staff', desk, '--until', '1 week', '--replications', '2', '--out', place];
    const { code, err, out: printed } = meridian(...of, '--containment', '40%', '--quiet', '--json');
    expect([code, err]).toEqual([0, '']);
    const page = JSON.parse(printed);
    // The containment of the file is added.
    expect(page.rows.map(({ share }: { share: number }) => share)).toEqual([0.4, 0.62]);
    for (const { fte, missing, subtraction } of page.rows)
      expect(missing.mean).toBeCloseTo(fte.mean - subtraction.mean, 9);
    expect([page.drop.to, page.drop.day]).toEqual([0.51, 'Monday 10 Mar']);
    const { difference, dropped, usual } = page.drop.measures[0];
    expect(dropped.mean).toBeLessThan(usual.mean);
    expect(difference.mean).toBeCloseTo(dropped.mean - usual.mean, 9);
    expect(readFileSync(join(place, 'containment.html'), 'utf8')).toContain('class="curve"');
    expect(readFileSync(join(place, 'containment.csv'), 'utf8')).toMatch(/^contained,fte,fte_low,fte_high,/);
  }, 240_000);

  it.each([
    [['--containment', '40..20%'], 'write e.g. --containment 0..80%'],
    [['--containment', '0..99%'], 'is no range of shares up to 95 %'],
    [['--containment', '40%'], 'has no software that contains cases'],
    [['--containment', '40%', '--heads'], '--containment proposes no staff, so it does not use --heads'],
    [['--drop', '51%'], '--drop 51% comes with --containment'],
    [
      ['--required', '--containment', '40%'],
      '--required proposes no staff, so it does not use --containment',
    ],
  ])('refuses %j beside a scenario without software', (wrong, remedy) => {
    const { code, err, out: printed } = meridian('staff', scenario, '--out', join(folder, 'none'), ...wrong);
    expect([code, printed]).toEqual([2, '']);
    expect(err.replaceAll(/\s+/g, ' ')).toContain(remedy);
  });

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

describe('meridian staff with shift shapes', () => {
  const desks = join(folder, 'desks', 'scenario.yaml');
  mkdirSync(join(folder, 'desks'));
  cpSync(join(ROOT, 'tests/experiment/rosters/two-desks.yaml'), desks);
  const quick = ['staff', desks, '--replications', '2', '--proof', '2', '--level', '90%', '--seed', '3'];

  it('proposes shifts as a scenario that validates, with the cost of other levels', () => {
    const target = join(folder, 'rostered', 'scenario.yaml');
    const place = join(folder, 'roster');
    const given = [...quick, '--goal', 'service level>=70%', '--pareto', '50%', '--out', place];
    const { code, err, out: printed } = meridian(...given, '--apply', target);
    expect([code, err]).toEqual([0, '']);
    const said = printed.replaceAll(/\s+/g, ' ');
    expect(said).toMatch(/\d+ agents on \d+ working weeks of the shift shapes/);
    expect(said).toMatch(/Best found, not proved to be the cheapest: no roster holds below [\d,]+ EUR/);
    expect(said).toContain('Groups without shift shapes keep their shifts');
    const page = JSON.parse(readFileSync(join(place, 'staff.json'), 'utf8'));
    expect(page.roster.pareto.points.map(({ level }: { level: number }) => level)).toEqual([0.5]);
    for (const { cost } of page.roster.pareto.points) expect(cost).toBeLessThanOrEqual(page.roster.cost);
    const html = readFileSync(join(place, 'staff.html'), 'utf8');
    for (const heading of ['scheduled today', 'scheduled as proposed', 'Working weeks', 'Cost and service']) {
      expect(html).toContain(heading);
    }

    const text = readFileSync(target, 'utf8');
    expect(text).toContain('day: null');
    const checked = JSON.parse(meridian('validate', target, '--json').out);
    expect([checked.valid, checked.issues]).toEqual([true, []]);
    const codes = (found: { readonly warnings: readonly { readonly code: string }[] }) =>
      found.warnings.map(({ code }) => code);
    // Shifts replace the head counts of a group, and the warning of their drop.
    const before = codes(JSON.parse(meridian('validate', desks, '--json').out));
    expect(before).toEqual(['fast-drop-of-staff', ...codes(checked)]);
    // What the proposal was judged by is what its scenario gives.
    const agents = page.roster.tours.reduce((sum: number, tour: { agents: number }) => sum + tour.agents, 0);
    const written = [...text.matchAll(/agents: (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
    expect(written).toBe(agents);
    const fewer = ['--goal', 'service level>=50%', '--until', '2 days', '--heads', '--json'];
    const heads = meridian(...quick, ...fewer, '--out', join(folder, 'heads'));
    expect(JSON.parse(heads.out)).not.toHaveProperty('roster');
  }, 240_000);

  it('says what prevents a roster, and what to change', () => {
    const early = readFileSync(desks, 'utf8')
      .replace('to: "14:00", every: 2 h', 'to: "07:00"')
      .replace('to: "15:00", every: 3 h', 'to: "09:00"');
    mkdirSync(join(folder, 'early'));
    writeFileSync(join(folder, 'early', 'scenario.yaml'), early);
    const { code, err } = meridian(
      ...quick.with(1, join(folder, 'early')),
      '--out',
      join(folder, 'no-roster'),
    );
    expect(code).toBe(1);
    expect(err).toContain(
      'minimum cover asks for one agent of dublin, First (first line) or cork, Nights (first line) from Monday 15:00 (Europe/Dublin) for 2 h',
    );
    expect(err).toContain('add starts, lengths or days that cover these hours');
  }, 60_000);

  it.each([
    [[...quick, '--pareto', 'high'], 'write levels of service level'],
    [[...quick, '--proof', 'all'], 'write e.g. --proof 20'],
    [[...args, '--pareto', '70%'], "write 'shiftShapes' in a centre"],
  ])('refuses %j before it simulates anything', (wrong, remedy) => {
    const { code, err, out: printed } = meridian(...wrong, '--out', join(folder, 'none'));
    expect([code, printed]).toEqual([2, '']);
    expect(err).toContain(remedy);
  });
});
