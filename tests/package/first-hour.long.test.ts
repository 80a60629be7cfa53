import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStudioServer } from '../../src/apps/shared/studio/studio-server.ts';
import { programOf } from '../programs.ts';
import { ROOT } from '../running.ts';
import { ENDS_SOON, InstalledPackage } from './installed-package.ts';

/** The first hour of somebody who has the package and an empty folder: what they type, what they see, and how long they wait. */

let installed: InstalledPackage;
const times: (readonly [what: string, seconds: number])[] = [];

function timed<Value>(what: string, work: () => Value): Value {
  const beginMs = performance.now();
  const value = work();
  times.push([what, (performance.now() - beginMs) / 1000]);
  return value;
}

function write(name: string, text: string): void {
  writeFileSync(join(installed.folder, name), text);
}

/** The desk of the README. */
const DESK = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1] ?? '';

beforeAll(() => {
  installed = timed('pack and install', () => new InstalledPackage());
  write('desk.yaml', DESK);
});

afterAll(() => {
  const rows = times.map(([what, seconds]) => `${seconds.toFixed(1).padStart(6)} s  ${what}`);
  process.stdout.write(`${rows.join('\n')}\n`);
});

/** What a terminal of 80 columns and 24 lines shows of a command, line by line, and its exit code. */
function screen(command: string): { readonly lines: readonly string[]; readonly code: number | null } {
  const inTerminal = `stty cols 80 rows 24; npx meridian ${command}`;
  const { status, stdout } = timed(`meridian ${command}`, () =>
    installed.ended('script', ['-qec', inTerminal, '/dev/null']),
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are told by an escape character.
  const text = stdout.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r\n', '\n');
  // A line of progress is overwritten by what comes after its carriage return.
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(line.lastIndexOf('\r') + 1));
  return { lines, code: status };
}

const FIVE = 'centres.dublin.groups.desk.shifts.day.agents=5';

