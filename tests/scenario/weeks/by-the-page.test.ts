import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { canonicalJson, DAY_MS, MINUTE_MS } from '#base';
import { keptScenarioJson, parseScenario, scenarioJson } from '#scenario';
import { readFile } from '../parsing.ts';

/** Makes format 2 from format 3 as SCENARIO-JSON.md describes it, with Temporal's time zones and none of our code. */

interface Week<Kind> {
  readonly timeZone: string;
  readonly days: readonly Kind[];
  readonly week: readonly number[];
  readonly except: Readonly<Record<string, number>>;
}
type Windows = Week<readonly (readonly [number, number])[]>;
type Rate = Week<{ readonly fromMs: readonly number[]; readonly perMs: readonly number[] }>;

function kindOf<Kind>({ days, except, week }: Week<Kind>, date: Temporal.PlainDate): Kind {
  return days[except[date.toString()] ?? (week[date.dayOfWeek - 1] as number)] as Kind;
}

function windowsOf(calendar: Windows, start: number, end: number): unknown {
  const zoned = (ms: number) =>
    Temporal.Instant.fromEpochMilliseconds(start + ms).toZonedDateTimeISO(calendar.timeZone);
  const last = zoned(end - 1).toPlainDate();
  const windows: { fromMs: number; toMs: number }[] = [];
  for (
    let date = zoned(0).toPlainDate().subtract({ days: 2 });
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  ) {
    const instantOf = (ms: number) =>
      date
        .toPlainDateTime()
        .add({ milliseconds: ms })
        .toZonedDateTime(calendar.timeZone, { disambiguation: 'compatible' }).epochMilliseconds - start;
    for (const [from, to] of kindOf(calendar, date)) {
      const window = { fromMs: instantOf(from), toMs: instantOf(to) };
      if (window.fromMs < window.toMs && window.toMs > 0 && window.fromMs < end) windows.push(window);
    }
  }
  return windows;
}

/** Sampled every half hour: no rate of the scenario below changes in between. */
function rateOf(calendar: Rate, start: number, end: number): unknown {
  const rate: { fromMs: number[]; perMs: number[] } = { fromMs: [], perMs: [] };
  for (let atMs = 0; atMs < end; atMs += 30 * MINUTE_MS) {
    const local = Temporal.Instant.fromEpochMilliseconds(start + atMs).toZonedDateTimeISO(calendar.timeZone);
    const wallMs = (local.hour * 60 + local.minute) * MINUTE_MS;
    const { fromMs, perMs } = kindOf(calendar, local.toPlainDate());
    const value = perMs[fromMs.findLastIndex((from) => from <= wallMs)] as number;
    if (rate.perMs.at(-1) === value) continue;
    rate.fromMs.push(atMs);
    rate.perMs.push(value);
  }
  return rate;
}

it('the documentation of scenario.json is enough to get from format 3 to what the hash covers', () => {
  const text = 'meridian: 1\nname: longer\nextends: ../chat-desk/scenario.yaml\nhorizon: 21 weeks\n';
  const parsed = parseScenario({ path: 'scenarios/longer/scenario.yaml', text, readFile });
  if (!parsed.ok) throw new Error(parsed.problem[0]?.message);
  const { scenario } = parsed.value;
  // Clocks change within the horizon.
  expect(scenario.clocks.find(({ timeZone }) => timeZone === 'Europe/Berlin')?.fromMs.length).toBeGreaterThan(
    1,
  );
  expect(scenario.horizonMs).toBe(21 * 7 * DAY_MS);
  let weeks = 0;
  const { calendarsEndMs, ...file } = JSON.parse(keptScenarioJson(scenario));
  const expanded = JSON.stringify(file, (_, value) => {
    if (typeof value !== 'object' || value === null || !('week' in value)) return value;
    weeks++;
    const make = Array.isArray(value.days[0]) ? windowsOf : rateOf;
    return make(value, scenario.startEpochMs, calendarsEndMs);
  });
  expect(weeks).toBeGreaterThan(5);
  expect(canonicalJson({ ...JSON.parse(expanded), format: 2 })).toBe(scenarioJson(scenario));
});
