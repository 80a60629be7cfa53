import { generateKeyPairSync } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { chromium } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { INVARIANTS } from '#audit';
import { startStudioServer } from '../../src/apps/shared/studio/studio-server.ts';
import { programOf } from '../programs.ts';
import { ROOT } from '../running.ts';
import { ENDS_SOON, InstalledPackage, OTHER } from './installed-package.ts';

const CLEAN = /No promise was broken\. 0\s+violations in [\d,]+ checks/;

let installed: InstalledPackage;
let folder = '';

function ended(program: string, args: readonly string[]) {
  return installed.ended(program, args);
}

function outputOf(program: string, ...args: readonly string[]): string {
  return installed.outputOf(program, ...args);
}

beforeAll(() => {
  installed = new InstalledPackage();
  folder = installed.folder;
  outputOf('cp', '-r', 'node_modules/meridian/scenarios', 'scenarios');
});

describe('the user of the installed package', () => {
  it.skipIf(OTHER === null)('is another one than that of the tests, and may write nothing of theirs', () => {
    expect(outputOf('id', '-u').trim()).toBe('65534');
    const probe = `
      const { accessSync, constants } = require('node:fs');
      const may = (path) => { try { accessSync(path, constants.W_OK); return true; } catch { return false; } };
      console.log(JSON.stringify(${JSON.stringify([ROOT, join(ROOT, 'dist'), join(ROOT, 'examples'), homedir(), '.'])}.map(may)));`;
    expect(JSON.parse(outputOf(process.execPath, '-e', probe))).toEqual([false, false, false, false, true]);
  });
});

describe('the commands of the installed package', () => {
  it('run elsewhere', () => {
    const npx = (...args: string[]) => outputOf('npx', 'meridian', ...args);
    const scenario = 'scenarios/first-steps';

    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(npx('--version').trim()).toBe(version);
    expect(npx('validate', scenario)).toContain('is valid');
    expect(npx('run', scenario)).toMatch(
      new RegExp(`No promise was broken \\(\\d+ of ${INVARIANTS.length} rules`),
    );
    expect(npx('audit', 'runs/first-steps')).toMatch(CLEAN);
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    npx('bundle', 'runs/first-steps', '--key', 'key.pem');
    expect(outputOf('npx', 'meridian-verify', 'runs/first-steps.bundle')).toContain('byte for byte');
  });

  it('answer an assistant', async () => {
    const client = new Client({ name: 'a test', version: '1' });
    const args = ['meridian', 'mcp', '--root', 'scenarios'];
    await client.connect(new StdioClientTransport({ command: 'npx', args, cwd: folder }));
    const call = { name: 'run', arguments: { scenario: 'first-steps' } };
    const { content } = await client.callTool(call, undefined, { timeout: 300_000 });
    const [{ text }] = content as [{ text: string }];
    expect(JSON.parse(text)).toMatchObject({ exitCode: 0, run: 'unsaved-1', promises: { verdict: 'clean' } });
    await client.close();
  });

  it('say what to install for what few users need', () => {
    // Large packages that few users need are not installed with it.
    const query = ended('npx', ['meridian', 'query', 'runs/first-steps', 'SELECT 1']);
    expect(query.status).toBe(2);
    expect(query.stderr).toContain('npm install @duckdb/node-api@');
    const cluster = ended('npx', ['meridian', 'worker', '--redis', 'redis://127.0.0.1:1']);
    expect(cluster.status).toBe(2);
    expect(cluster.stderr).toContain('npm install bullmq@');
  });
});

const EXAMPLES = join(ROOT, 'examples');
const examples = readdirSync(EXAMPLES).filter((name) => name.endsWith('.mjs'));

/** Makes packages of the repository available in the folder, as if they had been installed there. */
function add(...scopes: readonly string[]): void {
  for (const scope of scopes) {
    cpSync(join(ROOT, 'node_modules', scope), join(folder, 'node_modules', scope), {
      recursive: true,
      dereference: true,
    });
  }
  installed.giveAway();
}

function run(program: string, ...args: readonly string[]): string {
  return outputOf(process.execPath, program, ...args);
}

