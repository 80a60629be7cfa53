import { join } from 'node:path';
import { type Result, success } from '#base';
import { attempt, type Problem } from '../problem.ts';
import { type FileContent, WholeFiles } from './whole-files.ts';

/** Writes files, by name, into a folder; none of them if one cannot be written. Returns their paths. */
export function writeAll(
  folder: string,
  contents: Readonly<Record<string, FileContent>>,
): Result<readonly string[], Problem> {
  const files = new WholeFiles();
  const written = attempt(folder, 'choose another folder with --out, or make room', () => {
    const paths = Object.keys(contents).map((name) => join(folder, name));
    for (const [i, content] of Object.values(contents).entries()) files.write(paths[i] as string, content);
    files.commit();
    return success(paths);
  });
  if (!written.ok) files.discard();
  return written;
}
