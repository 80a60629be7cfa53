import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '#domain';
import { AuditThread } from '../../../src/apps/shared/threads/audit-thread.ts';
import { meridian, newFolder } from './cli.ts';

describe('the thread that audits a run while it is made', () => {
  it('changes no byte of the results', () => {
    const folder = newFolder();
    const [one, two] = ['1', '2'].map((threads) => {
      const out = join(folder, threads);
      // Some 440,000 entries: the thread starts at 262,144.
      const made = meridian(
        'run',
        'scenarios/css-2014',
        '--until',
        '2 days',
        '--threads',
        threads,
        '--out',
        out,
      );
      return { out, said: made.out.replaceAll(out, ''), code: made.code };
    });
    expect({ ...two, out: '' }).toEqual({ ...one, out: '' });
    const files = readdirSync(one?.out ?? '', { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    expect(files.map(({ name }) => name)).toContain('violations.ndjson');
    for (const { name, parentPath } of files) {
      const path = join(parentPath, name);
      const other = path.replace(one?.out ?? '', two?.out ?? '');
      expect(readFileSync(other).equals(readFileSync(path)), name).toBe(true);
    }
  });

  it('gives no result if it was not started, or cannot read what it should', async () => {
    const missing = join(newFolder(), 'missing');
    const task = { scenario: {} as Scenario, ledger: missing, lists: { ndjson: missing, csv: missing } };
    const idle = new AuditThread(task);
    idle.wrote();
    expect(await idle.finish()).toBe(null);
    const lost = new AuditThread(task);
    for (let part = 0; part < 200; part++) lost.wrote();
    expect(await lost.finish()).toBe(null);
    await lost.end();
    expect(existsSync(missing)).toBe(false);
  });
});
