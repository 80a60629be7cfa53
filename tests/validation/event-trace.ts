import type { Scenario } from '#domain';
import { auditInMemory, runInMemory } from '../running.ts';
import { scenarioOf } from './judge.ts';
import { type LoggedCase, readRunLog } from './run-log.ts';
import { scenarioText } from './scenario-text.ts';

/** Queues whose arrivals, handle times and patience are given one by one, so that everything that happens is known beforehand. */

/** Written in units of time. One unit is two minutes, so half a unit is a time of day. */
export const UNIT_MS = 120_000;

export interface TraceArrival {
  readonly at: number;
  readonly service: number;
  readonly channel?: 'phone' | 'e-mail' | 'web';
  readonly severity?: 'A' | 'B' | 'C';
}

export interface Trace {
  readonly arrivals: readonly TraceArrival[];
  /** The end of the trace, at most 700 units. */
  readonly until: number;
  /** Agents, from and to. Each entry means further agents. */
  readonly duty: readonly (readonly [agents: number, ...spans: (readonly [from: number, to: number])[]])[];
  /** Further keys of `work`, each on a line that is indented by two. */
  readonly work?: string;
  /** All of `routing`, on one line. */
  readonly routing?: string;
  /** Handle time of one unit of service; fixed if left out. */
  readonly handle?: string;
  readonly seed?: string;
}

/** A time of day from midnight, when the trace begins. */
function clock(units: number): string {
  const minute = units * 2;
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/**
 * Once in so many units. An arrival happens on the first millisecond not before its time, so a time that is a hair too early still hits it.
 */
function perWeek(units: number): string {
  return ((5040 / units) * (1 + 1e-9)).toFixed(9);
}

/**
 * Each arrival is the first of its own stream with fixed intervals, whose rate is 0 from then on. It has its own product, whose factor on
 * the handle time of one unit is its service.
 */
export function traceScenario({
  arrivals,
  duty,
  handle = 'fixed 2 min',
  routing,
  until,
  work = '',
}: Trace): Scenario {
  const start = Date.parse('2014-11-03T00:00:00Z');
  const instant = (units: number) => new Date(start + units * UNIT_MS).toISOString();
  const segments = arrivals.map(
    ({ at, channel = 'phone', severity = 'C' }, k) => `
  s${k}:
    promise: none
    placement: home
    arrivals: { intervals: fixed }
    products: { p${k}: 1 }
    severities: { ${severity}: 1 }
    channels: { ${channel}: 1 }
    customers: [{ country: US, region: home, timeZone: UTC, languages: { en: 1 }, rate: ${perWeek(at)}/week }]`,
  );
  const surges = arrivals.map(
    ({ at }, k) =>
      `  - { from: "${instant(at + 0.5)}", to: "${instant(until + 1)}", factor: 0, segment: s${k} }`,
  );
  const shifts = duty.map(([agents, ...spans], k) => {
    const hours = spans.map(([from, to]) => `{ days: daily, from: "${clock(from)}", to: "${clock(to)}" }`);
    return `d${k}: { agents: ${agents}, hours: [${hours.join(', ')}] }`;
  });
  const handles = `{ phone: ${handle}, e-mail: ${handle}, web: ${handle} }`;
  return scenarioOf({
    text: scenarioText(
      `
products: { any: null, ${arrivals.map((_, k) => `p${k}: {}`).join(', ')} }
centres: { home: { groups: { agents: { shifts: { always: null, ${shifts.join(', ')} } } } } }
segments:
  customers: null${segments.join('')}
surges:
${surges.join('\n')}
work:
  handle: { tier1: ${handles} }
  productFactors: { ${arrivals.map(({ service }, k) => `p${k}: ${service}`).join(', ')} }
${work}
${routing === undefined ? '' : `routing: ${routing}`}
`,
      until * UNIT_MS,
    ),
  });
}

/** The fate of the arrivals, in order: the spans of time in an agent's hands, or when the customer left. */
export interface TracedLife {
  readonly served: readonly (readonly [from: number, to: number])[];
  readonly left?: number;
}

export function traceOf(trace: Trace): {
  readonly lives: readonly TracedLife[];
  readonly violated: string[];
} {
  const scenario = traceScenario(trace);
  const { ledger } = runInMemory(scenario, trace.seed === undefined ? {} : { seed: trace.seed });
  const { cases } = readRunLog(ledger, scenario);
  const { invariants } = auditInMemory(ledger, scenario);
  const violated = invariants.filter(({ violations }) => violations > 0).map(({ id }) => id);
  const lives = trace.arrivals.map((_, stream) => {
    const own = cases.filter((logged) => logged.stream === stream);
    if (own.length !== 1) throw new RangeError(`arrival ${stream} comes ${own.length} times`);
    return lifeOf(own[0] as LoggedCase);
  });
  return { lives, violated };
}

function lifeOf({ abandonedMs, visits }: LoggedCase): TracedLife {
  const served = visits.flatMap(({ contact }) =>
    contact.map(({ fromMs, toMs }) => [fromMs / UNIT_MS, toMs / UNIT_MS] as const),
  );
  return Number.isFinite(abandonedMs) ? { served, left: abandonedMs / UNIT_MS } : { served };
}
