import { Presets, SingleBar } from 'cli-progress';

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
