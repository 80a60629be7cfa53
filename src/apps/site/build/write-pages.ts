import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { print } from '../../shared/print.ts';
import { attempt, type Outcome, refuse } from '../../shared/problem.ts';
import { runCommand } from '../../shared/run-command.ts';

const BUILT = join(import.meta.dirname, '../../../../dist/studio');
const OURS = ['index.html', 'worker.js', 'docs'];

/**
 * `npm run pages [-- folder]`: writes the studio, with the site in its folder `docs`, where any web server can serve them as they are. Replaces
 * only a folder that it has written.
 */
await runCommand((): Outcome => {
  const folder = process.argv[2] ?? 'runs/pages';
  const isOurs = OURS.every((name) => existsSync(join(folder, name)));
  if (existsSync(folder) && !isOurs && readdirSync(folder).length > 0)
    return refuse(`${folder} holds something else`, 'name an empty folder: npm run pages -- <folder>');
  attempt(folder, 'name another folder: npm run pages -- <folder>', () => {
    rmSync(folder, { recursive: true, force: true });
    cpSync(BUILT, folder, { recursive: true });
    // GitHub Pages then serves every file as it is.
    writeFileSync(join(folder, '.nojekyll'), '');
  });
  print(
    `${folder}: the studio in index.html, all pages in docs/index.html; any web server can serve it, below any path.`,
  );
  return 'clean';
});
