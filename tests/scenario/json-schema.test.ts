import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { scenarioJsonSchema, sharedJsonSchema } from '#scenario';
import { scenarioNames } from '../running.ts';
import { BAD_FOLDER, GOOD_FOLDER } from './parsing.ts';

type Schema = { readonly [key: string]: unknown };

/** Keywords of draft-07 that the schema may use. The small validator below knows all that restrict values. */
const KEYWORDS = new Set(
  '$schema title description type properties required additionalProperties propertyNames pattern enum const minimum maximum exclusiveMinimum items additionalItems minItems maxItems maxLength anyOf default examples if then else'.split(
    ' ',
  ),
);

const schema = scenarioJsonSchema();

/** Calls `visit` for every schema inside the schema. */
function walk(part: unknown, path: string, visit: (schema: Schema, path: string) => void): void {
  if (part === null || typeof part !== 'object') return;
  const one = part as Schema;
  visit(one, path);
  for (const [key, value] of Object.entries((one.properties ?? {}) as Schema))
    walk(value, `${path}.${key}`, visit);
  for (const key of ['additionalProperties', 'propertyNames', 'then', 'else', 'if'])
    walk(one[key], `${path}<${key}>`, visit);
  const lists = [one.anyOf, Array.isArray(one.items) ? one.items : [one.items]];
  for (const [k, inner] of lists.flatMap((list) => (list ?? []) as readonly unknown[]).entries()) {
    walk(inner, `${path}[${k}]`, visit);
  }
}

function typeOf(value: unknown): readonly string[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  if (typeof value === 'number') return Number.isInteger(value) ? ['integer', 'number'] : ['number'];
  return [typeof value];
}

/** Why the value does not match the schema; empty if it does. */
function problems(part: Schema, value: unknown, path = ''): readonly string[] {
  const found: string[] = [];
  const say = (isRight: boolean, what: string) => {
    if (!isRight) found.push(`${path}: ${what}`);
  };
  const types = part.type === undefined ? null : [part.type].flat().map(String);
  say(types === null || typeOf(value).some((type) => types.includes(type)), `type ${String(types)}`);
  if (part.const !== undefined) say(value === part.const, `const ${String(part.const)}`);
  if (Array.isArray(part.enum)) say(part.enum.includes(value), 'enum');
  if (typeof value === 'string') {
    if (typeof part.pattern === 'string')
      say(new RegExp(part.pattern, 'u').test(value), `pattern ${part.pattern}`);
    if (typeof part.maxLength === 'number') say(value.length <= part.maxLength, 'maxLength');
  }
  if (typeof value === 'number') {
    if (typeof part.minimum === 'number') say(value >= part.minimum, 'minimum');
    if (typeof part.maximum === 'number') say(value <= part.maximum, 'maximum');
    if (typeof part.exclusiveMinimum === 'number') say(value > part.exclusiveMinimum, 'exclusiveMinimum');
  }
  if (Array.isArray(value)) {
    if (typeof part.minItems === 'number') say(value.length >= part.minItems, 'minItems');
    if (typeof part.maxItems === 'number') say(value.length <= part.maxItems, 'maxItems');
    value.forEach((item, k) => {
      const inner = Array.isArray(part.items) ? part.items[k] : part.items;
      if (inner !== undefined) found.push(...problems(inner as Schema, item, `${path}[${k}]`));
    });
  } else if (value !== null && typeof value === 'object') {
    for (const key of (part.required ?? []) as readonly string[])
      say(Object.hasOwn(value, key), `required ${key}`);
    for (const [key, member] of Object.entries(value)) {
      const named = (part.properties as Schema | undefined)?.[key];
      if (part.propertyNames !== undefined)
        found.push(...problems(part.propertyNames as Schema, key, `${path}.${key}`));
      if (named !== undefined) found.push(...problems(named as Schema, member, `${path}.${key}`));
      else if (part.additionalProperties === false) say(false, `no ${key}`);
      else if (typeof part.additionalProperties === 'object') {
        found.push(...problems(part.additionalProperties as Schema, member, `${path}.${key}`));
      }
    }
  }
  if (Array.isArray(part.anyOf)) {
    const branches = part.anyOf.map((branch) => problems(branch as Schema, value, path));
    if (branches.every((branch) => branch.length > 0)) found.push(...(branches[0] ?? []), `${path}: anyOf`);
  }
  if (part.if !== undefined) {
    const branch = problems(part.if as Schema, value, path).length === 0 ? part.then : part.else;
    found.push(...problems(branch as Schema, value, path));
  }
  return found;
}

