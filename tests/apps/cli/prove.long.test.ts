import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Proof } from '#prover';
import { meridian, newFolder } from './cli.ts';

describe('meridian prove', () => {
  it('says what holds in all runs, with its numbers, and who can be stranded', () => {
    const { code, out } = meridian('prove', 'scenarios/german-night');
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines[1]).toMatch(
      /^15 of 15 properties hold in all possible runs; 7 more had nothing to judge\. None is/,
    );
    expect(out).toMatch(/[\d,]+ states, [\d,]+ transitions/);
    expect(out.match(/ holds +[\d,]+$/gm)?.length).toBe(15);
    expect(out).toContain('tier 2 (azure): stranded if dublin is down: nobody may work it');
    expect(out).toMatch(/14 findings: 14 met in simulation, 0 tried and not met, 0 not tried/);
    expect(existsSync('runs/german-night-proof')).toBe(false);
  });

  it('keeps a counterexample as a run that can be traced, and says whether simulation has met it', () => {
    const folder = join(newFolder(), 'proof');
    const { code, out } = meridian('prove', 'scenarios/london-2020', '--trials', '1', '--out', folder);
    expect(code).toBe(1);
    expect(out).toContain('broken by');
    expect(out).toContain('Met in simulation: replication 0');
    const traced = meridian('trace', join(folder, 'R1'), '0');
    expect(traced.code).toBe(0);
    expect(traced.out).toContain('primary at london (GB)');
    const kept = JSON.parse(readFileSync(join(folder, 'proof.json'), 'utf8'));
    expect(kept.verdict).toBe('broken');
    expect(kept.reached.R1.replication).toBe(0);
  });

  it('marks what simulation has not met', () => {
    const folder = join(newFolder(), 'proof');
    const { code, out } = meridian(
      'prove',
      'scenarios/london-2020-evacuated',
      '--trials',
      '1',
      '--out',
      folder,
    );
    expect(code).toBe(1);
    expect(out).toContain('Not met in simulation');
  });

  it('finds that a faulty policy is faulty', () => {
    const { code, out } = meridian(
      ...['prove', 'scenarios/german-night', '--breach', 'kept-working-copy', '--trials', '0', '--json'],
      ...['--out', join(newFolder(), 'proof')],
    );
    expect(code).toBe(1);
    const proof = JSON.parse(out);
    const broken = proof.properties.filter(({ verdict }: { verdict: string }) => verdict === 'broken');
    expect(broken.map(({ id }: { id: string }) => id)).toEqual(['R16']);
    expect(proof.strandings[0]).toHaveProperty('trial', null);
  });

  it('never gives the title of an invariant to a part of it: law-drill with a breach of each kind', () => {
    const proofOf = (breach: string, until: string) => {
      const { code, out } = meridian(
        ...['prove', 'scenarios/law-drill', '--breach', breach, '--trials', '0', '--json', '--until', until],
        ...['--out', join(newFolder(), 'proof')],
      );
      expect(code).toBe(1);
      const { properties } = JSON.parse(out) as Proof;
      return new Map(properties.map((property) => [property.id as string, property]));
    };
    // A run of six days with this breach erases 321 cases during a hold.
    const held = proofOf('ignored-hold', '3 days');
    expect(held.get('R15.none-in-hold')).toMatchObject({ verdict: 'broken', extent: 'part' });
    expect(held.get('R15.erased-whole')).toMatchObject({
      verdict: 'holds',
      partOf: { id: 'R15', title: 'Erasure' },
    });
    expect(held.has('R15')).toBe(false);
    // One with this breach shows cases outside the promise, because its rules are out of date.
    expect(proofOf('stale-law', '6 days').get('R4')).toMatchObject({ verdict: 'broken', extent: 'whole' });
  });

  it('names what it leaves undecided, and exits with 0 if nothing is broken', () => {
    const { code, out } = meridian('prove', 'scenarios/travelling-expert', '--trials', '0');
    expect(code).toBe(0);
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /R7 "Transfers are recorded, on a valid basis": \d+ of \d+ checks are not judged: under the law of EEA/,
    );
    expect(out).toMatch(/ R7 +whole +undecided in \d+ checks /);
  });

  it('exits with 2 for what it cannot prove', () => {
    for (const options of [
      ['--breach', 'nonsense'],
      ['--trials', 'some'],
      ['--until', 'soon'],
    ]) {
      const { code, err } = meridian('prove', 'scenarios/german-night', ...options);
      expect(code).toBe(2);
      expect(err).toMatch(/^error {2}/);
    }
    expect(meridian('prove', 'scenarios/nowhere').code).toBe(2);
  });
});

describe('models for SPIN', () => {
  it('writes the same models each time, without SPIN, and says that SPIN has not been run', () => {
    const [one, other] = [join(newFolder(), 'one'), join(newFolder(), 'other')];
    for (const folder of [one, other]) {
      const { code, out } = meridian('prove', 'scenarios/bench-mmc', '--export', 'promela', '--out', folder);
      expect(code).toBe(0);
      expect(out).toContain('SPIN has not been run');
    }
    const files = readdirSync(one).sort();
    expect(files).toHaveLength(2);
    for (const file of files) {
      expect(readFileSync(join(one, file), 'utf8')).toBe(readFileSync(join(other, file), 'utf8'));
    }
  });

  it('writes counterexamples as ITF traces', () => {
    const folder = join(newFolder(), 'itf');
    expect(meridian('prove', 'scenarios/london-2020', '--export', 'itf', '--out', folder).code).toBe(1);
    const { states, vars } = JSON.parse(readFileSync(join(folder, 'R1.itf.json'), 'utf8'));
    expect(states.map(({ move }: { move: string }) => move)).toEqual([
      'the case begins',
      'SUBMIT',
      'a dated change',
    ]);
    expect(states.at(-1).copies['#set']).toContain('primary at london');
    expect(Object.keys(states[0])).toEqual(['#meta', ...vars]);
  });

  it('refuses other formats, and files that are no trail of the scenario, and writes nothing', () => {
    const folder = join(newFolder(), 'none');
    const trail = join(newFolder(), 'trail.txt');
    const refused = (...args: string[]) => {
      const { code, err } = meridian('prove', 'scenarios/bench-mmc', '--out', folder, ...args);
      expect(code).toBe(2);
      expect(existsSync(folder)).toBe(false);
      return err;
    };
    expect(refused('--export', 'tla')).toContain('choose promela or itf');
    expect(refused('--trail', join(folder, 'no-such-file'))).toContain('does not exist');
    writeFileSync(trail, 'nothing\n');
    expect(refused('--trail', trail)).toContain('it tells no step of a case');
    writeFileSync(trail, '\n~B german-night 0 0 0 0\n');
    expect(refused('--trail', trail)).toContain(`${trail}:2:1  not a trail of`);
    writeFileSync(trail, '~B bench-mmc 0 0 0 0\n~A store 0 900\n');
    expect(refused('--trail', trail)).toContain('there is no such act');
    expect(refused('--trail', trail, '--export', 'itf')).toContain('give one of them');
  });
});
