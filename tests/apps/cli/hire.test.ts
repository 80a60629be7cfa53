import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defineScenario, hire, readInput } from '../../../src/index.ts';
import { meridian, newFolder } from './cli.ts';

const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const SCENARIO = 'scenarios/first-steps';
const PLAN = `meridian-hiring: 1
from: 2026-01
months: 4
attrition: 0.1
classes: monthly
classSize: 9
training: 2 months
required: { dublin/first-line: [12, 10, 12, 12] }
`;
const plan = join(folder, 'plan.yaml');
writeFileSync(plan, PLAN);

describe('meridian hire', () => {
  it('begins with how many, from when, and what happens without; the figures are those by hand', () => {
    // 12 people of whom a tenth leaves each month: 12, 10.8, 9.72, 8.748. Month 3 lacks 2.28, and a hire of month 1 is worth 0.81 then: 3 hires.
    // Month 4 has 8.748 + 3 · 0.729 = 10.935 and lacks 1.065: 2 hires of month 2, worth 0.81 each.
    const out = join(folder, 'plain');
    const { code, err, out: printed } = meridian('hire', SCENARIO, '--plan', plan, '--out', out);
    expect([code, err]).toEqual([0, '']);
    const lines = printed.replaceAll(/\n(?=\S)/g, ' ');
    expect(lines).toContain('Hire 5 people in 2 months: dublin/first-line 5.');
    expect(lines).toContain('The first class must start in 2026-01: 3 for dublin/first-line.');
    expect(lines).toContain(
      'Without hiring, the requirement is missed from 2026-03 on, when dublin/first-line has 9.7 of 12 people; 3.3 people are missing in 2026-04.',
    );
    const [head, ...rows] = readFileSync(join(out, 'hiring.csv'), 'utf8').trim().split('\r\n');
    expect(head).toBe('month,group,required,in_place,leave,hired,chance,without,chance_without,gap');
    expect(rows.map((row) => row.split(',')).map(([month, , , , , hired]) => [month, hired])).toEqual([
      ['2026-01', '3'],
      ['2026-02', '2'],
      ['2026-03', '0'],
      ['2026-04', '0'],
    ]);
    expect(readFileSync(join(out, 'hiring.html'), 'utf8')).toContain('<svg');
    const again = meridian('hire', SCENARIO, '--plan', plan, '--out', out, '--json');
    expect(JSON.parse(again.out)).toMatchObject({
      groups: [{ group: 'dublin/first-line', hires: 5, staff: 12 }],
    });
  });

  it('--safe hires more, and says a month that no class can make safe, with exit code 1', () => {
    const { code, out } = meridian(
      'hire',
      SCENARIO,
      '--plan',
      plan,
      '--safe',
      '90%',
      '--out',
      join(folder, 'safe'),
    );
    // In month 2, 12 people of whom each stays with 0.9 are 10 or more with 0.889, and nobody new is productive before month 3.
    expect(code).toBe(1);
    expect(out.replaceAll('\n', ' ')).toContain(
      'what 2026-02 requires. People missing: dublin/first-line is safe by 88.9 % only',
    );
    expect(Number(/Hire (\d+) people/.exec(out)?.[1])).toBeGreaterThan(5);
    const high = join(folder, 'high.yaml');
    writeFileSync(high, PLAN.replace('[12, 10, 12, 12]', '[14, 10, 10, 8]'));
    const missed = meridian('hire', SCENARIO, '--plan', high, '--out', join(folder, 'high'));
    expect(missed.code).toBe(1);
    expect(missed.out.replaceAll('\n', ' ')).toContain(
      'No allowed class can meet what 2026-01 requires. People missing: dublin/first-line lacks 2.',
    );
  });

  it('refuses what is wrong, and writes nothing', () => {
    const bad = join(folder, 'bad.yaml');
    writeFileSync(bad, PLAN.replace('months: 4', 'months: 3').replace('attrition: 0.1', 'attrition: 2'));
    const out = join(folder, 'none');
    const wrong = [
      ['--plan', bad],
      ['--plan', join(folder, 'no-such.yaml')],
      ['--plan', plan, '--safe', '120%'],
    ];
    for (const args of wrong) {
      const { code, err } = meridian('hire', SCENARIO, ...args, '--out', out);
      expect(code, err).toBe(2);
      expect(existsSync(out)).toBe(false);
    }
    expect(meridian('hire', SCENARIO, '--plan', bad, '--out', out).err).toContain(`${bad}:4:12`);
    expect(meridian('hire', SCENARIO).code).toBe(2);
  });

  it('without required, later months follow the growth of demand from what staff proposes', async () => {
    const desk = readInput('scenarios/bench-mmc');
    expect(desk.ok).toBe(true);
    if (!desk.ok) return;
    const own = {
      'meridian-hiring': 1,
      from: '2026-01',
      months: 4,
      growth: 0.1,
      attrition: 0,
      classes: 'monthly',
      classSize: 50,
      training: '0 months',
    };
    const found = await hire(defineScenario(desk.value), own, {
      goals: ['service level>=80%'],
      replications: 2,
    });
    expect(found.ok).toBe(true);
    const required = found.ok ? (found.value.groups[0]?.months ?? []).map((month) => month.required) : [];
    const [first = 0, ...later] = required;
    expect(first).toBeGreaterThan(0);
    later.forEach((count, k) => {
      expect(count).toBeGreaterThan(required[k] ?? 0);
      // Square-root staffing grows more slowly than demand, and is rounded up.
      expect(count).toBeLessThan(first * 1.1 ** (k + 1) + 1);
    });
    expect(found.ok && found.value.groups[0]?.months.every(({ isMet }) => isMet)).toBe(true);
  }, 60_000);
});
