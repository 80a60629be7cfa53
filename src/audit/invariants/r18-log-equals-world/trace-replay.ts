import type { CaseNumber, CustomerNumber, RunMs, Trace } from '#domain';
import type { CaseView } from '../../facts/case-state.ts';
import { openRowOf } from '../../facts/opened-before.ts';
import { Judge } from '../invariant.ts';

/** Attributes recorded both at the opening of a case and in the trace. */
const TRACED = {
  products: 'product',
  languages: 'language',
  severities: 'severity',
  customers: 'customer',
} as const satisfies Partial<Record<keyof Trace, string>>;
type TracedColumn = keyof typeof TRACED;

/**
 * Part of R18: every case in the trace of a replayed stream is opened at its time and with its attributes. Every
 * other case of the stream follows an earlier case, and the ledger says so at the same instant.
 */
export class TraceReplay extends Judge {
  /** By stream: number of opened cases from its trace. */
  private readonly opens = this.facts.tables.scenario.streams.map(() => 0);
  /** Cases of this instant that are in no trace and so must follow others. */
  private readonly unexpected = new Set<number>();

  opened(supportCase: CaseView, customer: CustomerNumber): void {
    const { number, severity, stream } = supportCase;
    const { scenario } = this.facts.tables;
    const trace = scenario.streams[stream]?.trace;
    if (trace === undefined || openRowOf(scenario, number) !== undefined) return;
    this.tally.checks++;
    const row = this.opens[stream] ?? 0;
    // Follow-ups come after the other cases of an instant.
    if (trace.atMs[row] !== this.facts.moment.timeMs) {
      this.unexpected.add(number);
      return;
    }
    this.opens[stream] = row + 1;
    const found: Readonly<Record<TracedColumn, readonly number[]>> = {
      products: [supportCase.product, supportCase.trueProduct],
      languages: [supportCase.language, supportCase.trueLanguage],
      severities: [severity],
      customers: [customer],
    };
    for (const [column, name] of Object.entries(TRACED) as [TracedColumn, string][]) {
      const given = trace[column]?.[row] ?? -1;
      if (given === -1 || found[column].every((value) => value === given)) continue;
      this.tally.violate(number, `the case has another ${name} than row ${row} of its trace`);
    }
  }

  /** Called when the ledger says that the case follows an earlier one. */
  follows(caseNumber: CaseNumber): void {
    this.unexpected.delete(caseNumber);
  }

  endOfInstant(): void {
    if (this.unexpected.size === 0) return;
    for (const caseNumber of this.unexpected) {
      this.tally.violate(caseNumber, 'the case is not in the trace of its stream and follows no other case');
    }
    this.unexpected.clear();
  }

  finish(endMs: RunMs): void {
    this.facts.tables.scenario.streams.forEach(({ id, trace }, stream) => {
      if (trace === undefined) return;
      this.tally.checks++;
      const due = trace.atMs.filter((atMs) => atMs < endMs).length;
      const missing = due - (this.opens[stream] ?? 0);
      if (missing > 0) this.tally.violate(null, `${missing} cases of the trace of ${id} are not opened`);
    });
  }
}
