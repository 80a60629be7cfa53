import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { meridian, newFolder } from './cli.ts';

describe('meridian prove', () => {
  it('says what holds in all runs, with its numbers, and who can be stranded', () => {
    const { code, out } = meridian('prove', 'scenarios/german-night');
    expect(code).toBe(0);
    expect(out).toMatch(/[\d,]+ states, [\d,]+ transitions/);
    expect(out.match(/holds in all runs$/gm)?.length).toBe(12);
    expect(out).toContain('tier 2 (azure): stranded if dublin is down: nobody may work it');
    expect(existsSync('runs/german-night-proof')).toBe(false);
  });

  it('keeps a counterexample as a run that can be traced, and says whether simulation has met it', () => {
    const folder = join(newFolder(), 'proof');
    const { code, out } = meridian('prove', 'scenarios/london-2020', '--tries', '1', '--out', folder);
    expect(code).toBe(1);
    expect(out).toContain('broken by');
    expect(out).toContain('Met in simulation: replication 0');
    const traced = meridian('trace', join(folder, 'R1'), '0');
    expect(traced.code).toBe(0);
    expect(traced.out).toContain('primary at london (GB)');
    const kept = JSON.parse(readFileSync(join(folder, 'proof.json'), 'utf8'));
    expect(kept.holds).toBe(false);
    expect(kept.reached.R1.replication).toBe(0);
  });

  it('marks what simulation has not met', () => {
    const folder = join(newFolder(), 'proof');
    const { code, out } = meridian(
      'prove',
      'scenarios/london-2020-evacuated',
      '--tries',
      '1',
      '--out',
      folder,
    );
    expect(code).toBe(1);
    expect(out).toContain('Not met in simulation');
  });

  it('proves of a faulty policy that it is faulty', () => {
    const { code, out } = meridian(
      ...['prove', 'scenarios/german-night', '--breach', 'kept-working-copy', '--tries', '0', '--json'],
      ...['--out', join(newFolder(), 'proof')],
    );
    expect(code).toBe(1);
    const proof = JSON.parse(out);
    const broken = proof.invariants.filter(({ holds }: { holds: boolean }) => !holds);
    expect(broken.map(({ id }: { id: string }) => id)).toEqual(['R16']);
  });

  it('exits 2 for what it cannot prove', () => {
    for (const options of [
      ['--breach', 'nonsense'],
      ['--tries', 'some'],
      ['--until', 'soon'],
    ]) {
      const { code, err } = meridian('prove', 'scenarios/german-night', ...options);
      expect(code).toBe(2);
      expect(err).toMatch(/^error {2}/);
    }
    expect(meridian('prove', 'scenarios/nowhere').code).toBe(2);
  });
});

describe('meridian mutants', () => {
  it('exits with 2 where no mutant has that name: a table of none proves nothing', () => {
    const { code, err } = meridian('mutants', '--only', 'no such');
    expect(code).toBe(2);
    expect(err).toContain('no mutant of scenarios/proving-ground has "no such" in its name');
  });

  it('prints who found which mutant out, and why survivors break nothing', () => {
    const { code, out } = meridian('mutants', '--only', 'working');
    expect(code).toBe(0);
    expect(out).toMatch(/^breach kept-working-copy +policy +R16 +R16/m);
    expect(out).toMatch(/^promise inside: workingCopy anywhere: Its other dimensions/m);
  });
});
