import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './running.ts';

/** CONTRIBUTING.md and the rooms' pages tell people which files to touch and which commands to run. Both must exist. */

const pages = [
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'README.md')
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort(),
];

/** Names on a page that are not paths from there. The list may only shrink. */
const NO_PATHS: Readonly<Record<string, readonly string[]>> = {};

/** Source files, pages, folders (with a slash at the end) and the gate, as a page writes them in backquotes outside code blocks. */
function pathsIn(text: string): readonly string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/`([^`\s<>…]+)`/g)]
    .map(([, code]) => code as string)
    .filter((code) => /\.(?:tsx?|css|md)$|\/$|^\.ci\//.test(code));
}

/** Files and folders of the project; folders end with a slash. */
const known: readonly string[] = [
  ...['.ci', 'benchmarks', 'docs', 'scenarios', 'src', 'tests'].flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, withFileTypes: true }).map(
      (entry) => `${relative(ROOT, join(entry.parentPath, entry.name))}${entry.isDirectory() ? '/' : ''}`,
    ),
  ),
  ...readdirSync(ROOT, { withFileTypes: true }).map(({ name }) => `${name}/`),
  ...readdirSync(ROOT),
];

/**
 * A page may write a path from the root or from its own folder. A bare name may lie anywhere below the page. `*` matches a part of a name.
 */
function isKnown(path: string, page: string): boolean {
  const folder = dirname(page) === '.' ? '' : `${dirname(page)}/`;
  const pattern = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*');
  const isBare = !path.slice(0, -1).includes('/');
  const wanted = new RegExp(`^(?:(?:${folder})?|${isBare ? `${folder}(?:.*/)?` : folder})${pattern}$`);
  return known.some((one) => wanted.test(one));
}

const missingIn = (page: string, text: string): readonly string[] =>
  pathsIn(text).filter((path) => !isKnown(path, page));

/** Scripts of package.json that a page tells people to run, in prose and code. */
function scriptsIn(text: string): readonly string[] {
  const named = [...text.matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g)].map(
    ([, script]) => script as string,
  );
  const short = [...text.matchAll(/\bnpm (test|start)\b/g)].map(([, script]) => script as string);
  return [...named, ...short];
}

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');

  it('names only paths that exist', () => {
    expect(pathsIn(text).length).toBeGreaterThan(2);
    expect([...new Set(missingIn(page, text))]).toEqual(NO_PATHS[page] ?? []);
  });

  it('names only npm scripts that package.json has', () => {
    expect(scriptsIn(text).filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
  });
});

describe('CONTRIBUTING.md', () => {
  const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');

  it('says how to add what people add most, with files to touch and the tests that require them', () => {
    const parts = text.split(/^### /m).slice(1);
    const titles = parts.map((part) => part.split('\n', 1)[0]);
    expect(titles).toEqual([
      'A routing preference',
      'An engine feature',
      'An invariant',
      'An export format',
      'A command',
      'A measure',
    ]);
    for (const part of parts) {
      expect(pathsIn(part).filter((path) => path.startsWith('src/')).length).toBeGreaterThan(1);
      expect(part).toMatch(/What the tests ask: .*`tests\//s);
    }
  });

  it('names all rooms', () => {
    const rooms = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(rooms.length).toBeGreaterThan(10);
    for (const { name } of rooms) expect(text).toMatch(new RegExp(`\\b${name}/ `));
  });
});

describe('a page', () => {
  it('that names a nonexistent file, folder or script is detected', () => {
    const text =
      'Change `src/base/resuult.ts`, `gone/` and `result.ts`, as in `src/base/*.ts`; then `npm run keeep`.';
    expect(missingIn('src/base/README.md', text)).toEqual(['src/base/resuult.ts', 'gone/']);
    expect(scriptsIn(text)).toEqual(['keeep']);
  });
});
