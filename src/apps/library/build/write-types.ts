import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const TARGET = join('dist', 'types');

/**
 * Makes the declarations in `dist/types` readable from outside of the package, whose `imports` name sources that are not in it: rooms
 * (`#audit`) become paths to their doors, and files of the sources those of the declarations.
 */
function openTypes(): void {
  const files = readdirSync(TARGET, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.d.ts'),
  );
  for (const file of files) {
    const path = join(TARGET, file);
    const toRoot = relative(dirname(path), TARGET).split(sep).join('/') || '.';
    const text = readFileSync(path, 'utf8')
      .replace(
        /(['"])#([a-z]+)\1/g,
        (_, quote: string, room: string) => `${quote}./${toRoot}/${room}/index.js${quote}`,
      )
      .replace(/(from |import\()(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2');
    writeFileSync(path, text);
  }
}

openTypes();
