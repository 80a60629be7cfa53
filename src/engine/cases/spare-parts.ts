import type { Scenario } from '#domain';
import type { CaseRecord } from './case-record.ts';

/** What a run leaves behind for the next one in this thread. */
export class SpareParts {
  /**
   * The last run as it ended. V8 discards machine code with the last closure that uses it. Without this reference, a collection between two
   * runs would discard all of it (docs/performance.md).
   */
  lastRun: object | null = null;
  private scenario: Scenario | null = null;
  private records: readonly CaseRecord[] = [];

  /**
   * Returns all spare records, which then belong to the caller alone. Records of another scenario are dropped. Ten thousand live cases are ten
   * megabytes, which each replication would otherwise create again.
   */
  take(scenario: Scenario): readonly CaseRecord[] {
    const taken = scenario === this.scenario ? this.records : [];
    this.records = [];
    return taken;
  }

  leave(scenario: Scenario, records: readonly CaseRecord[]): void {
    this.scenario = scenario;
    this.records = records;
  }
}
