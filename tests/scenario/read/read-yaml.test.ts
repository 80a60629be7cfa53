import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codesOf, GOOD_FOLDER, parseText, scenarioOf } from '../parsing.ts';

const minimal = readFileSync(`${GOOD_FOLDER}/minimal.yaml`, 'utf8');

describe('the text of a scenario file', () => {
  it('may begin with a byte-order mark, which does not shift columns', () => {
    expect(scenarioOf(parseText(`\ufeff${minimal}`)).scenario).toEqual(
      scenarioOf(parseText(minimal)).scenario,
    );
    const bad = parseText(`\ufeff${minimal.slice(minimal.indexOf('meridian')).replace(': 1', ': 2')}`);
    expect(bad.ok ? null : bad.problem[0]).toMatchObject({ code: 'unsupported-format', line: 1, column: 11 });
  });

  it('may have Windows line ends', () => {
    const parsed = parseText(minimal.replaceAll('\n', '\r\n'));
    expect(scenarioOf(parsed).scenario).toEqual(scenarioOf(parseText(minimal)).scenario);
    const bad = parseText(minimal.replaceAll('\n', '\r\n').replace('2 weeks', '2 wekes'));
    expect(bad.ok ? null : bad.problem[0]).toMatchObject({ code: 'unknown-unit', line: 5, column: 10 });
  });

  it('may use anchors and merge keys, and an inherited mistake is reported where it is written', () => {
    const merged = minimal.replace(
      'day: {',
      'base: &base { agents: 5, from: "08:00", to: "16:00" }\n          day: { <<: *base,',
    );
    expect(scenarioOf(parseText(merged)).scenario.groups[0]?.shifts.map(({ agents }) => agents)).toEqual([
      5, 5,
    ]);
    const bad = parseText(
      merged.replace('&base { agents: 5', '&base { agents: -5').replace('agents: 5, days', 'days'),
    );
    const places = bad.ok ? [] : bad.problem.map(({ line, column }) => `${line}:${column}`);
    expect(places).toEqual(['31:33', '31:33']);
  });

  it('may redefine anchors: each alias means the latest definition before it', () => {
    const twice = minimal.replace('name: minimal', 'name: &a one\nseed: &a "two"\ntitle: *a');
    expect(scenarioOf(parseText(twice)).scenario.title).toBe('two');
  });

  it.each([
    ['', 'file-empty'],
    ['\ufeff', 'file-empty'],
    ['---\n', 'file-empty'],
    ['# only a comment', 'file-empty'],
    ['just text', 'not-a-map'],
    ['\u0000', 'not-a-map'],
  ])('%j is refused', (text, code) => {
    expect(codesOf(parseText(text))).toEqual([code]);
  });

  it('has at most 5 MiB', () => {
    expect(codesOf(parseText(`#${'x'.repeat(5 * 2 ** 20)}`))).toEqual(['file-too-large']);
  });

  it('is refused fast if it is deeply nested, in brackets or in dashes', () => {
    expect(codesOf(parseText(`a: ${'['.repeat(100_000)}`))).toEqual(['too-deep']);
    expect(codesOf(parseText(`a: ${'{b: '.repeat(100_000)}`))).toEqual(['too-deep']);
    expect(codesOf(parseText(`${'- '.repeat(100_000)}a`))).toEqual(['too-deep']);
    expect(codesOf(parseText(`${'? '.repeat(100_000)}a`))).toEqual(['too-deep']);
  });

  it('may nest as deep as any honest scenario needs, in any style', () => {
    const flow = `${'{ a: '.repeat(20)}1${' }'.repeat(20)}`;
    const block = Array.from({ length: 20 }, (_, k) => `${' '.repeat(k)}a:`).join('\n');
    const lists = `x:\n  ${'- '.repeat(20)}1`;
    for (const text of [flow, block, lists]) expect(codesOf(parseText(text))).not.toContain('too-deep');
  });

  it('is refused if its aliases multiply to too many values', () => {
    const wide = `a: &a [${'1,'.repeat(5000)}1]\nb: [${'*a,'.repeat(200)}*a]\n`;
    expect(codesOf(parseText(wide))).toEqual(['too-many-values']);
  });

  it('has a duplicate found among very many keys without delay', () => {
    const keys = Array.from({ length: 20_000 }, (_, k) => `k${k}: 1`).join('\n');
    expect(codesOf(parseText(`${keys}\nk7: 2\n`))).toEqual(['duplicate-key']);
  });
});
