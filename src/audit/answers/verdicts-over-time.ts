import type { Knowledge, Scenario } from '#domain';
import { lawInstants } from '../law/law-calendar.ts';
import { Verdicts } from './verdicts.ts';

/** A period without a change of law: ms since the start of the run, half-open. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly verdicts: Verdicts;
}

/** The auditor's verdicts over a run: one set for each stretch between two changes of law, promises or contracts. */
export class VerdictsOverTime {
  private readonly scenario: Scenario;
  private readonly knowledge: Knowledge;
  /** When each stretch begins, ascending. */
  private readonly beginsMs: readonly number[];
  private readonly made: Verdicts[] = [];

  constructor(scenario: Scenario, knowledge: Knowledge = 'then') {
    this.scenario = scenario;
    this.knowledge = knowledge;
    this.beginsMs = [0, ...lawInstants(scenario)];
  }

  at(timeMs: number): Verdicts {
    return this.ofStretch(this.beginsMs.findLastIndex((beginMs) => beginMs <= timeMs));
  }

  /** The stretches of the run until `endMs`. */
  until(endMs: number): readonly Stretch[] {
    return this.beginsMs
      .map((fromMs, i) => ({
        fromMs,
        toMs: Math.min(this.beginsMs[i + 1] ?? endMs, endMs),
        verdicts: this.ofStretch(i),
      }))
      .filter(({ fromMs, toMs }) => fromMs < toMs);
  }

  private ofStretch(index: number): Verdicts {
    const known = this.made[index];
    if (known !== undefined) return known;
    const beginMs = this.beginsMs[index] ?? 0;
    const verdicts = new Verdicts(this.scenario, this.scenario.startEpochMs + beginMs, this.knowledge);
    this.made[index] = verdicts;
    return verdicts;
  }
}
