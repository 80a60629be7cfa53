import { renderReference } from '#scenario';
import type { FileMap, FileValue } from './dice.ts';
import { mapOf, type WorldFile } from './world-file.ts';

/** Which keys of the reference a file has. Keys of channels, tiers, severities, item classes and distributions count by kind. */

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b(phone|e-mail|web)\b/g, '⟨channel⟩'],
  [/\btier[123]\b/g, '⟨tier⟩'],
  [/\.[ABC](?=\.|$)/g, '.⟨severity⟩'],
  [/\.(content|attachment|note|case metadata|contact|telemetry|audit)(?=\.|$)/g, '.⟨class⟩'],
  [/\.(mon|tue|wed|thu|fri|sat|sun)$/g, '.⟨day⟩'],
];
/** What a map that stands for a distribution can have. */
const OF_DISTRIBUTIONS =
  /^(.*?)\.(kind|value|low|high|mode|mean|sigma|cv|scv|scale|shape|phases|phases\[\]\.share|phases\[\]\.mean|cumulative|survival)$/;

/** The reference's row of keys, in which a distribution is a single kind of place. */
export function referenceKeys(): ReadonlySet<string> {
  const rows = renderReference().matchAll(/^\| \*{0,2}([^|*]+?)\*{0,2} \|/gm);
  return new Set(
    [...rows]
      .map(([, key = '']) => key)
      .filter((key) => key !== 'key')
      .map(kindOfKey),
  );
}

function kindOfKey(key: string): string {
  const [, , own] = (/^(work|promises|centres)\./.test(key) && OF_DISTRIBUTIONS.exec(key)) || [];
  if (own !== undefined) return `⟨distribution⟩.${own}`;
  return WORDS.reduce((text, [word, name]) => text.replace(word, name), key);
}

/** The keys that a world has in its file and in the one that it changes, as the reference writes them. */
export function keysOfWorld({ file, files }: WorldFile, known: ReadonlySet<string>): ReadonlySet<string> {
  const { base } = files;
  return new Set(
    [file, ...(base === undefined ? [] : [mapOf(base)])].flatMap((one) => [...keysOf(one, known)]),
  );
}

function keysOf(file: FileMap, known: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: FileValue, at: string) => {
    if (Array.isArray(value)) return value.forEach((item) => visit(item as FileValue, `${at}[]`));
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value as FileMap)) {
      // Every map may have these; the reference lists them once.
      if (at !== '' && (key === 'source' || key === 'note')) continue;
      const named = kindOfKey(at === '' ? key : `${at}.${key}`);
      const path = known.has(named) ? named : kindOfKey(at === '' ? '⟨id⟩' : `${at}.⟨id⟩`);
      found.add(path);
      visit(inner, path.startsWith('⟨distribution⟩') ? path : at === '' ? key : path);
    }
  };
  visit(file, '');
  return found;
}
