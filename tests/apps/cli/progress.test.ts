import { afterEach, describe, expect, it, vi } from 'vitest';
import { withProgress } from '../../../src/apps/cli/progress.ts';

/** What `work` shows on a stderr that is a terminal of 80 columns, or none. */
async function shown(isTerminal: boolean, title: string, isQuiet = false): Promise<string> {
  const written: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const before = [process.stderr.isTTY, process.stderr.columns];
  Object.assign(process.stderr, { isTTY: isTerminal, columns: 80 });
  try {
    const made = await withProgress(title, isQuiet, 'cases', async (progress) => {
      vi.advanceTimersByTime(60_000);
      progress.at(0.25, 1234);
      progress.at(0.26, 1300);
      return 'made';
    });
    expect(made).toBe('made');
  } finally {
    Object.assign(process.stderr, { isTTY: before[0], columns: before[1] });
  }
  return written.join('');
}

describe('progress', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('is a line on a terminal, with what is left, and is cleared at the end', async () => {
    vi.useFakeTimers({ now: 1e12 });
    const [, first, second, end, more] = (await shown(true, 'desk')).split('\r');
    expect(first).toContain('desk ░░░');
    expect(second).toMatch(/^desk █{10}░{30} 25 % · 1,234 cases · 3 min to go/);
    expect([end, more]).toEqual(['\u001b[K', undefined]);
  });

  it('fits in a line, and lets no name from outside control the terminal', async () => {
    vi.useFakeTimers({ now: 1e12 });
    const [, first = ''] = (await shown(true, `\u001b[31m${'a'.repeat(200)}`)).split('\r');
    expect(first).not.toContain('\u001b[31m');
    expect([...first.replace('\u001b[K', '')].length).toBe(79);
  });

  it('is nothing where stderr is no terminal, or the user wants none', async () => {
    vi.useFakeTimers({ now: 1e12 });
    expect([await shown(false, 'desk'), await shown(true, 'desk', true)]).toEqual(['', '']);
  });
});