const goodFiles = [
  ...scenarioNames().map((name) => `scenarios/${name}/scenario.yaml`),
  ...readdirSync(GOOD_FOLDER).map((name) => `${GOOD_FOLDER}/${name}`),
];

describe('the JSON Schema of scenario files', () => {
  it('is draft-07, and uses keywords of draft-07 only', () => {
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
    let count = 0;
    walk(schema, '', (part, path) => {
      count++;
      for (const key of Object.keys(part)) expect(KEYWORDS.has(key), `${key} at ${path}`).toBe(true);
      if (typeof part.pattern === 'string') new RegExp(part.pattern, 'u');
    });
    expect(count).toBeGreaterThan(500);
  });

  it('describes every key', () => {
    let count = 0;
    const { else: _, ...described } = schema;
    walk(described, '', (part, path) => {
      for (const [key, value] of Object.entries((part.properties ?? {}) as Record<string, Schema>)) {
        count++;
        expect(value.description, `${path}.${key}`).toMatch(/\S/);
      }
    });
    expect(count).toBeGreaterThan(300);
  });

  it.each(goodFiles)('accepts %s', (path) => {
    expect(problems(schema, parse(readFileSync(path, 'utf8')))).toEqual([]);
  });

  it.each([
    'unknown-key',
    'unknown-key-deep',
    'no-unit',
    'months',
    'rate-without-period',
    'probability',
    'absurd-agents',
    'half-an-agent',
    'latitude',
    'one-coordinate',
    'tier-4',
    'bad-time',
    'bad-days',
    'unknown-zone',
    'unknown-profile',
    'unknown-framework',
    'unknown-severity',
    'unknown-channel',
    'unknown-preference',
    'long-id',
    '23-hours',
    'hyperexponential-phases',
    'empirical-empty',
    'empirical-cells',
    'everything-at-once',
  ])('refuses the bad file %s', (name) => {
    const file = readdirSync(BAD_FOLDER).find((candidate) => candidate.endsWith(`-${name}.yaml`));
    const value = parse(readFileSync(`${BAD_FOLDER}/${file}`, 'utf8'));
    expect(problems(schema, value)).not.toEqual([]);
  });

  it('requires everything of a file on its own, and little of one that extends another', () => {
    const own = problems(schema, { meridian: 1, name: 'x' });
    expect(own).toEqual(
      expect.arrayContaining([': required start', ': required centres', ': required work']),
    );
    const over = { meridian: 1, name: 'x', extends: '../y', centres: { dublin: null }, horizon: '1 week' };
    expect(problems(schema, over)).toEqual([]);
    expect(problems(schema, { ...over, name: undefined, horizon: 1 })).not.toEqual([]);
  });
});

describe('the first line of a scenario', () => {
  it.each(scenarioNames())('leads an editor to the schema: %s', (name) => {
    const folder = `scenarios/${name}`;
    const [line = ''] = readFileSync(`${folder}/scenario.yaml`, 'utf8').split('\n');
    const [, path = ''] = /^# yaml-language-server: \$schema=(\S+)$/.exec(line) ?? [];
    expect(join(folder, path)).toBe('dist/scenario.schema.json');
  });

  it('leads to what `meridian reference schema` prints, which is small enough for an editor', () => {
    const published = readFileSync('dist/scenario.schema.json', 'utf8');
    expect(JSON.parse(published)).toEqual(sharedJsonSchema());
    expect(published.length).toBeLessThan(150_000);
  });

  it('is the same with parts that stand once as with all parts written out', () => {
    const { $defs, ...root } = sharedJsonSchema() as { $defs: Record<string, Schema> };
    const whole = (part: unknown): unknown => {
      if (Array.isArray(part)) return part.map(whole);
      if (part === null || typeof part !== 'object') return part;
      const { $ref: ref, allOf, ...rest } = part as Schema;
      const own = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, whole(value)]));
      const [shared] = (allOf ?? []) as readonly Schema[];
      const named = typeof ref === 'string' ? $defs[ref.slice('#/$defs/'.length)] : shared;
      return named === undefined ? own : { ...own, ...(whole(named) as Schema) };
    };
    expect(Object.keys($defs).length).toBeGreaterThan(50);
    expect(whole(root)).toEqual(schema);
  });
});
