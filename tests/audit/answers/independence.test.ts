import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AUDITOR_INDEPENDENCE } from '#audit';
import * as domain from '#domain';
import { ROOT } from '../../running.ts';

const textsOf = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(tsx?|md)$/.test(path))
    .map((path) => ({ path: join(folder, path), text: readFileSync(join(ROOT, folder, path), 'utf8') }));

describe('the statement about the auditor’s independence', () => {
  it('lists all domain code that the auditor runs', () => {
    const imported = textsOf('src/audit')
      .flatMap(({ text }) => [...text.matchAll(/import \{([^}]*)\} from '#domain';/g)])
      .flatMap(([, names = '']) => names.split(',').map((name) => name.trim()))
      .filter((name) => name !== '' && !name.startsWith('type '));
    const functions = [...new Set(imported)].filter(
      (name) => typeof (domain as Readonly<Record<string, unknown>>)[name] === 'function',
    );
    // The layout of acts, sentences, dates and rows of the tables of law, calendars, language matching.
    expect(functions.sort()).toEqual([
      ...['fieldsOfAct', 'givenLaw', 'lawTables', 'legalBegin', 'localClockOf', 'numberIn', 'openingIn'],
      'servesLanguage',
    ]);
    for (const shared of ['vocabulary and layout of acts', 'calendars', 'language matching', 'tables of law'])
      expect(AUDITOR_INDEPENDENCE).toContain(shared);
  });

  it('never claims that no code is shared', () => {
    const pages = [
      ...textsOf('src'),
      { path: 'README.md', text: readFileSync(join(ROOT, 'README.md'), 'utf8') },
    ];
    expect(pages.length).toBeGreaterThan(400);
    expect(pages.filter(({ text }) => /shares?\s+no\s+code/.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
