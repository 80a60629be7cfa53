import { Presets, SingleBar } from 'cli-progress';
import { note } from '../shared/terminal.ts';

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
  const bar = new SingleBar(
    {
      format: `${title} {bar} {percentage} % · {count} ${unit} · {eta_formatted} to go`,
      stream: process.stderr,
      // A signal may end the program at once, which would leave the terminal without a cursor.
      hideCursor: false,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  );
  bar.start(1000, 0, { count: 0 });
  try {
    return await work({
      at: (share, count) => bar.update(Math.floor(share * 1000), { count: count.toLocaleString('en-GB') }),
    });
  } finally {
    bar.stop();
  }
}

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
