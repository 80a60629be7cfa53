import { existsSync, realpathSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { refuse } from '../../shared/problem.ts';

export type AnswerFormat = 'csv' | 'json' | 'parquet';

/** Target of an answer: a file, or stdout if `path` is null. */
export interface AnswerTarget {
  readonly format: AnswerFormat | 'table';
  readonly path: string | null;
}

export interface TargetOptions {
  readonly out?: string;
  readonly csv?: string;
  readonly parquet?: string;
  readonly json?: true;
}

const FORMATS: readonly AnswerFormat[] = ['csv', 'json', 'parquet'];
const STDOUT = '-';

/** Refuses two targets, an unknown file name extension, and a file inside the evidence. */
export function targetOf(folders: readonly string[], options: TargetOptions): AnswerTarget {
  const { csv, json, out, parquet } = options;
  const named = [
    ...(csv === undefined ? [] : [{ option: '--csv', path: csv, format: 'csv' as const }]),
    ...(parquet === undefined ? [] : [{ option: '--parquet', path: parquet, format: 'parquet' as const }]),
    ...(out === undefined ? [] : [{ option: '--out', path: out, format: formatOf(out) }]),
    ...(json === undefined ? [] : [{ option: '--json', path: STDOUT, format: 'json' as const }]),
  ];
  const [first, second] = named;
  if (first === undefined) return { format: 'table', path: null };
  if (second !== undefined) {
    return refuse(
      `${first.option} and ${second.option} cannot be given together`,
      `write the answer once with ${first.option}, or once with ${second.option}`,
    );
  }
  const { format, option, path } = first;
  if (format === null) {
    return refuse(
      `${option} ${path} ends in none of ${FORMATS.map((one) => `.${one}`).join(', ')}`,
      'end the name with one of them, or name the file with --csv or --parquet',
    );
  }
  if (path !== STDOUT) return fileOutside(folders, { format, path }, option);
  if (format !== 'parquet') return { format, path: null };
  return refuse('Parquet cannot be written to stdout', 'name a file with --parquet, or write --csv -');
}

function formatOf(path: string): AnswerFormat | null {
  return path === STDOUT ? null : (FORMATS.find((format) => path.endsWith(`.${format}`)) ?? null);
}

function fileOutside(
  folders: readonly string[],
  target: AnswerTarget & { readonly path: string },
  option: string,
): AnswerTarget {
  const parent = dirname(target.path);
  if (!existsSync(parent)) {
    return refuse(`${parent} does not exist`, `make the folder first, or name another file with ${option}`);
  }
  const isInside = folders.some(
    (folder) =>
      existsSync(folder) && `${realpathSync(parent)}${sep}`.startsWith(`${realpathSync(folder)}${sep}`),
  );
  if (!isInside) return target;
  return refuse(
    `${option} ${target.path} is inside the queried folder`,
    'name a file outside it; queries never change evidence',
  );
}
