import { Presets, SingleBar } from 'cli-progress';

/** Shows how far a run has come: on stderr, and only where somebody is looking. */
export interface Progress {
  at(share: number, count: number): void;
  done(): void;
}

export function startProgress(title: string, quiet: boolean, unit = 'cases'): Progress {
  if (quiet || !process.stderr.isTTY) return { at: () => {}, done: () => {} };
  const bar = new SingleBar(
    {
      format: `${title} {bar} {percentage} % · {count} ${unit} · {eta_formatted} to go`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  );
  bar.start(1000, 0, { count: 0 });
  return {
    at: (share, count) => bar.update(Math.floor(share * 1000), { count: count.toLocaleString('en-GB') }),
    done: () => bar.stop(),
  };
}
