import { describe, expect, it } from 'vitest';
import { compare, type Measure, measuresOver } from '#experiment';
import {
  type LevelPrice,
  type LevelPrices,
  levelsCsv,
  renderLevels,
  renderLevelsText,
  strandedIn,
} from '#report';
import { promisedAsRequired } from '#statements';
import { readRequirements } from '../../../src/apps/cli/run/requirements-file.ts';
import { loadScenario } from '../../running.ts';

const LEVEL = measuresOver('restricted customers', ['premier']).find(({ id }) =>
  id.startsWith('service level/'),
) as Measure;

const APPROVAL = { answer: { kind: 'exponential', mean: 1_200_000 }, refused: 0.2 } as const;

const records = (share: number) =>
  Array.from({ length: 4 }, (_, replication) => ({
    replication,
    cases: 1000,
    isUnstable: false,
    contributions: { [LEVEL.id]: { numerator: 1000 * share, denominator: 1000 } },
  }));

const provider = { id: 'provider', text: 'The vendor is established in US.' };
const performed = { id: 'performed', text: '3 accesses of 10: Redmond in the United States' };

function cell(level: string, way: LevelPrice['way'], more: Partial<LevelPrice>): LevelPrice {
  const variant = `level ${level}, ${way}`;
  return {
    level,
    way,
    impossible: null,
    variant,
    blocked: [],
    untold: [],
    stranded: [],
    staff: null,
    ...more,
  };
}

function prices(cells: readonly LevelPrice[], shares: readonly number[]): LevelPrices {
  const names = cells.flatMap(({ variant }) => variant ?? []);
  return {
    title: 'A desk',
    law: [],
    source: 'An act',
    restricted: ['Premier'],
    comparison: compare(['today', ...names], [LEVEL], shares.map(records) as never, {
      level: 0.95,
    }),
    assumed: 'Customers are assumed to answer.',
    cells,
  };
}

const plain = { width: 1000, colour: (_: unknown, text: string) => text } as Parameters<
  typeof renderLevelsText
>[1];
const linesOf = (input: LevelPrices) => renderLevelsText(input, plain).split('\n');

describe('the price list of levels', () => {
  it('names what blocks which level and way, what nothing can tell, and what is left out', () => {
    const input = prices(
      [
        cell('1', 'inside only', { blocked: [provider] }),
        cell('1', 'escorted', { blocked: [provider] }),
        cell('2', 'inside only', { blocked: [provider], untold: [{ id: 'control', text: 'no key' }] }),
        cell('2', 'escorted', { blocked: [provider, performed] }),
      ],
      [0.9, 0.9, 0.9, 0.8, 0.85],
    );
    const text = linesOf(input).join('\n');
    expect(text).toContain('No level is reached.');
    expect(text).toContain('All levels: blocked by provider (The vendor is established in US).');
    expect(text).toContain('Level 2 (escorted): blocked by performed (3 accesses of 10: Redmond');
    expect(text).toContain('Nothing here can tell control.');
    expect(text).toContain('level 2 at 10.0 ± 0.0 percentage points of service level');
    expect(text).toContain('Customers are assumed to answer.');
  });

  it('says what is reached, what cannot be promised, and what the service costs in staff', () => {
    const estimate = { mean: 3.2, halfWidth: 0.4, level: 0.95, count: 3 } as never;
    const staff = { searches: 3, unit: 'FTE', amount: estimate, wages: null } as const;
    const input = prices(
      [
        cell('1', 'inside only', { stranded: ['Premier, Spanish: 65.5 hours a week'], staff }),
        cell('1', 'escorted', { impossible: 'no data centre of a placement is in EU', variant: null }),
      ],
      [0.9, 0.8],
    );
    const text = linesOf(input).join('\n');
    expect(text).toContain('As far as these runs can tell, level 1 (inside only) would be reached.');
    expect(text).toContain('Level 1 (escorted) cannot be promised: no data centre of a placement is in EU.');
    expect(text).toContain('percentage points of service level, or 3.2 ± 0.4 FTE.');
    expect(text).toContain('Premier, Spanish: 65.5 hours a week (level 1 (inside only))');
    const page = renderLevels(input);
    expect(page.match(/<svg/g)).toHaveLength(1);
    const [head = '', first = '', second = ''] = levelsCsv(input).split('\r\n');
    expect(head.split(',').slice(0, 5)).toEqual(['level', 'access', 'blocked', 'untold', 'stranded']);
    expect(first).toContain('0.8');
    expect(second).toContain('no data centre of a placement is in EU');
  });

  it('finds who is stranded: customers for whom somebody able is scheduled and not permitted', () => {
    const scenario = loadScenario('css-2014');
    const segments = scenario.segments.flatMap(({ id }, s) => (id === 'premier-eea' ? [s] : []));
    const promised = promisedAsRequired(readRequirements('cloud-act-level-2').file, scenario, segments, {
      way: 'inside only',
      approval: APPROVAL,
    });
    if (typeof promised === 'string') throw new Error(promised);
    expect(strandedIn(scenario, ['premier-eea'])).toEqual([]);
    expect(strandedIn(promised, ['premier-eea'])).toEqual([
      expect.stringMatching(
        /^Premier Support with storage in the EEA, Spain, Spanish, tier 2: .* hours a week$/,
      ),
    ]);
  });
});
