import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';

/** What the browser has taken of the machine's memory, MB (10⁶ bytes). */
export interface BrowserMemory {
  /** The most that the process of one tab, its worker included, has had in memory. */
  readonly tabPeak: number;
  /** The sum of what all processes have in memory now, and of pages that they share as often as they share them. */
  readonly allNow: number;
}

/** From what Linux tells of the browser's processes. */
export async function memoryOf(browser: Browser): Promise<BrowserMemory> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const tabs = processInfo.filter(({ type }) => type === 'renderer');
  return {
    tabPeak: Math.max(...tabs.map(({ id }) => megabytes(id, 'VmHWM'))),
    allNow: processInfo.reduce((sum, { id }) => sum + megabytes(id, 'VmRSS'), 0),
  };
}

/** 0 for a process that has ended meanwhile. */
function megabytes(process: number, field: string): number {
  try {
    const status = readFileSync(`/proc/${process}/status`, 'utf8');
    return (Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024) / 1e6;
  } catch {
    return 0;
  }
}
