import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { failure, success } from '#base';
import { keyExamples, parseScenario } from '#scenario';

/** Every key of a scenario has an example, and every example is read without an issue. */

const BASE = readFileSync(join(import.meta.dirname, 'base.yaml'), 'utf8');
/** Files that examples name. */
const FILES: Readonly<Record<string, string>> = {
  'base.yaml': BASE,
  'open.csv':
    'case,segment,channel,language,product,severity,opened,state\nT-1,premier,web,de,azure,B,3 h,waiting\n',
  'calls.csv': 'time,channel\n2014-11-03T08:00:00Z,phone\n2014-11-03T08:00:20Z,web\n',
};
const keys = keyExamples();
const examples = keys.flatMap(({ examples, path }) =>
  examples.map((text, number) => ({ name: `${path} ${number + 1}`, text })),
);

/** Parses an example over the base, unless it is a whole file. */
function issuesOf(text: string): readonly string[] {
  const head = /^meridian:/m.test(text) ? '' : 'meridian: 1\nname: example\nextends: ./base.yaml\n';
  const parsed = parseScenario({
    path: 'examples/example.yaml',
    text: `${head}${text}\n`,
    readFile: (path) => {
      const found = FILES[path.replace(/^examples\//, '')];
      return found === undefined ? failure(`${path} does not exist`) : success(found);
    },
  });
  if (parsed.ok) return [];
  return parsed.problem.map(({ line, message, path }) => `${line} ${path}: ${message}`);
}

/** The keys that a value has, as the reference writes them. */
function keysIn(value: unknown, at: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => keysIn(item, `${at}[]`));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = known(at === '' ? key : `${at}.${key}`, at);
    return path === null ? [] : [path, ...keysIn(inner, path)];
  });
}

const paths = new Set(keys.map(({ path }) => path));

/** A key of its own, or one that the author of a scenario names. */
function known(path: string, at: string): string | null {
  return [path, `${at}.⟨id⟩`, `${at}.⟨name⟩`].find((one) => paths.has(one)) ?? null;
}

/** Channels, tiers, severities, days, item classes and regimes have the same keys, and so have all distributions: one example is for all. */
function kindOf(path: string): string {
  const above = path.split('.').map((_, k, parts) => parts.slice(0, k).join('.'));
  const distribution = above.find((one) => paths.has(`${one}.kind`) && paths.has(`${one}.survival`));
  if (distribution !== undefined) return `distribution${path.slice(distribution.length)}`;
  return path
    .replace(/\.(content|attachment|note|case metadata|contact|telemetry|audit)(?=\.|$)/g, '.⟨item class⟩')
    .replace(/\.(phone|e-mail|web)(?=\.|$)/g, '.⟨channel⟩')
    .replace(/\.tier[123](?=\.|\[|$)/g, '.⟨tier⟩')
    .replace(/\.[ABC](?=\.|$)/g, '.⟨severity⟩')
    .replace(/\.(mon|tue|wed|thu|fri|sat|sun)$/g, '.⟨day⟩')
    .replace(/\.(EEA|CH|UK)$/g, '.⟨regime⟩');
}

describe('examples of keys', () => {
  it.each(examples)('$name is read without an issue', ({ text }) => {
    expect(issuesOf(text)).toEqual([]);
  });

  it('show every key of a scenario', () => {
    const shown = new Set(examples.flatMap(({ text }) => keysIn(parse(text), '')).map(kindOf));
    expect(keys.length).toBeGreaterThan(1500);
    expect([...new Set(keys.map(({ path }) => kindOf(path)))].filter((kind) => !shown.has(kind))).toEqual([]);
  });

  it('name only keys that exist', () => {
    const strange = examples
      .flatMap(({ text }) => Object.keys(parse(text) as object))
      .filter((key) => !paths.has(key));
    expect(strange).toEqual([]);
  });
});
