import { posix } from 'node:path';
import { escapeMarkup } from '#base';
import { HOME, PARTS } from './contents.ts';
import type { Heading, Rendered } from './render.ts';

interface PageOptions {
  /** Where the page lies on the site. */
  readonly place: string;
  readonly path: string;
  readonly title: string;
  readonly rendered: Rendered;
  readonly placeOf: (path: string) => string | null;
}

/** A whole page: contents, search, text, and the headings of the page. */
export function pageOf({ path, place, placeOf, rendered, title }: PageOptions): string {
  const to = (target: string) => posix.relative(posix.dirname(place), target) || posix.basename(target);
  const root = posix.relative(posix.dirname(place), '.') || '.';
  const studio = `<iframe class="studio" title="Meridian Studio" src="${root}/../index.html#scenario=scenarios%2Ffirst-steps%2Fscenario.yaml"></iframe>`;
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(title)} – Meridian</title>
<link rel="icon" href="${root}/../icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${to('site.css')}">
<script defer src="${to('search.js')}"></script>
</head>
<body data-root="${root}">
<a class="skip" href="#text">To the text</a>
<header class="top">
<a class="home" href="${to(placeOf(HOME) ?? '')}">Meridian</a>
<form role="search"><input type="search" aria-label="Search these pages" placeholder="Search" autocomplete="off"><ol class="found" hidden></ol></form>
</header>
<div class="columns">
<details class="contents" open><summary>Contents</summary><nav aria-label="Contents">${contents(path, (target) => to(placeOf(target) ?? ''))}</nav></details>
<main id="text">${rendered.html.replace('<p>STUDIO-FRAME</p>', studio)}</main>
${onThisPage(rendered.headings)}
</div>
</body>
</html>
`;
}

function contents(path: string, address: (target: string) => string): string {
  return PARTS.map(({ entries, title }) => {
    const items = entries.map((entry) => {
      const current = entry.path === path ? ' aria-current="page"' : '';
      return `<li><a href="${address(entry.path)}"${current}>${escapeMarkup(entry.title)}</a></li>`;
    });
    return `<p class="part">${escapeMarkup(title)}</p><ul>${items.join('')}</ul>`;
  }).join('');
}

const HEADINGS_LEAST = 3;
const [PARTS_FEW, HEADINGS_MOST] = [8, 100];

/** Headings of the second level, if there are enough to choose from, and those of the third if there are few of the second. */
function onThisPage(headings: readonly Heading[]): string {
  const parts = headings.filter(({ level }) => level === 2);
  const all = headings.filter(({ level }) => level === 2 || level === 3);
  const shown = parts.length <= PARTS_FEW && all.length <= HEADINGS_MOST ? all : parts;
  if (shown.length < HEADINGS_LEAST) return '';
  const items = shown.map(
    ({ id, level, text }) =>
      `<li${level === 3 ? ' class="below"' : ''}><a href="#${id}">${escapeMarkup(text)}</a></li>`,
  );
  return `<nav class="here" aria-label="On this page"><p class="part">On this page</p><ul>${items.join('')}</ul></nav>`;
}
