import { expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { comparedEvents, renderEventsText } from '../../../src/report/experiments/events.ts';
import { loadScenario } from '../../running.ts';

const scenario = loadScenario('three-centres');

const event = {
  kind: 'closure' as const,
  of: ['Dublin'],
  fromMs: 30 * HOUR_MS,
  toMs: 46 * HOUR_MS,
  timeZone: 'Europe/Dublin',
};

/** So many more cases of Germany by phone are late or lost, and half as many lost. */
function moreBy(mean: number) {
  const of = (mean: number, halfWidth: number) => ({ mean, halfWidth, deviation: 1, count: 6, level: 0.95 });
  const more = { lateOrLost: of(mean, 2), lost: of(mean / 2, 1) };
  return { all: more, by: [{ ...more, segment: 'germany', channel: 'phone' as const }] };
}

/** The answer on an event that makes `mean` ± 2 more cases late or lost. */
function answerOn(mean: number): string {
  const effects = [{ event, ...moreBy(mean) }];
  const page = {
    title: 'T',
    name: 's',
    level: 0.95,
    replications: 6,
    leftOut: 0,
    scenario,
    effects,
    helped: null,
  };
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

it('a comparison says which events only one of two scenarios has, and how many more cases are late or lost', () => {
  const [plain, shut] = [
    { name: 'plain', scenario, events: [] },
    { name: 'shut', scenario, events: [event] },
  ];
  const of = { level: 0.95, replications: 6, moreCases: [moreBy(8)] };
  const [text = ''] = comparedEvents(of, [plain, shut]);
  expect(text).toMatch(/^Only in shut: Dublin was closed (on|from) Tue 4 Mar/);
  expect(text).toContain(
    'shut has 8.0 ± 2.0 more cases late or lost than plain (6 pairs of runs, 95.0 % interval)',
  );
  expect(text).toContain('Clearly hit: Germany, phone (8.0 ± 2.0).');
  const twice = { ...shut, events: [event, { ...event, kind: 'outage' as const }] };
  const [both = ''] = comparedEvents(of, [plain, twice]);
  expect(both).toMatch(
    /^Only in shut: Dublin was closed [^.]+\) and Dublin was down [^.]+\)\. All differences together: /,
  );
  expect(both.match(/Only in/g)).toHaveLength(1);
  const back = comparedEvents({ ...of, moreCases: [moreBy(-8)] }, [shut, plain]);
  expect(back[0]).toContain('plain has 8.0 ± 2.0 fewer cases late or lost than shut');
  expect(comparedEvents(of, [shut, shut])).toEqual([]);
});
