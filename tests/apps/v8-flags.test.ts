import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const FLAGS = new URL('../../src/apps/shared/v8-flags.ts', import.meta.url).href;

/** Collections of young objects while 400 MB of objects are made that all stay, as waiting cases do. */
function collections(betweenPieces: string): number {
  const program = `
    const { tuneForHeapSize, tuneForOneRun } = await import(${JSON.stringify(FLAGS)});
    tuneForOneRun();
    const kept = [];
    for (let piece = 0; piece < 40; piece++) {
      for (let i = 0; i < 100_000; i++) kept.push({ a: i, b: { c: i }, d: [] });
      ${betweenPieces};
    }`;
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--import', tsx, '--trace-gc', '--input-type=module', '--eval', program],
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  expect(status).toBe(0);
  return stdout.match(/Scavenge/g)?.length ?? 0;
}

it('a large heap has its young objects collected less often, as each time V8 looks at every page of it', () => {
  expect(collections('tuneForHeapSize()')).toBeLessThan(0.75 * collections(''));
});
