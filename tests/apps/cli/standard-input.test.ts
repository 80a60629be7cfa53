import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../running.ts';
import { meridian, newFolder } from './cli.ts';

const folder = newFolder();
const run = join(folder, 'run');
const SCENARIO = 'scenarios/first-steps';
const MAPPING = 'meridian-mapping: 1\ncolumns: {case: id, time: at, activity: state}\nends: [closed]\n';
const ROWS = 'id,at,state\na,2024-01-15T09:00:00Z,new\na,2024-01-15T10:00:00Z,closed\n';

function given(input: string | Uint8Array, ...args: readonly string[]) {
  const program = join(ROOT, 'dist/apps/cli/main.js');
  const { status, stderr, stdout } = spawnSync(process.execPath, [program, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    input,
  });
  return { code: status, err: stderr, out: stdout };
}

beforeAll(() => {
  expect(meridian('run', SCENARIO, '--out', run).code).toBe(0);
});

describe('standard input', () => {
  it('may be a log to import: the report names it, and the tables are where --out says', () => {
    const mapping = join(folder, 'mapping.yaml');
    writeFileSync(mapping, MAPPING);
    const out = join(folder, 'made.case-log');
    expect(given(ROWS, 'import', '-', '--map', mapping, '--out', out)).toMatchObject({ code: 0, err: '' });
    const { log, rows } = JSON.parse(readFileSync(join(out, 'import.json'), 'utf8'));
    expect([log, rows.imported]).toEqual(['stdin.csv', 2]);
    const guessed = given(ROWS, 'import', '-', '--guess');
    expect([guessed.code, guessed.out.includes('case: id')]).toEqual([0, true]);
    const wrong = given(ROWS.replace('2024', 'noon'), 'import', '-', '--map', mapping, '--out', `${out}2`);
    expect([wrong.code, wrong.out, existsSync(`${out}2`)]).toEqual([2, expect.any(String), false]);
    expect(wrong.err).toContain("stdin.csv, row 2, column 'at'");
  });

  it('may be a ledger to audit, with the verdict that its run has', () => {
    const bytes = readFileSync(join(run, 'ledger.bin'));
    const options = ['--scenario', SCENARIO, '--json'];
    const alone = given(bytes, 'audit', '-', ...options);
    expect(alone).toEqual(meridian('audit', run, '--json'));
    expect(given(bytes, 'audit', '-').err).toContain('a ledger does not say what was promised');
    const other = given(bytes, 'audit', '-', '--scenario', 'scenarios/bench-mmc');
    expect([other.code, other.out]).toEqual([2, '']);
    expect(other.err).toContain('made from another scenario than bench-mmc');
    const spoilt = Buffer.from(bytes);
    spoilt[spoilt.length >> 1] = (spoilt[spoilt.length >> 1] ?? 0) ^ 1;
    expect(given(spoilt, 'audit', '-', '--scenario', SCENARIO)).toMatchObject({
      code: 1,
      err: expect.stringContaining('the ledger is damaged'),
    });
    expect(given('no ledger', 'audit', '-', '--scenario', SCENARIO).code).toBe(1);
  });

  it('is taken for one thing only', () => {
    const text = readFileSync(join(ROOT, SCENARIO, 'scenario.yaml'), 'utf8');
    const { code, err, out } = given(text, 'audit', '-', '--scenario', '-');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('standard input is the scenario, and cannot be the ledger as well');
  });

  it('may be a scenario to explore', () => {
    const text = readFileSync(join(ROOT, SCENARIO, 'scenario.yaml'), 'utf8');
    const { code, out } = given(text, 'prove', '-', '--trials', '0', '--json');
    const named = meridian('prove', SCENARIO, '--trials', '0', '--json');
    expect([code, JSON.parse(out).properties]).toEqual([named.code, JSON.parse(named.out).properties]);
  });
});

describe('standard output', () => {
  it('takes the open cases and the answer of a query where --out is -', () => {
    const plain = meridian('open-cases', run, '--at', '2 h');
    expect(meridian('open-cases', run, '--at', '2 h', '--out', '-')).toEqual(plain);
    expect(existsSync(join(ROOT, '-'))).toBe(false);
    const sql = 'SELECT count(*) AS n FROM cases';
    const answer = meridian('query', run, sql, '--out', '-');
    expect([answer.code, answer.out]).toEqual([0, meridian('query', run, sql, '--csv', '-').out]);
  });
});
