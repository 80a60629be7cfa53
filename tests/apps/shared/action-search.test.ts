import { describe, expect, it } from 'vitest';
import { actionsAnswer, renderActionsText } from '#report';
import { bestActionsOf } from './two-centres.ts';

describe('findActions', () => {
  it('names the one agent who is missing, the effect and the cost in its first lines', async () => {
    const page = await bestActionsOf({}, 'gate');
    const [best] = page.tried;
    expect(page.target).toEqual({ wanted: 0.95, behind: 1 });
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
