import { HOUR_MS, rowAt } from '#base';
import { type CaseFilter, caseFilterKey, type RunMs, type Scenario, SEVERITIES } from '#domain';
import type { DrawnCase } from '#engine';
import { caseFilterText } from '../measures/case-filters.ts';
import { firstWorkAt, meanContentMs } from './first-work.ts';
import { type ClassOf, Forecast, placeOf, type Weights } from './forecast.ts';

/** What is known of a scenario, from one replication to the next. */
interface Known {
  readonly warmUpMs: RunMs;
  readonly forecast: Forecast;
  readonly weights: Map<string, Weights | null>;
}

const knownOf = new WeakMap<Scenario, Known>();

/**
 * Control variates of service levels: how far each level lies from its mean by what arrived in this replication, according to Erlang's
 * formula. Their own mean is exactly 0. Source: S. S. Lavenberg and P. D. Welch, A perspective on the use of control variables to increase the
 * efficiency of Monte Carlo simulations, Management Science 27 (1981).
 */
export class LevelControls {
  private readonly scenario: Scenario;
  private readonly known: Known;
  /** By kind and hour: cases that arrived. By class and hour: hours of work of their first contacts. */
  private readonly cases: Float64Array;
  private readonly work: Float64Array;

  /** Call before the first case is created. */
  constructor(scenario: Scenario, classOf: ClassOf, warmUpMs: RunMs) {
    const earlier = knownOf.get(scenario);
    this.scenario = scenario;
    this.known =
      earlier?.warmUpMs === warmUpMs
        ? earlier
        : { warmUpMs, forecast: new Forecast(scenario, classOf, warmUpMs), weights: new Map() };
    knownOf.set(scenario, this.known);
    const { demand, hours } = this.known.forecast;
    this.cases = new Float64Array(demand.kinds.length * hours);
    this.work = new Float64Array(demand.classes.length * hours);
  }

  /** Counts a case. Those that follow an earlier one, or were open at the start, are left out: their mean is not known. */
  created(drawn: DrawnCase): void {
    if (drawn.episode !== 0) return;
    const { demand, hours } = this.known.forecast;
    const place = placeOf(this.scenario, drawn.source.index, drawn.trueProduct, drawn.trueLanguage);
    const hour = Math.floor(drawn.arrivedMs / HOUR_MS);
    const kind = demand.kindOf[place * SEVERITIES.length + drawn.severity] as number;
    if (kind >= 0) {
      const at = kind * hours + hour;
      this.cases[at] = (this.cases[at] as number) + 1;
    }
    const at = (demand.classOf[place] as number) * hours + hour;
    // How the work drawn compares with its mean does not depend on what the case is about.
    const meanMs = meanContentMs(this.scenario, demand.workMs, drawn);
    if (meanMs === 0) return;
    const trueMs = firstWorkAt(this.scenario, demand.workMs, drawn.channel, drawn.trueProduct);
    const workMs = (drawn.contentMs / meanMs) * trueMs;
    this.work[at] = (this.work[at] as number) + workMs / HOUR_MS;
  }

  /** Controls of the service levels of all cases, of each segment, and of the cases of these filters, by what follows the figure in the ids of measures. */
  of(filters: readonly CaseFilter[]): Readonly<Record<string, number>> {
    const { segments } = this.scenario;
    const all = [{}, ...segments.map(({ id }) => ({ segment: id })), ...filters];
    return Object.fromEntries(
      all.flatMap((filter) => {
        const control = this.controlOf(filter);
        return control === null ? [] : [[caseFilterText(filter, segments), control] as const];
      }),
    );
  }

  /** Null if the level is left to itself. */
  private controlOf(filter: CaseFilter): number | null {
    const { forecast, weights: all } = this.known;
    if (filter.centre !== undefined || filter.hours !== undefined) return null;
    const key = caseFilterKey(filter);
    const earlier = all.get(key);
    const weights = earlier === undefined ? forecast.weightsOf(filter) : earlier;
    all.set(key, weights);
    if (weights === null) return null;
    const { demand, hours } = forecast;
    let moved = 0;
    for (const [kind, weight] of weights.ofCases) {
      const { expected } = rowAt(demand.kinds, kind);
      for (let hour = 0; hour < hours; hour++) {
        const beyond = (this.cases[kind * hours + hour] as number) - (expected[hour] as number);
        moved += beyond * (weight[hour] as number);
      }
    }
    weights.ofWork.forEach((weight, c) => {
      const { offered } = rowAt(demand.classes, c);
      for (let hour = 0; hour < hours; hour++) {
        const beyond = (this.work[c * hours + hour] as number) - (offered[hour] as number);
        moved += beyond * (weight[hour] as number);
      }
    });
    return moved / weights.cases;
  }
}
