import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { meanOf } from '#base';
import { parseScenarioJson, scenarioJson } from '#scenario';
import { parseDistribution } from '../../../src/scenario/shape/distribution.ts';
import {
  DISTRIBUTION_KINDS,
  SHORT_FORM_PATTERN,
  SHORT_FORMS,
} from '../../../src/scenario/shape/distribution-kinds.ts';
import { squaredVariationOf } from '../../base/variates/squared-variation.ts';
import { codesOf, GOOD_FOLDER, parseFile, parseOverMinimal, scenarioOf } from '../parsing.ts';

const MINUTE = 60_000;
const { scenario } = scenarioOf(parseFile(`${GOOD_FOLDER}/distributions.yaml`));
const { work } = scenario;

describe('distributions in a scenario file', () => {
  it('are the same as text and as a map', () => {
    const [tier1, tier2, tier3] = work.handle;
    expect(tier1?.phone[0]).toEqual({ kind: 'erlang', mean: 10 * MINUTE, shape: 4 });
    expect(tier1?.['e-mail']).toEqual(tier1?.phone);
    expect(tier2?.['e-mail']).toEqual(tier2?.phone);
    expect(tier3?.['e-mail']).toEqual(tier3?.phone);
    expect(tier3?.web).toEqual(tier2?.web);
    expect(work.patience.web).toEqual(work.patience['e-mail']);
    expect(work.reopening.after).toEqual(work.customerWait.reply);
  });

  it('are resolved to mixtures, sigmas and cumulative shares', () => {
    expect(work.handle[2]?.phone[0]).toEqual({
      kind: 'hyperexponential',
      phases: [
        { share: 0.75, mean: 4 * MINUTE },
        { share: 0.25, mean: 90 * MINUTE },
      ],
    });
    const balanced = work.handle[1]?.phone[0];
    if (balanced === undefined) throw new Error('no product');
    expect(balanced.kind).toBe('hyperexponential');
    expect(meanOf(balanced)).toBeCloseTo(10 * MINUTE, 6);
    expect(squaredVariationOf(balanced)).toBeCloseTo(4, 12);
    expect(work.customerWait.reply.kind).toBe('lognormal');
    expect(squaredVariationOf(work.customerWait.reply)).toBeCloseTo(1.5 ** 2, 12);
    expect(work.handle[0]?.web[0]).toEqual({
      kind: 'empirical',
      points: [
        [2 * MINUTE, 0],
        [5 * MINUTE, 0.5],
        [5 * MINUTE, 0.75],
        [60 * MINUTE, 1],
      ],
    });
  });

  it('given as survivors become cumulative shares, and the last survivors stay for ever', () => {
    const { phone } = work.patience;
    if (phone?.kind !== 'empirical') throw new Error('another kind');
    expect(phone.points.map(([duration]) => duration)).toEqual([0, 30_000, 2 * MINUTE, 10 * MINUTE]);
    [0.05, 0.2, 0.5, 0.65].forEach((share, k) => {
      expect(phone.points[k]?.[1]).toBeCloseTo(share, 15);
    });
    expect(meanOf(phone)).toBe(Number.POSITIVE_INFINITY);
  });

  it('are scaled by product factors, in every duration', () => {
    for (const tier of work.handle) {
      for (const [mail, maps] of Object.values(tier)) {
        if (mail === undefined || maps === undefined) throw new Error('no product');
        expect(meanOf(maps) / meanOf(mail)).toBeCloseTo(2, 12);
        expect(squaredVariationOf(maps)).toBeCloseTo(squaredVariationOf(mail), 12);
      }
    }
  });

  it('are read back from the resolved scenario', () => {
    const text = scenarioJson(scenario);
    const parsed = parseScenarioJson(text);
    expect(parsed.ok ? parsed.value : parsed.problem).toEqual(scenario);
    expect(parsed.ok ? scenarioJson(parsed.value) : '').toBe(text);
  });

  it.each([
    ['a shape of 0', { kind: 'gamma', mean: 1, shape: 0 }],
    ['no phase', { kind: 'hyperexponential', phases: [] }],
    ['a table without points', { kind: 'empirical', points: [] }],
    ['a share above 1', { kind: 'empirical', points: [[0, 2]] }],
    ['work that never ends', { kind: 'empirical', points: [[0, 0.5]] }],
  ])('are not read back with %s', (_, distribution) => {
    const plain = JSON.parse(scenarioJson(scenario));
    plain.work.handle[0].phone[0] = distribution;
    const parsed = parseScenarioJson(JSON.stringify(plain));
    expect(parsed.ok ? 'no problem' : parsed.problem[0]).toMatch(/^work\.handle\.0\.phone\.0/);
  });

  it('change an inherited kind if the keys of the old kind are deleted', () => {
    const over = (phone: string) => parseOverMinimal(`work: { customerWait: ${phone} }\n`);
    const base = 'share: 0.1, autoClose: 1 day';
    expect(codesOf(over(`{ ${base}, reply: { kind: gamma, mean: 1 h, shape: 2, sigma: 1 } }`))).toEqual([
      'bad-distribution',
    ]);
    expect(codesOf(over(`{ ${base}, reply: { kind: gamma, mean: 1 h, shape: 2 } }`))).toEqual([]);
  });

  it.each(['customerWait', 'severityRaise', 'reopening'])('must end in %s', (key) => {
    const table = '{ kind: empirical, survival: [[0 s, 1], [1 h, 0.2]] }';
    const rest = key === 'customerWait' ? `reply: ${table}, autoClose: 1 day` : `after: ${table}`;
    expect(codesOf(parseOverMinimal(`work: { ${key}: { share: 0.1, ${rest} } }\n`))).toEqual([
      'bad-distribution',
    ]);
  });
});

describe('the short forms that remedies show', () => {
  it.each(SHORT_FORMS)('include %s, which reader and editors accept', (form) => {
    const parsed = parseDistribution(form);
    expect(parsed.ok ? parsed.value.kind : parsed.problem).toBe(form.split(' ')[0]);
    expect(form).toMatch(new RegExp(SHORT_FORM_PATTERN));
  });

  it('are those of the reference, whose table in YAML is valid as well', () => {
    const [, section = ''] = readFileSync('src/scenario/FORMAT.md', 'utf8').split(/^## Distributions$/m);
    const [text = ''] = section.split(/^## /m);
    const shown = [...text.matchAll(/^\| `([^`]+)` /gm)].map((match) => match[1]);
    expect([...shown].sort()).toEqual([...SHORT_FORMS].sort());
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(text) ?? [];
    const over = `work:\n${yaml.replaceAll(/^/gm, '  ')}\n`;
    expect(scenarioOf(parseOverMinimal(over)).scenario.work.patience.phone?.kind).toBe('empirical');
  });

  it('exist for every kind except the table', () => {
    const kinds = new Set(SHORT_FORMS.map((form) => form.split(' ')[0]));
    expect(DISTRIBUTION_KINDS.filter((kind) => !kinds.has(kind))).toEqual(['empirical']);
  });
});
