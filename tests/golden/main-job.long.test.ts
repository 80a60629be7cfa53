import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '#audit';
import type { Omissions } from '#exports';
import type { Summary } from '#statistics';
import { meridian, newFolder } from '../apps/cli/cli.ts';
import { ROOT } from '../running.ts';
import { holdKept, keptAudit, keptSummary } from './kept-results.ts';

/**
 * The month that `npm start` makes, by the built program, which is much faster than its sources are here.
 * `large-scenarios.long.test.ts` holds its variants, and recounts all of them from their ledgers.
 */
describe('npm start', () => {
  const folder = newFolder();
  const kept = (name: string) => join(ROOT, 'scenarios/css-2014', name);
  const made = <Value>(name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Value;

  beforeAll(() => {
    expect(meridian('run', 'scenarios/css-2014', '--out', folder).err).toBe('');
  });

  it('gives the kept summary', () => {
    const summary = made<Summary>('summary.json');
    holdKept(kept('expected.summary.json'), keptSummary(summary), summary.seed);
  });

  it('gives the kept audit, apart from the root, which covers the version of the program', () => {
    const { notModelled: _, notSaid: __, ...audit } = made<AuditReport & Omissions>('audit.json');
    expect(made<{ readonly root: string }>('run.json').root).toBe(audit.root);
    const expected = JSON.parse(readFileSync(kept('expected.audit.json'), 'utf8')) as AuditReport;
    expect(JSON.parse(keptAudit({ ...audit, root: expected.root }))).toEqual(expected);
  });
});
