import type { Scenario } from '#domain';
import type { EntryVisitor } from '#ledger';
import { EventLog } from './event-log.ts';
import { JsonEvents } from './json-events.ts';
import type { LogForm } from './log-form.ts';
import type { LogIssue } from './log-issues.ts';
import { LINES_MAX, LineReader } from './log-lines.ts';
import { TableEvents } from './table-events.ts';
import { UnknownNames } from './unknown-names.ts';

/**
 * Reads a case log that somebody else has kept, by the names of a scenario, as entries of a ledger. Bytes come in any pieces, and each entry
 * is handed on as soon as its line is there. What is kept grows with the number of cases, and with ids of events that are not counted up.
 */
export class ForeignLogReader {
  readonly log: EventLog;
  private readonly lines: LineReader;
  private readonly events: JsonEvents | TableEvents;

  constructor(
    scenario: Scenario,
    form: LogForm,
    visit: EntryVisitor,
    unknown: UnknownNames = new UnknownNames(scenario),
  ) {
    this.log = new EventLog(scenario, form, unknown, visit);
    this.events =
      form.format === 'csv' ? new TableEvents(this.log) : new JsonEvents(this.log, form.isGeneral !== true);
    this.lines = new LineReader(this.events);
  }

  /** The next bytes. False when nothing more is wanted: the log cannot be used. */
  take(bytes: Uint8Array): boolean {
    if (this.log.isOver) return false;
    this.lines.take(bytes);
    if (this.lines.count > LINES_MAX) {
      this.log.issue(this.lines.count, 'the log has too many lines', 'cut it into several');
      this.log.isOver = true;
    }
    return !this.log.isOver;
  }

  /** After the last bytes: what cannot be used, by line; empty where there is nothing. */
  end(): readonly LogIssue[] {
    const { log } = this;
    if (!log.isOver) {
      this.lines.end();
      this.events.end();
    }
    if (log.issues.length === 0 && log.lines.count === 0)
      log.issue(1, 'there is no event', 'see src/evidence/LOG-FORMAT.md');
    return log.issues;
  }
}
