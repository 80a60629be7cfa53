import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const MEMORY = new URL('../../src/apps/shared/memory.ts', import.meta.url).href;

/** The numbers that a program prints, one a line. */
function numbersOf(program: string): readonly number[] {
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  const text = `const { holdMemory, releaseMemory } = await import(${JSON.stringify(MEMORY)});${program}`;
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['--import', tsx, '--input-type=module', '--eval', text],
    { encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.trim().split('\n').map(Number);
}

it('an audit, whose heap keeps little of what it allocates, takes less memory', () => {
  const mostOf = (first: string) => {
    const [most = 0] = numbersOf(`
      ${first}
      const kept = Array.from({ length: 300_000 }, (_, i) => ({ i, list: [i] }));
      let most = 0;
      for (let i = 0; i < 6_000_000; i++) {
        kept[i % kept.length] = { i, list: [i] };
        if (i % 1000 === 0) most = Math.max(most, process.memoryUsage().heapUsed);
      }
      console.log(most);`);
    return most;
  };
  expect(mostOf('holdMemory();')).toBeLessThan(0.75 * mostOf(''));
});

it('what a part of a command leaves is collected before the next', () => {
  const [before = 0, after = 0] = numbersOf(`
    holdMemory();
    let kept = Array.from({ length: 1_000_000 }, (_, i) => ({ i, list: [i] }));
    console.log(process.memoryUsage().heapUsed);
    kept = null;
    releaseMemory();
    console.log(process.memoryUsage().heapUsed);`);
  expect(before).toBeGreaterThan(50e6);
  expect(after).toBeLessThan(before - 50e6);
});
