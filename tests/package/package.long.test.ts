import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newFolder } from '../apps/cli/cli.ts';
import { newKeyFile } from '../evidence/small-bundle.ts';
import { ROOT } from '../running.ts';

/** The package as somebody has it: packed, and installed in an empty folder with a blank in its name. */
let folder = '';
let tarball = '';

beforeAll(() => {
  folder = join(newFolder(), 'a folder');
  mkdirSync(folder);
  const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  tarball = join(folder, packed.trim());
  writeFileSync(join(folder, 'package.json'), '{ "name": "elsewhere", "private": true }');
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', tarball], { cwd: folder });
  cpSync(join(folder, 'node_modules/meridian/scenarios'), join(folder, 'scenarios'), { recursive: true });
});

describe('the commands of the installed package', () => {
  it('run elsewhere', () => {
    const npx = (...args: string[]) =>
      execFileSync('npx', ['meridian', ...args], { cwd: folder, encoding: 'utf8' });
    const scenario = 'scenarios/first-steps';

    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(npx('--version').trim()).toBe(version);
    expect(npx('validate', scenario)).toContain('is valid');
    expect(npx('run', scenario)).toMatch(/Clean: \d+ of 26 tested\. 0\s+violations in [\d,]+ checks/);
    expect(npx('audit', 'runs/first-steps')).toMatch(
      /Clean: \d+ of 26 tested\. 0\s+violations in [\d,]+ checks/,
    );
    npx('bundle', 'runs/first-steps', '--key', newKeyFile());
    const verified = execFileSync('npx', ['meridian-verify', 'runs/first-steps.bundle'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(verified).toContain('byte for byte');
  });

  it('say what to install for what few users need', () => {
    // Large packages that few users need are not installed with it.
    const query = spawnSync('npx', ['meridian', 'query', 'runs/first-steps', 'SELECT 1'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(query.status).toBe(2);
    expect(query.stderr).toContain('npm install @duckdb/node-api@');
    const cluster = spawnSync('npx', ['meridian', 'worker', '--redis', 'redis://127.0.0.1:1'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(cluster.status).toBe(2);
    expect(cluster.stderr).toContain('npm install bullmq@');
  });
});

const EXAMPLES = join(ROOT, 'examples');
const examples = readdirSync(EXAMPLES).filter((name) => name.endsWith('.mjs'));

/** Makes packages of the repository available in the folder, as if they had been installed there. */
function link(...scopes: readonly string[]): void {
  for (const scope of scopes) {
    symlinkSync(join(ROOT, 'node_modules', scope), join(folder, 'node_modules', scope));
  }
}

function run(program: string, ...args: readonly string[]): string {
  return execFileSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8' });
}

/** `KEEP_RESULTS=1` writes what the examples print. */
describe('the examples', () => {
  beforeAll(() => {
    link('@duckdb');
    cpSync(EXAMPLES, join(folder, 'examples'), { recursive: true });
  });

  it('are at least eight', () => {
    expect(examples.length).toBeGreaterThanOrEqual(8);
  });

  it.each(examples)('%s prints in an installed package what is kept beside it', (name) => {
    const kept = join(EXAMPLES, name.replace(/\.mjs$/, '.txt'));
    const out = run(join('examples', name), ...(name.startsWith('browser') ? ['--check'] : []));
    if (process.env.KEEP_RESULTS === '1') writeFileSync(kept, out);
    expect(existsSync(kept)).toBe(true);
    expect(out).toBe(readFileSync(kept, 'utf8'));
  });
});

describe('the library of the installed package', () => {
  beforeAll(() => link('@types', 'undici-types'));

  it('has types that a strict program compiles with', () => {
    const program = `
import { audit, calibrate, type EstimatedMeasure, type Figure, importLog, readScenario, replicate, simulate } from 'meridian';
import { definePreference } from 'meridian/preference';
import { serveStudio } from 'meridian/studio';
import type { AuditReport } from 'meridian/audit';

const make = definePreference((scenario) => ({
  name: scenario.title,
  rank: ({ idleCount }, { waitMs }) => idleCount - waitMs,
}));
const read = readScenario('x');
if (!read.ok) throw new Error(read.problem.map(({ code, line }) => \`\${code} \${line}\`).join());
const { ledger, summary } = simulate(read.value, { preference: make(read.value) });
const level: number | null = summary.total.serviceLevel;
const found = await replicate(read.value, { replications: 3 });
const rows: readonly EstimatedMeasure[] = found.ok ? found.value : [];
if (ledger !== null) {
  const report = audit(ledger, read.value);
  const judged: AuditReport | null = report.ok ? report.value : null;
  console.log(judged?.verdict, level, rows.length);
}
const imported = await importLog(new Uint8Array(), null, { format: 'xes' });
const calibrated = imported.ok ? calibrate(imported.value, { zones: { DE: 'Europe/Berlin' } }) : imported;
const figures: readonly Figure[] = calibrated.ok ? calibrated.value.figures : [];
const values: readonly number[] = figures.map(({ high, low }) => high - low);
console.log(values.length);
const studio = await serveStudio({ port: 0 });
if (studio.ok) await studio.value.close();
// @ts-expect-error: a port is a number
await serveStudio({ port: '0' });
`;
    writeFileSync(join(folder, 'consumer.mts'), program);
    const options = ['--module', 'NodeNext', '--target', 'ES2023', '--strict', '--noEmit', '--types', 'node'];
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    expect(run(tsc, ...options, 'consumer.mts')).toBe('');
  });

  it('has an auditor without any part of the simulator', () => {
    const library = join(folder, 'node_modules', 'meridian', 'dist', 'library');
    expect(readFileSync(join(library, 'index.js'), 'utf8')).toContain('createJobRunner');
    expect(readFileSync(join(library, 'auditor.js'), 'utf8')).not.toMatch(
      /createJobRunner|startReplication|createSimulation/,
    );
  });

  it('is sound to the tools that look at packages', () => {
    const tools = join(ROOT, 'node_modules', '.bin');
    expect(run(join(tools, 'publint'), join(folder, 'node_modules', 'meridian'), '--strict')).toContain(
      'All good!',
    );
    const types = run(join(tools, 'attw'), tarball, '--profile', 'esm-only').split('\n');
    const judged = types.filter((line) => /^(node16 \(from ESM\)|bundler):/.test(line));
    expect(judged.length).toBeGreaterThanOrEqual(8);
    expect(judged.filter((line) => !line.includes('🟢'))).toEqual([]);
  });

  it('tells a program what is wrong with a scenario, and throws nothing', () => {
    const program = `
import { compare, parseScenario, readScenario, replicate } from 'meridian';
const missing = readScenario('nowhere');
const empty = parseScenario('meridian: 1');
const read = readScenario('scenarios/first-steps');
const wrong = await replicate(read.value, { measures: ['service levl'], replications: 1, level: 95 });
const single = await compare([read.value]);
console.log(JSON.stringify([missing, empty, wrong, single].map(({ ok, problem }) => [ok, problem.length])));
`;
    writeFileSync(join(folder, 'wrong.mjs'), program);
    const answers = JSON.parse(run('wrong.mjs')) as readonly (readonly [boolean, number])[];
    expect(answers.map(([ok]) => ok)).toEqual([false, false, false, false]);
    expect(answers[2]?.[1]).toBe(3);
    for (const [, problems] of answers) expect(problems).toBeGreaterThan(0);
  });
});
