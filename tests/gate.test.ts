import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LONG_IN_GATE, leftOut } from './gate.ts';
import { ROOT } from './running.ts';

describe('the gate', () => {
  const out = leftOut(ROOT, 'gate');

  it('names tests that exist', () => {
    const missing = LONG_IN_GATE.filter((name) => !existsSync(join(ROOT, 'tests', `${name}.long.test.ts`)));
    expect(missing).toEqual([]);
  });

  it('leaves out long tests that it does not name, and no others', () => {
    expect(out).toContain('tests/validation/validation.long.test.ts');
    expect(out.filter((path) => !path.endsWith('.long.test.ts'))).toEqual([]);
    expect(out.filter((path) => LONG_IN_GATE.some((name) => path === `tests/${name}.long.test.ts`))).toEqual(
      [],
    );
  });

  it('leaves out nothing unless it is asked for', () => {
    expect(leftOut(ROOT, '')).toEqual([]);
    expect(leftOut(ROOT, 'all')).toEqual([]);
  });
});
