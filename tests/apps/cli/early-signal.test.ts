import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../running.ts';
import { newFolder, start } from './cli.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const NODE_MAJOR = Number.parseInt(process.versions.node, 10);
const HOOK = `--require=${join(ROOT, 'tests/apps/cli/early-signal.cjs')}`;

/** How a command ends by a signal this long after its first line of code, before which Node starts and nothing of ours runs. */
async function endOf(args: readonly string[], signal: NodeJS.Signals, afterMs: number) {
  const one = start(args, { NODE_OPTIONS: HOOK, SIGNAL: signal, AFTER_MS: String(afterMs) });
  return { code: await one.ended, err: one.err(), out: one.out() };
}

describe('a signal in the first moments of a command', () => {
  it.each(SIGNALS)('%s ends it with a line while the program is being loaded', async (signal) => {
    const line = 'interrupted: nothing was written\n';
    const ended = await endOf(['validate', 'scenarios/first-steps'], signal, 0);
    // Newer versions of Node load all modules at one go, and hear of the signal when the command has ended.
    if (NODE_MAJOR > 20 && ended.out !== '') expect(ended.out).toContain('first-steps is valid');
    else expect(ended).toEqual({ code: 130, err: line, out: '' });
  });

  it.each([0, 5, 20, 50, 100, 200, 400])('ends run with a line %i ms after its start', async (afterMs) => {
    const folder = join(newFolder(), 'run');
    for (const signal of SIGNALS) {
      const { code, err } = await endOf(['run', 'scenarios/css-2014', '--out', folder], signal, afterMs);
      expect({ code, err }).toEqual({
        code: 130,
        err: expect.stringMatching(/^interrupted: nothing was written.*\n$/),
      });
      expect(existsSync(folder)).toBe(false);
    }
  });
});
