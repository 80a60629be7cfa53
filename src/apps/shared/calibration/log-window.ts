import { DAY_MS, type Digest, WEEK_MS } from '#base';
import { clockOf, holidaysFrom, settle, simulatedStories, validate, writeScenario } from '#calibration';
import type { Scenario } from '#domain';
import { idOf, type ParsedScenario, type ScenarioInput } from '#scenario';
import { orRefuse } from '../problem.ts';
import { parseVariant } from '../scenario/parse-variant.ts';
import { calibrationBefore, type DatedCaseLog, type KnownZones } from './dated-log.ts';

/** Simulated before the window, so that it does not begin with empty queues. */
const BEFORE_MS = WEEK_MS;

export type SettledHistory = ReturnType<typeof settle>['stories'];

const WINDOW_DAYS = 28;
const HELD_OUT = 0.25;

/** The last quarter of the log, and at most four weeks: what comes before is enough to calibrate from. */
function windowOf({ fromMs, untilMs }: Pick<DatedCaseLog, 'fromMs' | 'untilMs'>): {
  readonly fromMs: number;
  readonly untilMs: number;
} {
  const lengthMs = Math.min(WINDOW_DAYS * DAY_MS, Math.floor(HELD_OUT * (untilMs - fromMs)));
  return { fromMs: untilMs - lengthMs, untilMs };
}

/** How a scenario is made from a part of a log. */
interface Making {
  readonly zones: KnownZones;
  readonly base: Parameters<typeof writeScenario>[2];
  readonly inputOf: (text: string) => ScenarioInput;
}

/** What runs a scenario. */
export interface CalibrationHost {
  readonly digest: Digest;
  /** `table` where no code may be generated. */
  readonly engine: 'compiled' | 'table';
}

/**
 * Prepares the judgement of a calibration by the last part of its log, `window`, run by run: by a scenario that was calibrated from what comes
 * before, or by `whole`, which knows that part already, if too little comes before.
 */
export function judgingOf(
  log: DatedCaseLog,
  { whole, history }: { readonly whole: ScenarioInput; readonly history: SettledHistory },
  { base, inputOf, zones }: Making,
  host: CalibrationHost,
) {
  const window = { ...log, ...windowOf(log) };
  const before = calibrationBefore(log, zones, window.fromMs);
  const input = before === null ? whole : inputOf(writeScenario(before, scenarioNames(log), base).text);
  const about = { ...host, historyFromMs: log.fromMs, isHeldOut: before !== null };
  return { window, ...comparisonInWindow(input, history, window, about) };
}

/** How far back the history goes, epoch ms. */
interface Comparing extends CalibrationHost {
  readonly historyFromMs: number;
  /** Whether the scenario was calibrated without the window. */
  readonly isHeldOut: boolean;
}

/** Prepares the comparison of a scenario with what happened in a window of a log, run by run. The scenario is told of holidays in it that it lacks. */
export function comparisonInWindow(
  input: ScenarioInput,
  history: SettledHistory,
  { clockZone, defaults, fromMs, untilMs, zones }: DatedCaseLog,
  { digest, engine, historyFromMs, isHeldOut }: Comparing,
) {
  const startMs = fromMs - BEFORE_MS;
  const { holidays, scenario: unaware } = parsedWindow(input, startMs, untilMs);
  const zoneOf = (country: string) => zones.get(country) ?? clockZone;
  const span = { fromMs: historyFromMs, untilMs };
  const closed = holidaysFrom(startMs, holidays, history, span, zoneOf);
  const dates = [...closed].map(([country, days]) => {
    const all = [...(holidays[country] ?? []), ...days.map(({ date }) => date)];
    return `${country}: [${all.join(', ')}]`;
  });
  const change = `holidays: { ${dates.join(', ')} }`;
  const scenario = closed.size === 0 ? unaware : scenarioOfWindow(input, startMs, untilMs, [change]);
  const runs: SettledHistory[] = [];
  return {
    /** Simulates the next replication. */
    simulate() {
      const stories = simulatedStories(scenario, {
        fromMs,
        untilMs,
        replication: runs.length,
        digest,
        engine,
      });
      runs.push(settle(stories, defaults).stories);
    },
    /** What the runs so far differ by from what happened. */
    compared() {
      const clock = clockOf(clockZone, { fromMs: historyFromMs, untilMs });
      return validate({ closed, history, historyFromMs, isHeldOut, runs }, { fromMs, untilMs, clock });
    },
  };
}

/** A scenario from one instant until another, ms since 1970, whatever its own dates are. `changes`: further lines of YAML. */
export function scenarioOfWindow(...window: Parameters<typeof parsedWindow>): Scenario {
  return parsedWindow(...window).scenario;
}

function parsedWindow(
  input: ScenarioInput,
  fromMs: number,
  untilMs: number,
  changes: readonly string[] = [],
): ParsedScenario {
  const text = [
    'meridian: 1',
    `extends: ./${input.path.slice(folderOf(input.path).length)}`,
    'name: window',
    `start: ${new Date(fromMs).toISOString()}`,
    `horizon: ${Math.ceil(untilMs - fromMs)} ms`,
    ...changes,
    'warmUp: null',
  ];
  const path = `${folderOf(input.path)}window-of-log.yaml`;
  const parse = (lines: readonly string[]) => parseVariant(input, path, `${lines.join('\n')}\n`);
  // A warm-up that the scenario does not have cannot be deleted.
  const withWarmUp = parse(text);
  return orRefuse(withWarmUp.ok ? withWarmUp : parse(text.slice(0, -1)));
}

/** With its last slash; empty if the path has none. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** What a scenario from a log is called, and when it runs, unless the user says otherwise. `name`: of its file; a name that is no id becomes one. */
export function scenarioNames({ name: log, untilMs }: DatedCaseLog, name = log.replace(/\.[a-z.]+$/i, '')) {
  return {
    name: idOf(name, 'calibrated'),
    title: `Calibrated from ${log}`,
    start: new Date(untilMs).toISOString(),
    horizon: '4 weeks',
  };
}
