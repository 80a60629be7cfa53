import type { Scenario } from '#domain';
import type { CaseRecord } from './case-record.ts';

/** What a run leaves behind for the next one in this thread. */
export class SpareParts {
  /**
   * The last run as it ended. Machine code goes with the last function that has it: without this, V8 would throw it away when it
   * collects a run between the end of one and the time when the next has its own functions, and compile all of it once more.
   */
  lastRun: object | null = null;
  private scenario: Scenario | null = null;
  private records: readonly CaseRecord[] = [];

  /**
   * All spare records, which then belong to the caller alone. Records of another scenario are dropped. A day of ten thousand live cases is
   * ten megabytes, which would otherwise be made, moved and thrown away for each replication.
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
