import { formatCount, formatDuration } from '#base';
import { note, showLine } from '../shared/terminal.ts';

/** Shows progress on stderr, and only on a terminal. */
export interface Progress {
  at(share: number, count: number): void;
}

/** Shows a progress bar during `work`. */
export async function withProgress<Made>(
  title: string,
  isQuiet: boolean,
  unit: string,
  work: (progress: Progress) => Promise<Made>,
): Promise<Made> {
  if (isQuiet || !process.stderr.isTTY) return work({ at: () => {} });
  const startMs = Date.now();
  let nextMs = 0;
  const at = (share: number, count: number) => {
    const nowMs = Date.now();
    if (nowMs < nextMs) return;
    nextMs = nowMs + REDRAW_MS;
    const toGo = share === 0 ? null : ((nowMs - startMs) / 1000) * (1 / share - 1);
    const full = Math.floor(share * BAR_LENGTH);
    const bar = '█'.repeat(full) + '░'.repeat(BAR_LENGTH - full);
    const percent = Math.floor(share * 100);
    const made = `${formatCount(count)} ${unit}`;
    showLine(`${title} ${bar} ${percent} % · ${made} · ${formatDuration(toGo)} to go`);
  };
  try {
    at(0, 0);
    return await work({ at });
  } finally {
    showLine('');
  }
}

const REDRAW_MS = 100;
const BAR_LENGTH = 40;

/** Where stderr is no terminal, searches print a line of progress this often. */
const LINES_EVERY_MS = 10_000;

/** Returns a function that prints lines of progress on stderr: each on a terminal, otherwise a few. */
export function progressLines(isQuiet: boolean): (line: () => string) => void {
  let nextMs = Date.now() + LINES_EVERY_MS;
  return (line) => {
    if (isQuiet || (!process.stderr.isTTY && Date.now() < nextMs)) return;
    nextMs = Date.now() + LINES_EVERY_MS;
    note(line());
  };
}
