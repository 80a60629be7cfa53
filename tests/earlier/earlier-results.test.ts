import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedger } from '#ledger';
import { parseScenarioJson } from '#scenario';
import { openSummaryCheck } from '../../src/bundle/recount/summary-check.ts';
import { meridian } from '../apps/cli/cli.ts';
import { sha256, successOf } from '../running.ts';
import { earlierFolder } from './earlier.ts';

const folder = earlierFolder();
const at = (name: string) => join(folder, name);
const jsonOf = (name: string) => JSON.parse(readFileSync(at(name), 'utf8'));

describe('what the build of 29 November 2026 wrote', () => {
  it('a run is audited with the verdict that it had then', () => {
    const then = jsonOf('run/audit.json');
    const { code, out } = meridian('audit', at('run'), '--json');
    const now = JSON.parse(out);
    expect(code).toBe(0);
    expect(now.root).toBe(then.root);
    const violations = ({ invariants }: { invariants: readonly { id: string; violations: number }[] }) =>
      Object.fromEntries(invariants.map((invariant) => [invariant.id, invariant.violations]));
    expect(violations(now)).toMatchObject(violations(then));
  });

  it('the figures of a summary follow from its ledger, as they were defined then', () => {
    const ledger = successOf(openLedger(readFileSync(at('bundle/ledger/ledger.bin')), sha256));
    const scenario = successOf(parseScenarioJson(readFileSync(at('bundle/scenario.json'), 'utf8')));
    const check = openSummaryCheck(readFileSync(at('bundle/summary.json'), 'utf8'), scenario, ledger.header);
    ledger.forEach(check.visit);
    const { compared, difference } = check.finish();
    expect(difference).toBeNull();
    expect(compared).toBeGreaterThan(1000);
  });

  it('a run can be queried and its cases traced', () => {
    const cases = meridian('query', at('run'), 'SELECT count(*) AS cases FROM cases');
    expect(cases.out).toMatch(/\b99\b/);
    expect(cases.code).toBe(0);
    const trace = meridian('trace', at('run'), '3');
    expect(trace.code).toBe(0);
    expect(trace.out).toContain('Case 3');
  });

  it('a run goes on from a snapshot to the end of the whole run', () => {
    const whole = jsonOf('run/summary.json');
    const { code } = meridian(
      ...['run', at('desk.yaml'), '--from', at('half.snapshot'), '--out', at('second')],
    );
    expect(code).toBe(0);
    const { cases, copies, total } = jsonOf('second/summary.json');
    expect(cases).toEqual(whole.cases);
    expect(total).toMatchObject(whole.total);
    expect(copies).toMatchObject(whole.copies);
  });

  it('the cases of a file of open cases are where a run starts', () => {
    writeFileSync(
      at('later.yaml'),
      'meridian: 1\nextends: desk.yaml\nname: later\nstart: 2014-11-08T00:00:00Z\n',
    );
    const { code, err } = meridian(
      ...['run', at('later.yaml'), '--backlog', at('open-cases.csv'), '--until', '2 h', '--no-ledger'],
      ...['--out', at('from-backlog')],
    );
    expect(err).toBe('');
    expect(code).toBe(0);
    // The other 25 cases wait for their customers.
    expect(jsonOf('from-backlog/summary.json').total.carriedOver).toBe(1);
  });

  it('replications and a baseline are refused with a sentence and leave nothing behind, since they have no waits for pooled quantiles', () => {
    const resumed = meridian(
      ...['run', at('desk.yaml'), '--replications', '8', '--resume', '--out', at('replications')],
    );
    expect(resumed.code).toBe(2);
    expect(resumed.err).toContain(
      `${at('replications')} contains no earlier part of this experiment that this version can continue`,
    );
    expect(resumed.err).toContain('leave --resume out');
    expect(existsSync(at('replications.unfinished'))).toBe(false);
    const checked = meridian('baseline', 'check', at('desk.yaml'), at('baseline.json'));
    expect(checked.code).toBe(2);
    expect(checked.err).toContain(`${at('baseline.json')} is a baseline of format 1`);
    expect(checked.err).toContain('save it again');
  });

  it('a case log is audited with the counts that it had then', () => {
    const then = jsonOf('tickets.audit/audit.json');
    const { code, out } = meridian(
      ...['audit', at('tickets.case-log'), '--scenario', at('desk.yaml'), '--json'],
    );
    expect(code).toBe(0);
    const { cases, judgedCases, views, workingCopies } = then.told;
    expect(JSON.parse(out).told).toMatchObject({ cases, judgedCases, views, workingCopies });
  });
});

describe('what the build of 1 December 2026 wrote', () => {
  const later = earlierFolder('2026-12-01');

  it('a run and a bundle with tables are queried under the names of columns of now and of then', () => {
    const sql =
      'SELECT count(*) AS n, sum(now.duration_s) AS s, sum(earlier.duration_ms)::BIGINT AS ms FROM waits AS now JOIN earlier.waits AS earlier USING (entry)';
    const [run, bundle] = ['run', 'bundle'].map((name) =>
      meridian('query', join(later, name), sql, '--json'),
    );
    expect(run).toMatchObject({ code: 0 });
    expect(run?.out).toBe(bundle?.out);
    const [row] = JSON.parse(bundle?.out ?? '') as { n: number; s: number; ms: number }[];
    expect(row?.n).toBeGreaterThan(10);
    expect(row?.s).toBeCloseTo((row?.ms ?? 0) / 1000, 3);
    const told = meridian('query', join(later, 'bundle'), 'SELECT duration_ms FROM waits');
    expect(told.code).toBe(2);
    expect(told.err).toContain('earlier.<table> has duration_ms');
  });
});
