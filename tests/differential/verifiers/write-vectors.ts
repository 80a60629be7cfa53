import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFiles } from './core-bundle.ts';
import { expectedAnswer, vectors } from './vectors.ts';

/** `npm run vectors -- <folder>`: bundles for people who write a verifier, a folder for each, and `expected.json` with the answers. */
const [folder, ...more] = process.argv.slice(2);
if (folder === undefined || more.length > 0 || existsSync(folder)) {
  process.stderr.write('npm run vectors -- <folder that does not exist>\n');
  process.exitCode = 2;
} else {
  const made = vectors();
  for (const { files, name } of made) writeFiles(join(folder, name), files);
  const answers = made.map(expectedAnswer);
  writeFileSync(join(folder, 'expected.json'), `${JSON.stringify(answers, null, 1)}\n`);
  const sound = answers.filter(({ isSound }) => isSound).length;
  process.stdout.write(
    `${made.length} bundles, of which ${sound} are in order; the answers are in ${join(folder, 'expected.json')}\n`,
  );
}
