import { join } from 'node:path';
import { type Result, success } from '#base';
import { WholeFiles } from '../../shared/files/whole-files.ts';
import { attempt, type Problem } from '../../shared/problem.ts';

/** Writes texts, by the name of their file, into a folder; none of them if one cannot be written. Returns their paths. */
export function writeResults(
  folder: string,
  texts: Readonly<Record<string, string>>,
): Result<readonly string[], Problem> {
  const files = new WholeFiles();
  const written = attempt(folder, 'choose another folder with --out, or make room', () => {
    const paths = Object.entries(texts).map(([name, text]) => {
      const path = join(folder, name);
      files.write(path, text);
      return path;
    });
    files.commit();
    return success(paths);
  });
  if (!written.ok) files.discard();
  return written;
}
