import { describe, expect, it } from 'vitest';
import { shareAtMost } from './night.ts';
import { nightPage } from './night-page.ts';

const FACTS = { hours: 8, firstSeed: 20261130, commit: 'abc1234', node: 'v20.20.0' };

describe('the page of a night', () => {
  it('says first how much was tried and that nothing broke, and bounds what was not seen', () => {
    const tried = new Map([
      ['ledger', { title: 'ledgers', attempts: 3000, failures: [], byKind: new Map() }],
      ['sql', { title: 'SQL', attempts: 60, failures: [], byKind: new Map() }],
    ]);
    const programs = [{ title: 'models', command: 'tsx models.ts', found: '20 measures', problem: null }];
    const page = nightPage({ ...FACTS, tried, programs });
    expect(page.split('\n')[2]).toBe(
      '3,060 attacks of 2 kinds in 8.00 hours. None did damage. 1 of 1 other programs found nothing wrong.',
    );
    expect(page).toContain('| ledgers | 3,000 | 0 | 0.0010 |');
    expect(page).toContain('| SQL | 60 | 0 | 0.049 |');
    expect(page).not.toContain('## Damage');
  });

  it('names all damage, bounds no kind that did any, and reports programs that failed', () => {
    const tried = new Map([
      [
        'ledger',
        { title: 'ledgers', attempts: 300, failures: ['ledger, seed 1, round 7: lost'], byKind: new Map() },
      ],
    ]);
    const programs = [
      { title: 'models', command: 'tsx models.ts', found: '20 measures', problem: 'exit code 1' },
      { title: 'proofs', command: 'tsx proofs.ts', found: '| law-drill | 7 |', problem: null },
    ];
    const page = nightPage({ ...FACTS, tried, programs });
    expect(page.split('\n')[2]).toMatch(/1 did damage; .* 1 of 2 other programs found nothing wrong\.$/);
    expect(page).toContain('| ledgers | 300 | 1 | not bounded: damage was done |');
    expect(page).toContain('ledger, seed 1, round 7: lost');
    expect(page).toContain('| models | `tsx models.ts` | 20 measures | exit code 1 |');
    expect(page).toContain('| proofs | `tsx proofs.ts` | law-drill   7 | nothing |');
  });

  it('says how much was tried of each kind of change, and bounds each', () => {
    const byKind = new Map([['foreign files', 60]]);
    const tried = new Map([['verifiers', { title: 'bundles', attempts: 3000, failures: [], byKind }]]);
    const page = nightPage({ ...FACTS, tried, programs: [] });
    expect(page).not.toContain('| program |');
    expect(page).toContain(
      '| bundles | 3,000 | 0 | 0.0010 |\n| … of these: foreign files | 60 | 0 | 0.049 |',
    );
  });

  it('bounds a share by the rule of three', () => {
    expect(shareAtMost(1000) * 1000).toBeCloseTo(3, 1);
    expect((1 - shareAtMost(60)) ** 60).toBeCloseTo(0.05, 10);
  });
});
