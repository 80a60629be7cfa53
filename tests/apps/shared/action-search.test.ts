import { describe, expect, it } from 'vitest';
import { actionsAnswer, renderActionsText } from '#report';
import { bestActionsOf, LINES_FULL } from './two-centres.ts';

const DOUBTFUL = { state: 'too close to call', wanted: 0.9, behind: 3, replications: 8 } as const;

describe('findActions', () => {
  it('names the one agent who is missing, the effect and the cost in its first lines', async () => {
    const page = await bestActionsOf({}, 'gate');
    const [best] = page.tried;
    expect(page.target).toEqual({ state: 'missed', wanted: 0.95, behind: 1, replications: 8 });
    expect(best).toMatchObject({ kind: 'more agents', isHelpful: true });
    expect(best?.yaml).toBe(
      'centres: { berlin: { groups: { german: { shifts: { night: { agents: 2 } } } } } }',
    );
    // Eight hours in each of three nights, of which the first begins two hours before the run and the last goes on after it.
    expect(best?.cost).toMatchObject({ hours: 24, wages: { amount: 720, currency: 'EUR', per: 'run' } });
    const lines = renderActionsText(page, { width: 400, colour: (_, text) => text })
      .split('\n')
      .filter((line) => line !== '');
    expect(lines[0]).toBe('Best of 11 actions: Berlin, German (first line), night shift, agents: 2 (was 1).');
    expect(lines[1]).toMatch(
      /^It raises service level, Germany \(phone, severity C\) by \d\.\d ± \d\.\d percentage points, from 9\d\.\d % to 9\d\.\d %: the target of 95\.0 % is then met\.$/,
    );
    expect(lines[2]).toBe('It costs 720.00 EUR of wages in this run (24 hours).');
  });

  it('tries agents for as long as a centre is down, not in it, and says that nobody works there meanwhile', async () => {
    const page = await bestActionsOf({ berlin: [6, 4], cork: 2, isDown: true }, 'gate');
    const [best] = page.tried;
    expect(best).toMatchObject({ kind: 'temporary shift', isHelpful: true });
    // The outage is from 5 until 21 h in UTC, which in March is the clock of Cork.
    expect(best?.yaml).toMatch(
      /cork: \{ groups: \{ english: \{ shifts: \{ extra-outage-1: \{ agents: [14], hours: \[\{ dates: \[\s*2025-03-04\s*\], from: "?05:00"?, to: "?21:00"? \}\]/,
    );
    expect(best?.cost).toMatchObject({ hoursPer: 'run' });
    for (const { kind, text } of page.tried) {
      expect(kind === 'temporary shift' && text.includes('Berlin')).toBe(false);
      expect(text.includes('Berlin, ')).toBe(text.endsWith('(not while Berlin is down)'));
    }
  });

  it('praises none whose gain is below what matters', async () => {
    const page = await bestActionsOf({}, 'gate');
    const least = Math.max(...page.tried.map(({ gain }) => gain?.mean ?? 0)) + 0.001;
    const [first, , third] = actionsAnswer({ ...page, least, relevance: { points: least, part: 0.05 } });
    expect(first).toMatch(/^None of the 11 actions clearly helps by \d\.\d+ points or more\.$/);
    expect(third).toMatch(/^The best of those tried: .*; it /);
  });

  it('improves a target that is certain to be missed before one that is only worse in the mean', async () => {
    const page = await bestActionsOf({ berlin: [8, 8], cork: 8 }, 'gate');
    expect(page.target).toBeNull();
    const text = renderActionsText({ ...page, target: DOUBTFUL }, { width: 400, colour: (_, one) => one });
    expect(text).toContain(
      'No target is certain to be missed in 8 first replications. Asked about that which lacks most cases of 3 that are too close to call.',
    );
  });

  it('takes chance for no effect where lines are full', async () => {
    const page = await bestActionsOf(LINES_FULL, 'null 2', { measure: 'blocked', replications: 10 });
    expect(page.tried.some(({ gain }) => gain !== null && gain.halfWidth > 0)).toBe(true);
    expect(page.tried.filter(({ isHelpful }) => isHelpful)).toEqual([]);
  });

  it('says that none clearly helps where nobody may take the cases that wait', async () => {
    const page = await bestActionsOf({ berlin: [8, 0], isShut: true }, 'gate');
    expect(page.tried.filter(({ isHelpful }) => isHelpful)).toEqual([]);
    // A night shift outside of the opening hours is not proposed.
    expect(page.refused).toBeGreaterThan(0);
    expect(renderActionsText(page, { width: 400, colour: (_, text) => text })).toMatch(
      /^The only action does not clearly help\.\n/,
    );
    const screened = { ...page, tried: [], simulated: 0, screened: 300 };
    expect(actionsAnswer(screened)[0]).toBe('None of the 300 actions clearly helps.');
    expect(actionsAnswer({ ...screened, screened: 0 })).toEqual([
      'The checks refuse each action that may change service level, Germany (phone, severity C): nothing was simulated.',
    ]);
  });
});
