import { join } from 'node:path';
import { attempt } from '../problem.ts';
import { type FileContent, wholly } from './whole-files.ts';

/** Writes files, by name, into a folder; none of them if one cannot be written. Returns their paths. */
export function writeAll(folder: string, contents: Readonly<Record<string, FileContent>>): readonly string[] {
  return attempt(folder, 'choose another folder with --out, or make room', () =>
    wholly((files) =>
      Object.entries(contents).map(([name, content]) => {
        const path = join(folder, name);
        files.write(path, content);
        return path;
      }),
    ),
  );
}
