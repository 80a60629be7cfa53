import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { HOUR_MS } from '#base';
import { MOST_WAITING, type Scenario, type WarmUpRule } from '#domain';
import { parseDuration } from '#scenario';
import { orRefuse, refuse } from '../../shared/problem.ts';
import { loadScenario } from '../../shared/scenario/load-scenario.ts';
import type { GivenCases } from '../import/given-cases.ts';

/** The simulated part of a run, its warm-up, the cases open at its start and other values of its file, as given on the command line. */
export interface Extent {
  readonly set?: readonly string[];
  readonly backlog?: GivenCases;
  /** How well runs foretell such cases, in a sentence; null or left out where nobody has looked. */
  readonly judged?: string | null;
  readonly until?: string;
  readonly warmUp?: string;
}

/** Loads a scenario named on the command line, with that extent. */
export function loadForExperiment(name: string, extent: Extent): Scenario {
  return withExtent(orRefuse(loadScenario(name, extent.backlog, extent.set)).scenario, extent);
}

export function withExtent(scenario: Scenario, { until, warmUp }: Extent): Scenario {
  const { warmUp: own, ...rest } = scenario;
  const rule = warmUp === undefined ? own : warmUpRuleOf(warmUp, own);
  const whole = rule === undefined ? rest : { ...rest, warmUp: rule };
  if (until === undefined) return endEarly(whole, null);
  const duration = parseDuration(until);
  if (!duration.ok || duration.value <= 0) {
    return refuse(`--until ${until} is not a duration`, 'write a number with a unit, e.g. --until "2 days"');
  }
  if (duration.value <= scenario.horizonMs) return endEarly(whole, duration.value);
  return refuse(
    `--until ${until} is longer than ${scenario.name}, which ends after ${scenario.horizonMs / HOUR_MS} h`,
    "leave it out, or change the scenario's horizon",
  );
}

/** Shortens a scenario to its first part: the same run, stopped early. Null: not. */
export function endEarly(scenario: Scenario, untilMs: number | null): Scenario {
  refuseTooManyWaiting(scenario);
  const { warmUp } = scenario;
  const horizonMs = Math.min(scenario.horizonMs, untilMs ?? Number.POSITIVE_INFINITY);
  const leastMs = warmUp === undefined ? 0 : 'forMs' in warmUp ? warmUp.forMs : warmUp.everyMs;
  if (leastMs < horizonMs) return { ...scenario, horizonMs };
  return refuse(
    'the warm-up is as long as the whole run: nothing is left to measure',
    'lengthen the run, or shorten the warm-up',
  );
}

/** Undefined for no warm-up. */
function warmUpRuleOf(text: string, own: WarmUpRule | undefined): WarmUpRule | undefined {
  if (text === 'none') return;
  if (text === 'auto') {
    return own !== undefined && 'by' in own ? own : { by: 'waiting', everyMs: HOUR_MS };
  }
  const duration = parseDuration(text);
  if (duration.ok && duration.value >= 1) return { forMs: Math.round(duration.value) };
  return refuse(
    `--warm-up ${text} is not a duration`,
    'write a number with a unit, e.g. --warm-up "2 days", or auto, or none',
  );
}

/**
 * Memory of a waiting case in V8's heap, with its timers, bytes. For a million of them, the rest of a run hardly
 * counts.
 */
const BYTES_PER_CASE = 1300;
const MB = 1e6;

/**
 * Refuses a scenario that lets more cases wait than fit into memory, because the run would otherwise fail after
 * minutes.
 */
function refuseTooManyWaiting({ mostWaiting = MOST_WAITING, name }: Scenario): void {
  if (mostWaiting <= MOST_WAITING) return;
  const needed = mostWaiting * BYTES_PER_CASE;
  const most = getHeapStatistics().heap_size_limit;
  if (needed <= Math.min(most, totalmem())) return;
  const mb = (bytes: number) => Math.ceil(bytes / MB).toLocaleString('en');
  const whose =
    needed > totalmem() ? `this machine has ${mb(totalmem())} MB` : `Node may use ${mb(most)} MB here`;
  const fits = Math.floor(Math.min(most, totalmem()) / BYTES_PER_CASE / 1e5) * 1e5;
  const remedy =
    needed > totalmem()
      ? ''
      : `let Node use more (NODE_OPTIONS=--max-old-space-size=${Math.ceil(needed / MB)}), or `;
  refuse(
    `${name}: 'mostWaiting' lets ${mostWaiting.toLocaleString('en')} cases wait, which take some ${mb(needed)} MB; ${whose}`,
    `${remedy}write 'mostWaiting: ${Math.max(MOST_WAITING, fits)}' or less`,
  );
}
