import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import type { EventEffect, EventHit } from '#planning';
import { eventSentences } from '../../../src/report/answer/event-text.ts';
import { loadScenario } from '../../running.ts';

const scenario = loadScenario('three-centres');
const HIT: EventHit = {
  segment: 'germany',
  channel: 'phone',
  during: { came: 60, late: 0, lost: 60 },
  usual: { came: 58.5, late: 1, lost: 2.25 },
  after: { came: 3, late: 1, lost: 0 },
  waitingAtEnd: 2,
  peak: { waiting: 4, atMs: 34 * HOUR_MS },
  recoveredMs: 47 * HOUR_MS,
};
const DOWN: EventEffect = {
  event: {
    kind: 'outage',
    of: ['Dublin', 'data centre Dublin'],
    fromMs: 30 * HOUR_MS,
    toMs: 46 * HOUR_MS,
    timeZone: 'Europe/Dublin',
  },
  fromMs: 30 * HOUR_MS,
  toMs: 46 * HOUR_MS,
  comparedWith: 3,
  apart: 'weeks',
  heldUp: 62,
  hits: [HIT],
};

const told = (...effects: readonly Partial<EventEffect>[]) =>
  eventSentences(
    effects.map((effect) => ({ ...DOWN, ...effect })),
    scenario,
  );

describe('sentences on an event', () => {
  it('say what it was, whom it hit, how that is known, the longest queue and the recovery', () => {
    expect(told({})).toEqual([
      'Dublin and data centre Dublin were down on Tue 4 Mar from 06:00 to 22:00 (Europe/Dublin). In this run it hit Germany, phone (all 60 cases lost; usually 3.3).',
      'Usual is the mean of the same hours of 3 other weeks without an event. Of those hit, the longest queue was that of Germany, phone: 4 cases on Tue 4 Mar 10:00. Waits were back to normal on Tue 4 Mar 23:00, 1 h after its end; of those that came until then, 1 was late or lost.',
    ]);
  });

  it('count the later events that were not looked at', () => {
    expect(told({ notLookedAt: 3 }).at(-1)).toBe('3 later events of the run were not looked at.');
    expect(told({ notLookedAt: 1 }).at(-1)).toBe('1 later event of the run was not looked at.');
  });

  it('say that some were not back to normal by the end of the run', () => {
    const [, rest] = told({ hits: [{ ...HIT, recoveredMs: null }] });
    expect(rest).toContain('Waits of Germany, phone were not back to normal by the end of the run.');
  });

  it('add up what several lost', () => {
    const other = { ...HIT, channel: 'e-mail' as const, during: { came: 40, late: 5, lost: 10 } };
    expect(told({ hits: [HIT, other] })[0]).toContain(
      'Germany, e-mail (10 of 40 cases lost and 5 late; usually 3.3). In all, of 100 cases 70 were lost and 5 late.',
    );
  });

  it('say of an event that hit nobody who waited because of it, and of no other change of law', () => {
    expect(told({ hits: [], heldUp: 0 })).toEqual([
      'Dublin and data centre Dublin were down on Tue 4 Mar from 06:00 to 22:00 (Europe/Dublin). In this run no effect is clear: no segment had clearly more late or lost cases than in the same hours of 3 other weeks without an event.',
    ]);
    expect(told({ hits: [] })[0]).toContain(
      '62 cases waited because a centre or data centre was down, but no segment had clearly more late or lost cases',
    );
    expect(told({ hits: [], event: { ...DOWN.event, kind: 'law', toMs: null } })).toEqual([]);
    expect(told({ event: { ...DOWN.event, kind: 'law', toMs: null } })[0]).toContain(
      'In this run it hit, within a week, Germany, phone (all 60 cases lost',
    );
  });

  it('are of the three worst events; others are counted', () => {
    const sentences = told({}, {}, {}, {});
    expect(sentences).toHaveLength(7);
    expect(sentences.at(-1)).toBe('What 1 more event did stands in run.json, under `events`.');
  });
});
