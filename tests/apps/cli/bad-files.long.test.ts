import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../running.ts';
import { meridian, meridianWith } from './cli.ts';

const BAD = 'tests/scenario/bad';
const files = readdirSync(join(ROOT, BAD)).filter((name) => name.endsWith('.yaml'));
/** Some are tried in their own process, and all together in one. */
const sample = files.filter((_, index) => index % 20 === 0);

describe('meridian validate, on bad files', () => {
  it('has more than forty of them', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(sample.length).toBeGreaterThan(5);
  });

  it('names code and place of each, counts them, and never prints a stack trace', () => {
    const { code, out, err } = meridian('validate', ...files.map((file) => `${BAD}/${file}`));
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).not.toMatch(/\n\s+at .*\.(js|ts):/);
    expect(err.match(/^\d+ issues?$/gm)).toHaveLength(files.length);
    for (const file of files) {
      const expected = /^# expect: (\S+) (\d+):(\d+)(?!.* in )/m.exec(
        readFileSync(join(ROOT, BAD, file), 'utf8'),
      );
      if (expected === null) continue;
      const [, issue = '', line = '', column = ''] = expected;
      expect(err, file).toContain(`${BAD}/${file}:${line}:${column}  error ${issue}`);
    }
  });

  it.each(sample)('exits with 2 for %s alone', (file) => {
    const { code, out, err } = meridian('validate', `${BAD}/${file}`);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/\d+ issues?\n$/);
  });

  it('reports a valid file among bad ones, in text and JSON', () => {
    const { code, out } = meridian('validate', 'scenarios/first-steps', `${BAD}/${files[0]}`);
    expect(code).toBe(2);
    expect(out).toContain('is valid');
    const verdicts = JSON.parse(
      meridian('validate', '--json', 'scenarios/first-steps', `${BAD}/${files[0]}`).out,
    );
    expect(verdicts.map(({ valid }: { valid: boolean }) => valid)).toEqual([true, false]);
    expect(JSON.parse(meridian('validate', '--json', 'scenarios/first-steps').out).valid).toBe(true);
  });

  it('writes nothing if such a file is run', () => {
    expect(meridian('run', `${BAD}/${files[0]}`).code).toBe(2);
  });

  it('reads them, and the files that they extend, only within their folder', () => {
    const folder = join(ROOT, 'scenarios/css-2014-drill');
    for (const name of ['.', 'scenario.yaml', '../css-2014-drill'])
      expect(meridianWith([], ['validate', name], folder).out, name).toContain('css-2014-drill is valid');
  });
});
