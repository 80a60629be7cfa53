import type { LanguageFn } from 'highlight.js';
import highlighter from 'highlight.js/lib/core';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import yamlOfLibrary from 'highlight.js/lib/languages/yaml';

/** The library takes words such as `until` for the shell's, also in `--until`. Pages have commands and their options. */
const shell: LanguageFn = () => ({
  contains: [
    { scope: 'comment', begin: /(?<=^|\s)#/, end: /$/ },
    { scope: 'string', begin: /"/, end: /"/ },
    { scope: 'string', begin: /'/, end: /'/ },
    { scope: 'attr', begin: /(?<=\s)--?[a-z][\w-]*/ },
    { scope: 'keyword', begin: /^[\w./-]+/ },
  ],
});

/** The library takes `no` for a value within a text as well. */
const yaml: LanguageFn = (api) => {
  const language = yamlOfLibrary(api);
  const others = language.contains.filter(({ beginKeywords }) => beginKeywords === undefined);
  return {
    ...language,
    contains: [
      { scope: 'literal', begin: /(?<=[:[{,-] )(?:true|false|null)(?=\s*(?:[,\]}#]|$))/ },
      ...others,
    ],
  };
};

/** Languages by the word after the fence. TypeScript contains JavaScript. */
const LANGUAGES = { json, js: typescript, mjs: typescript, py: python, sh: shell, sql, ts: typescript, yaml };

for (const [name, language] of Object.entries(LANGUAGES)) highlighter.registerLanguage(name, language);

/** The code as HTML in which parts have classes, made when the site is built; empty if the language is not known, for markdown-it to escape it. */
export function coloured(code: string, language: string): string {
  if (!Object.hasOwn(LANGUAGES, language)) return '';
  return highlighter.highlight(code, { language, ignoreIllegals: true }).value;
}
