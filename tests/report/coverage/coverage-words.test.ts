import { describe, expect, it } from 'vitest';
import { type WeekSpan, WHOLE_WEEK } from '#domain';
import { coverageOf } from '#planning';
import { renderCoverageText } from '#report';
import { coverageAnswer, hoursInWords, spansInWords } from '../../../src/report/coverage/coverage-words.ts';
import { loadScenario } from '../../running.ts';

const span = (fromDay: number, from: number, toDay: number, to: number): WeekSpan => ({
  fromMinute: (24 * fromDay + from) * 60,
  toMinute: (24 * toDay + to) * 60,
});
const inWords = (...spans: readonly WeekSpan[]) => spansInWords(spans, WHOLE_WEEK);

describe('hours of the week in words', () => {
  it('join the nights of neighbouring days', () => {
    expect(inWords(span(0, 22, 1, 6), span(1, 22, 2, 6), span(2, 22, 3, 6))).toBe('Mon–Wed 22:00–06:00');
    expect(inWords(span(0, 8, 0, 12), span(2, 8, 2, 12))).toBe('Mon and Wed 08:00–12:00');
  });

  it('treat Sunday night to Monday as one night', () => {
    const nights = [0, 1, 2, 3, 4, 5].map((day) => span(day, 22, day + 1, 6));
    expect(inWords(span(0, 0, 0, 6), ...nights, span(6, 22, 7, 0))).toBe('every day 22:00–06:00');
  });

  it('name the day on which a long span ends', () => {
    expect(inWords(span(0, 0, 0, 6), span(4, 22, 7, 0))).toBe('Fri 22:00 to Mon 06:00');
    expect(inWords(span(0, 19, 1, 16))).toBe('Mon 19:00 to Tue 16:00');
  });

  it('end at midnight of the day that ends', () => {
    expect(inWords(span(5, 0, 6, 0))).toBe('Sat 00:00–24:00');
    expect(inWords(span(5, 0, 7, 0))).toBe('Sat 00:00 to Sun 24:00');
  });

  it('say “all hours”, also for a run shorter than a week', () => {
    expect(inWords(...WHOLE_WEEK)).toBe('at all hours');
    expect(spansInWords([span(0, 0, 2, 0)], [span(0, 0, 2, 0)])).toBe('at all hours');
  });

  it('are counted per week, or out of the hours that a shorter run covers', () => {
    expect(hoursInWords(40 * 60, WHOLE_WEEK)).toBe('40 hours a week');
    expect(hoursInWords(60, WHOLE_WEEK)).toBe('1 hour a week');
    expect(hoursInWords(90, [span(0, 0, 3, 0)])).toBe('1.5 of 72 hours');
  });
});

describe('the answer about coverage', () => {
  it('names the worst combination by titles and in local time', () => {
    const scenario = loadScenario('first-steps');
    expect(coverageAnswer(coverageOf(scenario), scenario)).toEqual([
      '2 of 2 segments have hours in which customers ask and no qualified agent who may see the case is on shift.',
      'Worst: Premier customers in Germany, German, tier 3: Mon–Thu 18:00–10:00, Fri 18:00 to Mon 10:00, 128 hours a week (Europe/Berlin time).',
    ]);
  });

  it('is one sentence if somebody is always scheduled', () => {
    const scenario = loadScenario('follow-the-sun');
    expect(coverageAnswer(coverageOf(scenario), scenario)).toEqual([
      'Every segment has a qualified agent who may see its cases on shift at all hours.',
    ]);
  });

  it('comes with a calendar of the customers’ week', () => {
    const scenario = loadScenario('chat-desk');
    const lines = renderCoverageText(coverageOf(scenario), scenario, 100);
    expect(lines).toContain('Premier customers: 27 hours a week (Europe/Berlin time)');
    expect(lines).toContain('  Mon–Fri  ––––––––··········█–––––');
    expect(lines).toContain('  Sat–Sun  ––––––––███████████–––––');
  });
});
