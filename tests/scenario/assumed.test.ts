import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inlineYaml, pathText, scenarioJson } from '#scenario';
import { parseText, scenarioOf } from './parsing.ts';

/** The scenario of the README. */
const SMALL = /```yaml\n(.*?)```/s.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';

/** The same with everything that is assumed written out. */
const WRITTEN = SMALL.replace(
  '    timeZone: Europe/Dublin\n',
  '    timeZone: Europe/Dublin\n    entity: vendor\n',
)
  .replace(
    'callers: { channels: { phone: 1 }, customers: [{ ',
    'callers: { promise: none, placement: default, products: { product: 1 }, channels: { phone: 1 }, customers: [{ country: IE, timeZone: Europe/Dublin, ',
  )
  .concat(`products: { product: { title: The product } }
entities: { vendor: { kind: vendor, country: IE } }
dataCentres: { data-centre: { country: IE, entity: vendor } }
placements: { default: { primary: [data-centre] } }
promises: { none: { title: No promise about places, zones: { storage: ANY } } }
retention: { eraseAfter: 14 days }
`);

const codesOf = (text: string) => {
  const parsed = parseText(text);
  return parsed.ok ? [] : parsed.problem.map(({ code, path }) => `${code} ${path}`);
};

describe('what a small scenario leaves out', () => {
  it('is assumed, and listed with its value and the reason', () => {
    const { assumptions } = scenarioOf(parseText(SMALL));
    expect(SMALL.trim().split('\n').length).toBeLessThanOrEqual(25);
    const listed = assumptions.map(({ path, value }) => `${pathText(path)}: ${inlineYaml(value)}`);
    expect(listed).toEqual([
      'products: { product: { title: The product } }',
      'entities: { vendor: { kind: vendor, country: IE } }',
      'dataCentres: { data-centre: { country: IE, entity: vendor } }',
      'placements: { default: { primary: [data-centre] } }',
      'promises: { none: { title: No promise about places, zones: { storage: ANY } } }',
      'retention: { eraseAfter: 14 days }',
      'centres.dublin.entity: vendor',
      'segments.callers.promise: none',
      'segments.callers.placement: default',
      'segments.callers.products: { product: 1 }',
      'segments.callers.customers[0].country: IE',
      'segments.callers.customers[0].timeZone: Europe/Dublin',
    ]);
    for (const { reason } of assumptions) expect(reason).not.toBe('');
  });

  it('means the same as if it were written', () => {
    const written = scenarioOf(parseText(WRITTEN));
    expect(written.assumptions).toEqual([]);
    expect(scenarioJson(written.scenario)).toBe(scenarioJson(scenarioOf(parseText(SMALL)).scenario));
  });

  it('must be said where there are several candidates', () => {
    const two = `${SMALL}promises:\n  none: { zones: { storage: ANY } }\n  eea: { zones: { storage: EEA } }\n`;
    const parsed = parseText(two);
    expect(codesOf(two)).toEqual(['missing-key segments.callers.promise']);
    expect(parsed.ok ? [] : parsed.problem.map(({ remedy }) => remedy)).toEqual([
      'write it: one of none, eea',
    ]);
  });

  it('is reported where a section is there, but empty', () => {
    const without = (section: string) =>
      codesOf(
        `${SMALL.replace(/\ncentres:\n(?: .*\n)+/, section === 'centres' ? '\n' : '$&')}${section}: {}\n`,
      );
    expect(without('centres')).toContain('empty-list centres');
    expect(without('dataCentres')).toEqual(['missing-key placements', 'empty-list dataCentres']);
  });

  it('is not taken for what a name in the file refers to', () => {
    expect(codesOf(SMALL.replace('callers: {', 'callers: { promise: gold,'))).toEqual([
      'unknown-promise segments.callers.promise',
    ]);
  });

  it('is one issue if its key is misspelt', () => {
    expect(codesOf(WRITTEN.replace('\nplacements:', '\nplacemnts:'))).toEqual(['unknown-key placemnts']);
    expect(codesOf(WRITTEN.replace('    entity: vendor\n', '    entitty: vendor\n'))).toEqual([
      'unknown-key centres.dublin.entitty',
    ]);
  });
});
