import { describe, expect, it } from 'vitest';
import { assertConsistent, type Summary } from '#statistics';
import { loadScenario, runInMemory } from '../running.ts';

const { summary } = runInMemory({ ...loadScenario('german-night'), horizonMs: 86_400_000 });

/** What a meter has counted if it agrees with the summary. */
const counted = (of: Summary) => ({
  cells: [],
  leftOut: null,
  sinceMs: 0,
  abandonedByHour: Float64Array.from(of.hourly.abandoned),
  answeredByHour: Float64Array.from(of.hourly.answered),
  arrivedByHour: Float64Array.from(of.hourly.arrived),
});

/** The summary with one number changed, which `path` names. */
function changed(path: string, change: (value: number) => number): Summary {
  const copy = structuredClone(summary) as never as Record<string, never>;
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const place = steps.reduce(
    (value: Record<string, never>, step) => value[step] ?? expect.unreachable(),
    copy,
  );
  (place as Record<string, number>)[last] = change((place as Record<string, number>)[last] ?? 0);
  return copy as never;
}

describe('figures of a run', () => {
  it('are consistent as the run gives them', () => {
    expect(() => assertConsistent(summary, counted(summary))).not.toThrow();
  });

  it.each([
    ['total.arrived', (value: number) => value + 1, 'arrived: the parts add up to'],
    ['segments.0.resolved', (value: number) => value - 1, 'resolved: the parts add up to'],
    ['channels.1.handOvers', (value: number) => value + 0.5, 'handOvers is'],
    ['severities.2.answered', () => -1, 'answered is -1'],
    ['cells.0.answeredAtOnce', () => 1e6, 'at once'],
    ['total.serviceLevel', () => 1.01, 'serviceLevel is 1.01'],
    ['total.abandonmentShare', () => -0.01, 'abandonmentShare is -0.01'],
    ['total.waitP50S', () => 1e9, 'the median wait is above'],
    ['total.waitP90S', () => 1e9, 'the 90 % quantile of waits is above'],
    ['total.speedOfAnswerS', () => -1, 'speedOfAnswerS is -1'],
    ['total.waitOfAllS', (value: number) => value / 2, 'total: all waited'],
    ['segments.0.abandonmentShare', (value: number) => value / 2, 'gave up'],
    ['segments.0.serviceLevelWithoutShortAbandons', () => 0, 'short waits count'],
    ['waitingTimes.0.counts.0', () => -1, 'counts is -1'],
    [
      'waitingTimes.0.counts.0',
      (value: number) => value + 1,
      'answers in bins of waits: the parts add up to',
    ],
    ['centres.0.handOversIn', (value: number) => value + 1, 'hand-overs to'],
    ['centres.0.handOversOut', () => Number.NaN, 'handOversOut is NaN'],
    ['total.carriedOver', () => -1, 'carriedOver is -1'],
    ['centres.0.occupancy', () => 6.9, 'occupancy is 6.9'],
    ['groups.0.availability', () => -0.1, 'availability is -0.1'],
    ['groups.0.overtimeHours', () => -2, 'overtimeHours is -2'],
    ['centres.0.busyByHour.48', () => 900, '900 agents of'],
    ['groups.0.contacts', (value: number) => value + 1, 'contacts: the parts add up to'],
  ])('stop the program if %s is wrong', (path, change, message) => {
    expect(() => assertConsistent(changed(path, change), counted(summary))).toThrow(message);
  });

  it('stop the program if the hours do not add up to the total', () => {
    const meter = counted(summary);
    meter.answeredByHour[3] = (meter.answeredByHour[3] ?? 0) + 1;
    expect(() => assertConsistent(summary, meter)).toThrow('answered by hour: the parts add up to');
  });
});
