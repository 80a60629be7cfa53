import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const FLAGS = new URL('../../src/apps/shared/v8-flags.ts', import.meta.url).href;

/** Collections of young objects while 400 MB of objects are made that all stay, as waiting cases do. */
function collections(betweenPieces: string): number {
  const program = `
    const { tuneForHeapSize, tuneForOneRun } = await import(${JSON.stringify(FLAGS)});
    tuneForOneRun(1000);
    const kept = [];
    for (let piece = 0; piece < 40; piece++) {
      for (let i = 0; i < 100_000; i++) kept.push({ a: i, b: { c: i }, d: [] });
      ${betweenPieces};
    }`;
  return outputOf(program, '--trace-gc').match(/Scavenge/g)?.length ?? 0;
}

function outputOf(program: string, ...options: readonly string[]): string {
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--import', tsx, ...options, '--input-type=module', '--eval', program],
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  expect(status).toBe(0);
  return stdout;
}

it('a large heap has its young objects collected less often, as each time V8 looks at every page of it', () => {
  expect(collections('tuneForHeapSize()')).toBeLessThan(0.75 * collections(''));
});

it.each([
  [
    'what an audit leaves is collected before tables are made from it',
    'tuneForEvidence',
    'tuneForTablesAfterAudit',
  ],
  ['what tables leave is collected before a database reads them', 'tuneForReading', 'releaseMemory'],
])('%s', (_, tune, release) => {
  const output = outputOf(`
    const { ${tune}, ${release} } = await import(${JSON.stringify(FLAGS)});
    ${tune}();
    let kept = Array.from({ length: 1_000_000 }, (_, i) => ({ i, list: [i] }));
    console.log(process.memoryUsage().heapUsed);
    kept = null;
    ${release}();
    console.log(process.memoryUsage().heapUsed);`);
  const [before = 0, after = 0] = output.trim().split('\n').map(Number);
  expect(before).toBeGreaterThan(50e6);
  expect(after).toBeLessThan(before - 50e6);
});

it('the size of functions that V8 inlines is set once, at the start: V8 ends the process if it shrinks while V8 compiles', () => {
  const text = readFileSync(new URL(FLAGS), 'utf8');
  const start = text.slice(
    text.indexOf('export function tuneForStart'),
    text.indexOf('export function tuneForReading'),
  );
  const setting = /setFlag\('max-inlined-bytecode-size',/g;
  expect(start.match(setting)).toHaveLength(1);
  expect(text.match(setting)).toHaveLength(1);
});
