import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { raised } from '#base';

/** A page of the site, and what the contents call it. */
interface Entry {
  /** The path of its Markdown from the root of the package; it begins with `made/` if the page is generated from code. */
  readonly path: string;
  readonly title: string;
}

interface Part {
  readonly title: string;
  readonly lead: string;
  readonly entries: readonly Entry[];
}

/** The page that opens first. The contents list what it links to. */
export const HOME = 'docs/README.md';

/** Pages that are made from code, by part: no file can link to them. */
const MADE: Readonly<Record<string, readonly Entry[]>> = {
  Learn: [{ path: 'made/studio.md', title: 'The studio in this page' }],
  'Look up': [
    { path: 'made/options.md', title: 'Commands and their options' },
    { path: 'made/invariants.md', title: 'Invariants' },
    { path: 'made/exit-codes.md', title: 'Exit codes' },
    { path: 'made/library.md', title: 'The library' },
  ],
};

/** The parts of the first page: a heading, a sentence, and links in the order in which people need them. Every other page is reached by links, and by searching. */
export const PARTS: readonly Part[] = readFileSync(join(import.meta.dirname, '../../..', HOME), 'utf8')
  .split('\n## ')
  .slice(1)
  .map((part) => {
    const [title = '', , lead = ''] = part.split('\n');
    const linked = [...part.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, text = '', to = '']) => ({
      path: posix.join(posix.dirname(HOME), to),
      title: raised(text.replace(/\s+/g, ' ')),
    }));
    return { title, lead, entries: [...linked, ...(MADE[title] ?? [])] };
  });
