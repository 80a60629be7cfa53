import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../running.ts';
import { meridian } from './cli.ts';

const BAD = 'tests/scenario/bad';
const files = readdirSync(join(ROOT, BAD)).filter((name) => name.endsWith('.yaml'));

describe('meridian validate, on bad files', () => {
  it('has more than forty of them', () => {
    expect(files.length).toBeGreaterThan(40);
  });

  it('exits 2 for each, names code and place, and never shows a stack', () => {
    for (const file of files) {
      const { code, err } = meridian('validate', `${BAD}/${file}`);
      const expected = /^# expect: (\S+) (\d+):(\d+)/m.exec(readFileSync(join(ROOT, BAD, file), 'utf8'));
      expect(code, file).toBe(2);
      expect(err, file).not.toMatch(/\n\s+at .*\.(js|ts):/);
      if (expected !== null) {
        const [, issue = '', line = '', column = ''] = expected;
        expect(err, file).toContain(`:${line}:${column}  error ${issue}`);
      }
    }
    // A process for each file.
  }, 600_000);

  it('writes nothing when such a file is run', () => {
    expect(meridian('run', `${BAD}/${files[0]}`).code).toBe(2);
  });
});
