import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../running.ts';
import { meridian, newFolder } from './cli.ts';

const folder = newFolder();
const file = join(folder, 'inputs.yaml');
writeFileSync(
  file,
  `meridian-sweep: 1
scenario: ${relative(folder, join(ROOT, 'scenarios/first-steps'))}
replications: 3
until: 1 day
vary:
  agents: { path: centres.dublin.groups.*.shifts.*.agents, values: 2..12 step 2 }
  demand: { path: segments.*.customers.*.rate, times: 0.7..1.3 }
  reopening: { path: work.reopening.share, values: [0, 0.01] }
`,
);

function contentsOf(path: string): Record<string, string> {
  return Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));
}

describe('meridian sensitivity', () => {
  it.each([
    ['oat', 7],
    ['morris', 12],
    ['sobol', 40],
  ])(
    '%s ranks the inputs, in text, JSON, CSV and HTML, with the same bytes for any number of threads',
    (method, points) => {
      const args = ['sensitivity', file, '--method', method, '--trajectories', '3', '--samples', '8'];
      const [one, two] = ['1', '2'].map((threads) => join(folder, `${method}-${threads}`)) as [
        string,
        string,
      ];
      const { code, err, out } = meridian(...args, '--threads', '1', '--out', one);
      expect([code, err]).toEqual([0, '']);
      expect(out).toContain(`${points} points`);
      expect(out).toMatch(/Service level: moved most by|do not tell whether any input moves service level/);
      expect(meridian(...args, '--threads', '2', '--quiet', '--out', two)).toEqual({
        code: 0,
        err: '',
        out: '',
      });
      const contents = contentsOf(one);
      expect(contentsOf(two)).toEqual(contents);
      expect(Object.keys(contents).sort()).toEqual([
        'experiment.json',
        'replications.ndjson',
        'sensitivity.csv',
        'sensitivity.html',
        'sensitivity.json',
      ]);
      const page = JSON.parse(contents['sensitivity.json'] ?? '');
      expect(page.inputs[0]).toEqual({ name: 'agents', low: '2', high: '12' });
      const waits = page.measures
        .map(({ measure }: { measure: { id: string } }) => measure.id)
        .filter((id: string) => /^(speed of answer|wait)/.test(id));
      expect(waits).toContain('speed of answer/phone');
      for (const id of waits) expect(id).toMatch(/\/(phone|e-mail|web)$/);
      expect(out).toContain('Speed of answer, phone');
      expect(out).not.toMatch(/Speed of answer:|Wait, 90.%.within:/);
      for (const { influences, measure } of page.measures) {
        if (influences === null) continue;
        const weights = influences.map(({ weight }: { weight: number }) => weight);
        expect(weights, measure.id).toEqual([...weights].sort((a, b) => b - a));
      }
      expect(contents['sensitivity.csv']).toMatch(
        /^measure,unit,input,figure,value,low,high,first_rank,last_rank\r?\n/,
      );
      expect(contents['sensitivity.html']).toContain('<svg');
    },
  );

  it('resumes from what an earlier call left', () => {
    const whole = join(folder, 'oat-1');
    const part = join(folder, 'part');
    const args = ['sensitivity', file, '--quiet', '--out', part];
    expect(meridian(...args).code).toBe(0);
    const records = join(part, 'replications.ndjson');
    const lines = readFileSync(records, 'utf8').split('\n');
    // The last line is cut in the middle, as by a killed process.
    writeFileSync(records, `${lines.slice(0, 5).join('\n')}\n${lines[5]?.slice(0, 40)}`);
    const resumed = meridian(...args, '--resume');
    expect({ ...resumed, err: '' }).toEqual({ code: 0, err: '', out: '' });
    expect(resumed.err).toContain('replications.ndjson: line 6 does not fit its seal');
    expect(contentsOf(part)).toEqual(contentsOf(whole));
  });

  it('gives a single measure on request', () => {
    const out = join(folder, 'one-measure');
    expect(meridian('sensitivity', file, '--measures', 'abandonment', '--quiet', '--out', out).code).toBe(0);
    const page = JSON.parse(readFileSync(join(out, 'sensitivity.json'), 'utf8'));
    expect(page.measures.map(({ measure }: { measure: { id: string } }) => measure.id)).toEqual([
      'abandonment',
    ]);
  });

  it('refuses an input with only one value, and unknown methods and measures', () => {
    const single = join(folder, 'single.yaml');
    writeFileSync(single, readFileSync(file, 'utf8').replace('[0, 0.01]', '[0.01]'));
    const { code, err } = meridian('sensitivity', single, '--out', join(folder, 'never'));
    expect(code).toBe(2);
    expect(err).toContain('single.yaml:8:');
    expect(err).toContain('one value only');
    expect(meridian('sensitivity', file, '--method', 'guess')).toMatchObject({ code: 2 });
    const measure = meridian('sensitivity', file, '--measures', 'luck', '--out', join(folder, 'never'));
    expect(measure.code).toBe(2);
    expect(measure.err).toContain('no measure luck');
    expect(meridian('sensitivity', file, '--trajectories', '1')).toMatchObject({ code: 2 });
    expect(existsSync(join(folder, 'never'))).toBe(false);
  });
});
