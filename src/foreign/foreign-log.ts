import type { Scenario } from '#domain';
import type { EntryVisitor } from '#ledger';
import { LINES_MAX, LineReader } from './bytes/log-lines.ts';
import { EventLog } from './events/event-log.ts';
import { JsonEvents } from './events/json-events.ts';
import type { LogForm } from './events/log-form.ts';
import type { LogIssue } from './events/log-issues.ts';
import { TableEvents } from './events/table-events.ts';
import { UnknownNames } from './events/unknown-log-names.ts';

/**
 * Reads a case log that another system kept, as entries of a ledger. Takes bytes in pieces of any size, and passes on each entry as soon as
 * its line is complete. Memory grows with the number of cases, and with event ids that do not count up.
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

  /** Takes the next bytes. False if reading should stop, because the log cannot be used. */
  take(bytes: Uint8Array): boolean {
    if (this.log.isOver) return false;
    this.lines.take(bytes);
    if (this.lines.count > LINES_MAX) {
      this.log.issue(this.lines.count, 'the log has too many lines', 'cut it into several');
      this.log.isOver = true;
    }
    return !this.log.isOver;
  }

  /** Call once, after the last bytes. Returns the issues that make the log unusable, if any. */
  end(): readonly LogIssue[] {
    const { log } = this;
    if (!log.isOver) {
      this.lines.end();
      this.events.end();
    }
    if (log.issues.length === 0 && log.lines.count === 0)
      log.issue(1, 'there is no event', 'see src/foreign/LOG-FORMAT.md');
    return log.issues;
  }
}
