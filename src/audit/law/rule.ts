import type { EpochMs } from '#domain';
import type { ScenarioTables } from '../tables/scenario-tables.ts';

/** What promise, law or contracts permit at one instant. */
export class Rule {
  protected readonly tables: ScenarioTables;
  protected epochMs: EpochMs = 0;

  constructor(tables: ScenarioTables) {
    this.tables = tables;
  }

  setInstant(epochMs: EpochMs): void {
    this.epochMs = epochMs;
    this.forget();
  }

  /** Discards what was worked out for another instant. */
  protected forget(): void {}
}

/** A rule as judges see it: read-only, at the auditor's instant. */
export type AtInstant<One extends Rule> = Omit<One, 'setInstant'>;
