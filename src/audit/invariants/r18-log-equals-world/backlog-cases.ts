import { CASE_STATES, type CaseStateIndex, type OpenCase, type PlaceIndex, type RunMs } from '#domain';
import { AWAITING_VENDOR, type CaseView, CLOSED, ERASED, QUEUED, SUBMITTED } from '../../facts/case-state.ts';
import { PRIMARY, REPLICA } from '../../facts/copy-list.ts';
import { openRowOf } from '../../facts/opened-before.ts';
import { Judge } from '../invariant.ts';

const AWAITING_CUSTOMER = CASE_STATES.indexOf('open.awaitingCustomer');
const RESOLVED = CASE_STATES.indexOf('resolved');
const TRIAGE = CASE_STATES.indexOf('open.triage');
/** States that a case reaches at once only if it was opened before the run. */
const LATER: readonly CaseStateIndex[] = [AWAITING_CUSTOMER, AWAITING_VENDOR, RESOLVED];

/**
 * Part of R18: the cases that the scenario has open at the start are opened first, at the first instant, as the scenario describes them,
 * with their copies where it says. No other case begins in the middle of its life.
 */
export class BacklogCases extends Judge {
  opened(supportCase: CaseView, timeMs: RunMs): void {
    const one = this.rowOf(supportCase);
    if (one === undefined) return;
    this.tally.checks++;
    const { language, product, severity, stream } = supportCase;
    if (timeMs !== 0) this.violateOpen(supportCase, 'is opened later than at the start');
    const isThat =
      stream === one.stream &&
      severity === one.severity &&
      product === one.product &&
      language === one.language;
    if (!isThat) this.violateOpen(supportCase, 'is opened with other attributes than those of the scenario');
  }

  moved(supportCase: CaseView, after: CaseStateIndex): void {
    if (supportCase.state !== SUBMITTED) return;
    const one = this.rowOf(supportCase);
    if (one === undefined) {
      if (!LATER.includes(after)) return;
      this.tally.checks++;
      this.violate(
        supportCase,
        'the case begins in the middle of its life, but is no open case of the scenario',
      );
      return;
    }
    this.tally.checks++;
    const wanted = this.stateOf(one);
    // Copies that no place can take make any case wait at intake.
    if (after === wanted || (one.copies === undefined && CASE_STATES[after] === 'stalled')) return;
    // A triage that each case draws may be over, or not.
    if (one.state === 'triage' && wanted === null && (after === TRIAGE || after === QUEUED)) return;
    // A resolved case may be closed, and erased, in the same step.
    if (wanted === RESOLVED && (after === CLOSED || after === ERASED)) return;
    this.violateOpen(supportCase, `should be '${one.state}' at the start`);
  }

  stored(supportCase: CaseView, role: number, place: PlaceIndex): void {
    if (supportCase.state !== SUBMITTED) return;
    const copies = this.rowOf(supportCase)?.copies;
    if (copies === undefined) return;
    this.tally.checks++;
    const wanted = role === PRIMARY ? copies.primary : role === REPLICA ? copies.replica : -1;
    if (wanted === place) return;
    this.violateOpen(
      supportCase,
      `has a copy at ${this.facts.tables.placeName(place)}, where the scenario has none`,
    );
  }

  finish(): void {
    const { backlog } = this.facts.tables.scenario;
    if (backlog === undefined) return;
    this.tally.checks++;
    const missing = backlog.length - this.facts.cases.openedCount;
    if (missing > 0)
      this.tally.violate(null, `${missing} cases that are open at the start are missing in the ledger`);
  }

  private rowOf({ number }: CaseView): OpenCase | undefined {
    return openRowOf(this.facts.tables.scenario, number);
  }

  /** The state that the case must have at the start; null if a draw decides it. */
  private stateOf({ sinceMs, state, stream }: OpenCase): CaseStateIndex | null {
    if (state === 'awaiting customer') return AWAITING_CUSTOMER;
    if (state === 'awaiting vendor') return AWAITING_VENDOR;
    if (state !== 'triage') return state === 'resolved' ? RESOLVED : QUEUED;
    const { streams, work } = this.facts.tables.scenario;
    const channel = streams[stream]?.channel ?? 'web';
    if ((work.triage?.[channel] ?? null) !== null) return null;
    return work.triageMs[channel] + sinceMs > 0 ? TRIAGE : QUEUED;
  }

  private violateOpen({ number }: CaseView, what: string): void {
    this.tally.violate(number, `the case, which was open before the run, ${what}`);
  }
}
