import highlighter from 'highlight.js/lib/core';
import shell from 'highlight.js/lib/languages/bash';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import yaml from 'highlight.js/lib/languages/yaml';

/** Languages by the word after the fence. TypeScript contains JavaScript. */
const LANGUAGES = { json, js: typescript, mjs: typescript, py: python, sh: shell, sql, ts: typescript, yaml };

for (const [name, language] of Object.entries(LANGUAGES)) highlighter.registerLanguage(name, language);

/** The code as HTML in which parts have classes, made when the site is built; empty if the language is not known, for markdown-it to escape it. */
export function coloured(code: string, language: string): string {
  if (!Object.hasOwn(LANGUAGES, language)) return '';
  return highlighter.highlight(code, { language, ignoreIllegals: true }).value;
}
