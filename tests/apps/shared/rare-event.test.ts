import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { readRareEvent } from '../../../src/apps/shared/experiment/rare-event.ts';
import { loadScenario } from '../../running.ts';

const scenario = loadScenario('own-lines');
const read = (text: string) => readRareEvent(text, scenario);

describe('rare events', () => {
  it('are read with kind, segment and duration', () => {
    const german = scenario.segments.findIndex(({ id }) => id === 'german');
    expect(read('wait of german > 1 h 30 min')).toEqual({
      ok: true,
      value: { kind: 'wait', isShare: false, segment: german, longerThanMs: 1.5 * HOUR_MS },
    });
    expect(read('  each loss of all ')).toEqual({
      ok: true,
      value: { kind: 'loss', isShare: true, segment: null, longerThanMs: Number.POSITIVE_INFINITY },
    });
    for (const kind of ['wait', 'stranding', 'loss', 'refusal', 'abandonment']) {
      const duration = ['wait', 'stranding'].includes(kind) ? '>2h' : '';
      expect(read(`${kind} of all${duration}`).ok, kind).toBe(true);
    }
  });

  it.each([
    ['', 1, 'no kind of event (the text ends)'],
    ['delay of all > 1 h', 1, "'delay': no kind"],
    ['each', 5, 'no kind'],
    ['wait german > 1 h', 6, "'of' is missing"],
    ['wait of germn > 1 h', 9, "'germn': no segment"],
    ['wait of german', 15, "needs '>'"],
    ['wait of german < 1 h', 16, "needs '>'"],
    ['wait of german >', 17, 'no duration'],
    ['wait of german > 4', 18, 'no duration'],
    ['wait of german > 4 x', 18, 'no duration'],
    ['wait of german > 9 days', 18, 'as long as the whole run'],
    ['loss of all > 1 h', 13, 'a loss has no duration'],
  ])('%j is wrong in column %i', (text, column, message) => {
    const event = read(text);
    if (event.ok) throw new Error('it was read');
    expect(event.problem.column).toBe(column);
    expect(event.problem.message).toContain(message);
    expect(event.problem.remedy).not.toBe('');
  });
});
