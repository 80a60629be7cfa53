import type { TextOptions } from '#report';
import type { FileContent } from '../../shared/files/whole-files.ts';
import { print, printJson, printText, textOptions } from '../../shared/print.ts';
import type { Outcome } from '../../shared/problem.ts';
import { noteReplaced } from '../run/replaced.ts';
import { leaveResults, type ResultFolder } from './result-place.ts';
import type { ExperimentOptions } from './settings.ts';

export interface Results {
  /** Contents by file name, the least readable first. */
  readonly files: Readonly<Record<string, FileContent>>;
  /** Output of `--json`, in addition to the folder. */
  readonly json: object;
  readonly text: (options: TextOptions) => string;
  /** Sentences on how the law of the scenarios differs from real law. */
  readonly law: readonly string[];
}

/** Writes the files to their place, next to the kept ones (`kept`: names), and prints the results. */
export function giveResults(
  place: ResultFolder,
  { files, json, law, text }: Results,
  options: Pick<ExperimentOptions, 'json' | 'quiet'>,
  kept?: readonly string[],
): Outcome {
  const left = leaveResults(place, files, kept);
  const { named: folder } = place;
  if (options.json === true) printJson({ folder, ...json });
  else if (options.quiet === undefined) {
    printText(text(textOptions()));
    for (const sentence of law) print(sentence);
    print(`${folder}: ${Object.keys(files).reverse().join(', ')}`);
  }
  if (options.quiet === undefined) noteReplaced(left, 'result', folder);
  return 'clean';
}