describe('the first hour with the package', () => {
  it.each([
    [`run desk.yaml --fail-on targets --junit junit.xml`, 1, 'The target is missed'],
    [`run desk.yaml --set ${FIVE} --fail-on targets --out runs/five`, 0, 'The target is met'],
    ['run desk.yaml --seed 2 --out runs/two', 0, 'The target is missed'],
    [`compare desk.yaml --set ${FIVE} --replications 5`, 0, '1 target changes from missed to met'],
    ['runs', 0, '1 of 1 missed'],
    ['validate desk.yaml', 0, 'my-desk is valid'],
    ['staff desk.yaml --replications 5', 0, '6.25 instead of 5 FTE'],
  ])('meridian %s ends with %i and fits a terminal of 80 columns', (command, code, said) => {
    const seen = screen(command);
    expect(seen.code).toBe(code);
    expect(seen.lines.join(' ').replaceAll(/\s+/g, ' ')).toContain(said);
    expect(seen.lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it('shows a run on one screen', () => {
    expect(screen('run desk.yaml').lines.length).toBeLessThanOrEqual(24);
  });

  it('fails a job of continuous integration on a missed target, as a test case that names it', () => {
    expect(readFileSync(join(installed.folder, 'junit.xml'), 'utf8')).toMatch(
      /<testcase [^>]*callers[^>]*>\s*<failure/,
    );
  });

  it('sweeps the staff with intervals and a preference of its own, in thirty lines of TypeScript', () => {
    const program = `import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { defineScenario, sweep } from 'meridian';
import { definePreference } from 'meridian/preference';

/** The group with the largest share of its people idle goes first. */
const preference = definePreference(() => ({
  name: 'largest idle share',
  rank: ({ idleCount, onDuty }) => -idleCount / onDuty,
}));
const desk = defineScenario(parse(readFileSync('desk.yaml', 'utf8')));
const found = await sweep(
  desk,
  { 'centres.dublin.groups.desk.shifts.day.agents': [4, 5, 6] },
  { measures: ['service level'], goals: ['service level>=80%'], preference, replications: 10 },
);
if (!found.ok) throw new Error(found.problem.join('\\n'));
for (const { estimates, values } of found.value.points) {
  const [level] = estimates;
  if (level === undefined || level === null || level.halfWidth === null) throw new Error('no interval');
  const [share, halfWidth] = [level.mean, level.halfWidth].map((value) => (100 * value).toFixed(1));
  console.log(\`\${values[0]} agents: \${share} ± \${halfWidth} %\`);
}
`;
    expect(program.split('\n').length).toBeLessThanOrEqual(30);
    write('staffing.mts', program);
    const { status } = timed('npm install typescript and types', () =>
      installed.ended('npm', ['install', '--no-audit', '--no-fund', ...ENDS_SOON, ...TYPESCRIPT]),
    );
    expect(status).toBe(0);
    const strict = [
      '--types',
      'node',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--noUncheckedIndexedAccess',
    ];
    timed('tsc', () =>
      installed.outputOf(
        'npx',
        'tsc',
        '--module',
        'NodeNext',
        '--target',
        'ES2023',
        ...strict,
        'staffing.mts',
      ),
    );
    const lines = timed('30 runs by the program', () => installed.outputOf('node', 'staffing.mjs'));
    const rows = [...lines.matchAll(/^(\d) agents: ([\d.]+) ± ([\d.]+) %$/gm)].map(([, ...all]) =>
      all.map(Number),
    );
    expect(rows.map(([agents]) => agents)).toEqual([4, 5, 6]);
    const [four = [], five = [], six = []] = rows;
    expect((four[1] ?? 0) + (four[2] ?? 0)).toBeLessThan(80);
    expect((five[1] ?? 0) - (five[2] ?? 0)).toBeGreaterThan(80);
    expect(six[1]).toBeGreaterThan(five[1] ?? 0);
  });

  it('does the same in a page of a browser', async () => {
    write(
      'page.js',
      `import { parseScenario, override, defineScenario, sweep } from './node_modules/meridian/dist/library/browser/index.js';
const text = await (await fetch('desk.json')).text();
const agents = { 'centres.dublin.groups.desk.shifts.day.agents': [4, 5] };
const preference = () => ({ name: 'largest idle share', rank: ({ idleCount, onDuty }) => -idleCount / onDuty });
const found = await sweep(JSON.parse(text), agents, { measures: ['service level'], preference, replications: 3 });
document.title = found.ok
  ? found.value.points.map(({ estimates: [one] }) => one.mean.toFixed(3) + ' ± ' + one.halfWidth.toFixed(3)).join(', ')
  : found.problem.join();
`,
    );
    write(
      'page.html',
      '<!doctype html><title>.</title><link rel="icon" href="data:,"><script type="module" src="page.js"></script>',
    );
    installed.outputOf('node', '--input-type=module', '-e', TO_JSON);
    const server = await startStudioServer(installed.folder, 0, {});
    const browser = await chromium.launch({ executablePath: programOf('browser'), args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.goto(new URL('page.html', server.url).href);
      await expect.poll(() => page.title(), { timeout: 60_000 }).not.toBe('.');
      expect(complaints).toEqual([]);
      expect(await page.title()).toMatch(/^0\.7\d\d ± 0\.\d+, 0\.8\d\d ± 0\.\d+$/);
    } finally {
      await browser.close();
      await server.close();
    }
  });

  it('asks DuckDB about the exports of three runs', () => {
    for (const name of ['my-desk', 'five', 'two'])
      screen(`export runs/${name} --format parquet --out tables/${name}`);
    const { status } = timed('npm install DuckDB', () =>
      installed.ended('npm', ['install', '--no-audit', '--no-fund', ...ENDS_SOON, '@duckdb/node-api']),
    );
    expect(status).toBe(0);
    write(
      'ask.mjs',
      `import { DuckDBInstance } from '@duckdb/node-api';
const connection = await (await DuckDBInstance.create()).connect();
const answer = await connection.runAndReadAll(\`SELECT split_part(filename, '/', 2) AS run, count(*)::INT AS cases, round(avg(CASE WHEN wait_s <= 20 AND answered IS NOT NULL THEN 1.0 ELSE 0 END), 2)::DOUBLE AS in_time
  FROM read_parquet('tables/*/parquet/cases.parquet', filename = true) GROUP BY ALL ORDER BY ALL\`);
console.log(JSON.stringify(answer.getRowsJson()));
`,
    );
    const rows = JSON.parse(timed('DuckDB', () => installed.outputOf('node', 'ask.mjs')));
    // What the runs themselves said, 85.9, 72.3 and 74.9 %.
    expect(rows).toEqual([
      ['five', 3224, 0.86],
      ['my-desk', 3224, 0.72],
      ['two', 3214, 0.75],
    ]);
  });

  it('takes some space', () => {
    const { stdout } = spawnSync('du', ['-sm', 'node_modules/meridian'], {
      cwd: installed.folder,
      encoding: 'utf8',
    });
    expect(Number.parseInt(stdout, 10)).toBeLessThan(60);
  });
});

/** Versions of the project, so that the test is the same tomorrow. */
const TYPESCRIPT = ['typescript', '@types/node'].map((name) => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'));
  return `${name}@${version}`;
});

const TO_JSON = `
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
writeFileSync('desk.json', JSON.stringify(parse(readFileSync('desk.yaml', 'utf8'))));`;
