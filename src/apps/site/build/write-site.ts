import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { STYLESHEET } from '#report';
import { HOME, PARTS } from '../contents.ts';
import { pageOf } from '../layout.ts';
import { madePages } from '../made-pages.ts';
import type { SearchEntry } from '../page/search.ts';
import { type Rendered, renderMarkdown } from '../render.ts';
import { libraryPage } from './library-page.ts';

/** Within the studio's folder, so that the studio serves it and it can show the studio. */
const TARGET = 'dist/studio/docs';
const FOLDERS = ['docs', 'src', 'tests', 'benchmarks', 'examples', 'scenarios'];
const FILES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
const NOT_ON_THE_SITE = /^tests\/(?!validation\/)|\/expected\./;

/** Writes the site: every Markdown page of the project, those that are made from code, the index for searching, and `llms.txt`. */
function writeSite(): void {
  const sources = new Map([...markdownFiles(), ...madePages(optionsPage(), libraryPage())]);
  const placeOf = (path: string) => (sources.has(path) ? placeFor(path) : null);
  const pages = [...sources].map(([path, text]) => {
    const rendered = renderMarkdown(path, text, placeOf);
    return { path, text, rendered, place: placeFor(path), title: rendered.headings[0]?.text ?? path };
  });
  for (const page of pages) {
    write(page.place, pageOf({ ...page, placeOf }));
    write(page.place.replace(/\.html$/, '.md'), page.text);
  }
  write('site.css', `${STYLESHEET}\n${readFileSync(join(import.meta.dirname, '../page/site.css'), 'utf8')}`);
  const entries = pages.flatMap((page) => entriesOf(page));
  write(
    'search-index.js',
    `window.meridianPages=${JSON.stringify(entries.map((one, id) => ({ id, ...one })))};\n`,
  );
  write('llms.txt', llmsText(placeOf));
}

function markdownFiles(): readonly (readonly [string, string])[] {
  const below = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => posix.join(folder, name)),
  );
  return [...FILES, ...below.sort()]
    .filter((path) => path.endsWith('.md') && !path.includes('node_modules') && !NOT_ON_THE_SITE.test(path))
    .map((path) => [path, readFileSync(path, 'utf8')] as const);
}

/** The first page is the site's `index.html`. Those of `docs` lie beside it, the others keep their places. */
function placeFor(path: string): string {
  return path === HOME ? 'index.html' : path.replace(/^docs\//, '').replace(/\.md$/, '.html');
}

function optionsPage(): string {
  const { status, stderr, stdout } = spawnSync('node', ['dist/apps/cli/main.js', 'reference', 'manual'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

interface Page {
  readonly place: string;
  readonly title: string;
  readonly rendered: Rendered;
}

function entriesOf({ place, rendered, title }: Page): readonly Omit<SearchEntry, 'id'>[] {
  return rendered.headings.map(({ id, level, text }, k) => ({
    address: level === 1 ? place : `${place}#${id}`,
    page: title,
    heading: text,
    text: rendered.texts[k] ?? '',
  }));
}

/** The contents for programs that read: https://llmstxt.org. */
function llmsText(placeOf: (path: string) => string | null): string {
  const parts = PARTS.map(({ entries, lead, title }) => {
    const links = entries.map(
      ({ path, title: name }) => `- [${name}](${(placeOf(path) ?? '').replace(/\.html$/, '.md')})`,
    );
    return `## ${title}\n\n${lead}\n\n${links.join('\n')}\n`;
  });
  return `# Meridian

> A simulator of support-case routing under promises about where data is stored: planners see whether targets are met and what to do, auditors
> check that no promise was broken. Scenarios are YAML files; the command is \`meridian\`.

${parts.join('\n')}`;
}

function write(name: string, text: string): void {
  const path = join(TARGET, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

writeSite();
