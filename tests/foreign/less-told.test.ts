import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#base';
import { ACT_KINDS } from '#domain';
import { ENTRY_FIELDS } from '#exports';
import { loadScenario, runInMemory } from '../running.ts';
import { auditLog, eventsOf, JSON_LINES } from './reading.ts';

/**
 * A clean log with one kind of event left out, or one field: the audit may call something not checkable, but not find a promise broken.
 * `LESS_TOLD=css-2014:5,chat-desk:30` takes other scenarios, each for so many hours.
 */
const SCENARIOS = (process.env.LESS_TOLD ?? 'german-night:3,break-glass:5,second-opinion:2,proving-ground:2')
  .split(',')
  .map((text) => text.split(':') as [name: string, hours: string]);

interface Told {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The log with each kind left out, and each field of each kind. */
function* lessThan(events: readonly Told[]): Iterable<readonly [what: string, events: readonly Told[]]> {
  for (const type of new Set(events.map((event) => event.type))) {
    yield [`no ${type}`, events.filter((event) => event.type !== type)];
    const kind = ACT_KINDS.find((one) => type === `meridian.${one.replaceAll(' ', '-')}`) ?? 'open';
    for (const { name } of ENTRY_FIELDS[kind]) {
      const without = events.map((event) => {
        if (event.type !== type) return event;
        const { [name]: _, ...data } = event.data;
        return { ...event, data };
      });
      yield [`${type} without ${name}`, without];
    }
  }
}

describe('a log with less information', () => {
  it.each(SCENARIOS)('leads to no accusation: %s, %s hours', (name, hours) => {
    const whole = loadScenario(name);
    const scenario = { ...whole, horizonMs: Math.min(whole.horizonMs, Number(hours) * HOUR_MS) };
    const text = eventsOf(runInMemory(scenario).ledger, scenario);
    const events = text
      .trimEnd()
      .split('\n')
      .map((line): Told => JSON.parse(line));
    const accused = (log: string) => {
      const report = auditLog(log, JSON_LINES, scenario);
      // A field without which nothing can be judged is reported missing on its line.
      if (!('results' in report))
        return report.every(({ message }) => message.includes(' has no ')) ? [] : report;
      const violated = report.results.filter(({ violations }) => violations > 0);
      return violated.map(({ first, id }) => `${id}: ${first?.message}`);
    };
    expect(accused(text)).toEqual([]);
    for (const [what, less] of lessThan(events)) {
      expect(accused(less.map((event) => JSON.stringify(event)).join('\n')), what).toEqual([]);
    }
  });
});