/** `KEEP_RESULTS=1` writes what the examples print. */
describe('the examples', () => {
  beforeAll(() => {
    cpSync(EXAMPLES, join(folder, 'examples'), { recursive: true });
    add('@duckdb');
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
  /** A scenario as JSON, which YAML includes. */
  const desk = JSON.stringify(parse(readFileSync(join(ROOT, 'scenarios/bench-mmc/scenario.yaml'), 'utf8')));

  it('has types that a strict program compiles with, and loads no others', () => {
    const program = `
import { audit, calibrate, defineScenario, type EstimatedMeasure, type Figure, importLog, override, parseScenario, readScenario, replicate, simulate,
  sweep } from 'meridian';
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
const found = await replicate(read.value, { replications: 3, measures: ['service level', 'wait p90/phone'], preference: make });
// @ts-expect-error: no figure has this name
await replicate(read.value, { measures: ['service levl'] });
const desk = override(defineScenario(${desk}), { horizon: '2 h' });
// @ts-expect-error: a duration has a unit
defineScenario({ ...desk, horizon: 5 });
const points = await sweep(desk, { horizon: ['1 h', '2 h'] }, { goals: ['service level>=80%'], signal: new AbortController().signal });
const means: readonly (number | undefined)[] = points.ok ? points.value.points.map(({ estimates }) => estimates[0]?.mean) : [];
console.log(means.length, parseScenario(desk).ok);
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
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--types', ''];
    const options = ['--module', 'NodeNext', '--target', 'ES2023', '--noEmit', '--listFiles', ...strict];
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const loaded = run(tsc, ...options, 'consumer.mts')
      .split('\n')
      .filter((line) => line.includes(folder));
    expect(loaded.map((path) => basename(path)).sort()).toEqual(
      ['auditor', 'consumer', 'index', 'preference', 'studio'].map((name) =>
        name === 'consumer' ? 'consumer.mts' : `${name}.d.ts`,
      ),
    );
  });

  it('works in a browser, as a module script under a strict policy and bundled, with the root that Node gives', async () => {
    const program = (from: string) => `
import { parseScenario, simulate } from '${from}';
const scenario = parseScenario(await (await fetch('desk.json')).text());
document.title = scenario.ok ? simulate({ ...scenario.value, horizonMs: 7_200_000 }).root : JSON.stringify(scenario.problem);
`;
    const page = (script: string) =>
      `<!doctype html><title>.</title><link rel="icon" href="data:,"><script type="module" src="${script}"></script>`;
    writeFileSync(join(folder, 'own.js'), program('./node_modules/meridian/dist/library/browser/index.js'));
    writeFileSync(join(folder, 'whole.js'), program('meridian'));
    writeFileSync(join(folder, 'desk.json'), desk);
    for (const name of ['own', 'bundled']) writeFileSync(join(folder, `${name}.html`), page(`${name}.js`));
    const esbuild = join(ROOT, 'node_modules', '.bin', 'esbuild');
    outputOf(
      esbuild,
      'whole.js',
      '--bundle',
      '--minify',
      '--format=esm',
      '--log-level=error',
      '--outfile=bundled.js',
    );
    expect(gzipSync(readFileSync(join(folder, 'bundled.js')), { level: 9 }).length).toBeLessThanOrEqual(
      250_000,
    );
    writeFileSync(
      join(folder, 'root.mjs'),
      `import { readScenario, simulate } from 'meridian';
const { value } = readScenario('scenarios/bench-mmc');
console.log(simulate({ ...value, horizonMs: 7_200_000 }).root);`,
    );
    const root = run('root.mjs').trim();
    const server = await startStudioServer(folder, 0, {});
    const browser = await chromium.launch({ executablePath: programOf('browser'), args: ['--no-sandbox'] });
    try {
      for (const name of ['own', 'bundled']) {
        const opened = await browser.newPage();
        const complaints: string[] = [];
        opened.on('console', (message) => complaints.push(message.text()));
        opened.on('pageerror', (error) => complaints.push(String(error)));
        await opened.goto(new URL(`${name}.html`, server.url).href);
        await expect.poll(() => opened.title(), { timeout: 60_000 }).not.toBe('.');
        expect([await opened.title(), complaints], name).toEqual([root, []]);
      }
    } finally {
      await browser.close();
      await server.close();
    }
  });

  it('finds in a browser what it finds in Node, in files that are right and in files that are wrong', () => {
    cpSync(join(ROOT, 'tests/scenario/bad'), join(folder, 'bad'), { recursive: true });
    installed.giveAway();
    const program = `
import { readdirSync, readFileSync } from 'node:fs';
import { parseScenario } from 'meridian';
import { parseScenario as inBrowser } from './node_modules/meridian/dist/library/browser/index.js';
const filesIn = (top) => readdirSync(top, { recursive: true }).map((name) => top + '/' + name);
const paths = ['bad', 'scenarios'].flatMap(filesIn).filter((path) => path.endsWith('.yaml'));
const differ = paths.filter((path) => {
  const text = readFileSync(path, 'utf8');
  return JSON.stringify(parseScenario(text)) !== JSON.stringify(inBrowser(text));
});
console.log(JSON.stringify([paths.length > 100, differ]));
`;
    writeFileSync(join(folder, 'both.mjs'), program);
    expect(JSON.parse(run('both.mjs'))).toEqual([true, []]);
  });

  it('makes runs in threads, with the same figures as in one', () => {
    const program = `
import { readScenario, replicate } from 'meridian';
const { value } = readScenario('scenarios/first-steps');
const found = [];
for (const threads of [1, 3]) found.push(JSON.stringify(await replicate(value, { replications: 3, threads })));
console.log(found[0].length > 1000, found[0] === found[1]);
`;
    writeFileSync(join(folder, 'threads.mjs'), program);
    expect(run('threads.mjs')).toBe('true true\n');
  });

  it('has an auditor without any part of the simulator', () => {
    const library = join(folder, 'node_modules', 'meridian', 'dist', 'library');
    expect(readFileSync(join(library, 'index.js'), 'utf8')).toContain('createJobRunner');
    const chunks = readdirSync(join(library, 'auditor-chunks')).map((name) => join('auditor-chunks', name));
    for (const name of ['auditor.js', ...chunks])
      expect(readFileSync(join(library, name), 'utf8'), name).not.toMatch(
        /createJobRunner|startReplication|createSimulation/,
      );
  });

  it('is sound to the tools that look at packages', () => {
    const tools = join(ROOT, 'node_modules', '.bin');
    expect(run(join(tools, 'publint'), join(folder, 'node_modules', 'meridian'), '--strict')).toContain(
      'All good!',
    );
    // Only this test needs it, with 37 MB of packages.
    const attw = '@arethetypeswrong/cli@0.18.5';
    outputOf('npm', 'install', '--no-audit', '--no-fund', ...ENDS_SOON, '--prefix', 'tools', attw);
    const types = run('tools/node_modules/.bin/attw', installed.tarball, '--profile', 'esm-only').split('\n');
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
