import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'rolldown';
import { expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { scenarioJson } from '#scenario';
import { programOf } from '../../programs.ts';
import { loadScenario } from '../../running.ts';
import { type InTwoParts, inTwoParts } from './in-two-parts.ts';

it('a run that continues a snapshot has the same roots and figures in Chromium as in Node', async () => {
  const { output } = await build({
    input: join(import.meta.dirname, 'in-two-parts.ts'),
    platform: 'browser',
    write: false,
    output: { format: 'iife', name: 'parts', codeSplitting: false },
  });
  const browser = await chromium.launch({
    executablePath: programOf('browser'),
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: output[0].code });
    for (const [name, hours, cut] of [
      ['three-centres', 18, 7.25],
      ['german-night', 6, 3],
      ['css-2014', 1, 0.5],
    ] as const) {
      const text = scenarioJson({ ...loadScenario(name), horizonMs: hours * HOUR_MS });
      const untilMs = cut * HOUR_MS;
      const here = inTwoParts(text, untilMs);
      const there = await page.evaluate(
        ([scenario, ms]) =>
          (globalThis as unknown as { inTwoParts(text: string, ms: number): InTwoParts }).inTwoParts(
            scenario,
            ms,
          ),
        [text, untilMs] as const,
      );
      expect(there, name).toEqual(here);
      expect(there, name).toMatchObject({ isSameSummary: true, otherSeed: 'entries' });
      expect(new Set([there.first, there.second, there.whole]).size, name).toBe(3);
    }
  } finally {
    await browser.close();
  }
});
