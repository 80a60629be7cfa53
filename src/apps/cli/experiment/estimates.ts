import { WAIT_QUANTILES, type WaitQuantile } from '#experiment';
import {
  type ReplicationsPage,
  renderReplications,
  renderReplicationsCsv,
  renderReplicationsText,
} from '#report';
import { colour, complain, print, printJson, printText, terminalWidth } from '../../shared/print.ts';

/** The files of what replications, or the batches of a long run, came to. */
export function estimateFiles(page: ReplicationsPage): Readonly<Record<string, string>> {
  return {
    'estimates.json': `${JSON.stringify(page, null, 2)}\n`,
    'estimates.csv': renderReplicationsCsv(page),
    'estimates.html': renderReplications(page),
  };
}

/** Prints the same for people. */
export function tellEstimates(
  folder: string,
  page: ReplicationsPage,
  options: { readonly json?: true; readonly quiet?: true },
): void {
  if (options.json === true) printJson({ folder, ...page });
  else if (options.quiet === undefined) {
    printText(renderReplicationsText(page, { width: terminalWidth(), colour }));
    print(`${folder}: estimates.html, estimates.csv, estimates.json`);
  }
}

/** The quantiles of waits that are named, separated by commas; null when one cannot be had, which has been told. */
export function chosenQuantiles(text: string | undefined): readonly WaitQuantile[] | null {
  if (text === undefined) return [90];
  const names = text.split(',').map((name) => name.trim());
  const known = WAIT_QUANTILES.filter((percent) => names.includes(`${percent}%`));
  const stray = names.find((name) => !known.some((percent) => name === `${percent}%`));
  if (stray === undefined) return known;
  const all = WAIT_QUANTILES.map((percent) => `${percent}%`).join(', ');
  complain(`--quantiles ${stray} is none that is kept of waits`, `choose among ${all}, separated by commas`);
  return null;
}
