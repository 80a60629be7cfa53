import { describe, expect, it } from 'vitest';
import { type LoadRow, loadTable, loadVerdicts, measureLoad } from './load.ts';

const row = (part: Partial<LoadRow>): LoadRow => ({
  agents: 1,
  load: 0.9,
  relaxations: 100,
  measure: 'speed of answer',
  experiments: 400,
  held: 380,
  said: 4,
  heldInSilence: 376,
  ...part,
});

describe('batch means by load and length', () => {
  it('calls short runs too short for waits, and long runs seldom', () => {
    const effort = { experiments: 20, seed: 'short' };
    const [short, long] = [5, 200].map((relaxations) =>
      measureLoad({ agents: 1, load: 0.8 }, relaxations, effort),
    );
    const ofWaits = (short ?? []).filter(({ measure }) =>
      /^(speed of answer|queue length|wait p)/.test(measure),
    );
    expect(ofWaits).toHaveLength(3);
    for (const { measure, said } of ofWaits) expect(said, measure).toBeGreaterThan(17);
    expect(long).toHaveLength(5);
    for (const { held, said } of long ?? []) {
      expect(said).toBeLessThan(4);
      expect(held).toBeGreaterThan(15);
    }
  });

  it('is judged by the runs that are not called too short, and by how many are whose intervals hold', () => {
    expect(loadVerdicts([row({})]).isKept).toBe(true);
    expect(loadVerdicts([row({ heldInSilence: 340 })]).isKept).toBe(false);
    // Nothing is promised of runs that are called too short.
    expect(loadVerdicts([row({ held: 340, said: 400, heldInSilence: 0 })])).toMatchObject({
      isKept: true,
      outside: [],
    });
    expect(loadVerdicts([row({ said: 60, heldInSilence: 323 })])).toMatchObject({
      isKept: false,
      saidWhereRight: 0.15,
    });
    expect(loadTable([row({})])).toContain('| 95.0 % of 400 | 1.0 % of 400 | 94.9 % of 396 | holds |');
    expect(loadTable([row({ heldInSilence: 340 })])).toContain('OUTSIDE');
    // Few runs of a length that are calm by chance do not decide of the load.
    const few = row({ relaxations: 10, said: 364, held: 350, heldInSilence: 26 });
    const long = row({ experiments: 1200, held: 1140, said: 0, heldInSilence: 1140 });
    expect(loadVerdicts([few, long])).toMatchObject({ outside: [], outsideByLength: [few] });
    expect(loadTable([few, long])).toContain('M/M/1 at 90 %, 10 relaxation times (72.2 % of 36)');
  });
});
