import { expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { renderEventsText } from '../../../src/report/experiments/events.ts';
import { loadScenario } from '../../running.ts';

const scenario = loadScenario('three-centres');

/** The answer on an event that makes `mean` ± 2 more cases late or lost. */
function answerOn(mean: number): string {
  const of = (mean: number, halfWidth: number) => ({ mean, halfWidth, deviation: 1, count: 6, level: 0.95 });
  const more = { lateOrLost: of(mean, 2), lost: of(mean / 2, 1) };
  const event = {
    kind: 'closure' as const,
    of: ['Dublin'],
    fromMs: 30 * HOUR_MS,
    toMs: 46 * HOUR_MS,
    timeZone: 'Europe/Dublin',
  };
  const effects = [{ event, all: more, by: [{ ...more, segment: 'germany', channel: 'phone' as const }] }];
  const page = { title: 'T', name: 's', level: 0.95, replications: 6, leftOut: 0, scenario, effects };
  return renderEventsText(page, { width: 2000, colour: (_, text) => text })
    .split('\n')
    .slice(1, 3)
    .join('');
}

it('an effect of an event is said as more cases, fewer cases or none that is clear', () => {
  expect(answerOn(8)).toContain('It makes 8.0 ± 2.0 more cases late or lost than the same days without it');
  expect(answerOn(8)).toContain('meridian actions s --measures "service level/germany/phone"');
  expect(answerOn(-8)).toContain('It makes 8.0 ± 2.0 fewer cases late or lost than the same days without it');
  expect(answerOn(-8)).toContain('Clearly spared: Germany, phone');
  expect(answerOn(-8)).not.toContain('meridian actions');
  expect(answerOn(1)).toContain('No clear effect');
});
