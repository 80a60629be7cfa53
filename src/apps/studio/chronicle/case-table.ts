import { numbered } from '#base';
import {
  type ActOf,
  CASE_STATES,
  type CaseNumber,
  openingIn,
  type RunMs,
  type Scenario,
  SEVERITIES,
  serviceLevelOf,
} from '#domain';
import { GrowingTable } from './growing.ts';

/** Outcomes of a case, as shown in lists. */
export const OUTCOMES = [
  'open',
  'resolved',
  'gave up',
  'refused',
  'ended otherwise',
  'left at once',
] as const;
export const [OPEN, RESOLVED, GAVE_UP, REFUSED, ENDED, LEFT_AT_ONCE] = [0, 1, 2, 3, 4, 5] as const;

/** Whether a first answer, or an abandonment, counts for the service level. */
export const [NOT_JUDGED, IN_TIME, LATE] = [0, 1, 2] as const;

export const NO_CENTRE = 0xffff;
const NO_LEVEL = -1;

export type CaseColumns = ReturnType<typeof columnsOf>;

function columnsOf(room: number) {
  return {
    openedMs: new Float64Array(room),
    /** When it was first answered, the customer gave up, or the run ended while it was late already; 0 if none of these has happened. */
    answeredMs: new Float64Array(room),
    /** Wait until then. */
    waitMs: new Float64Array(room),
    /** When it was last resolved, or ended in another way; 0 if neither has happened. */
    endedMs: new Float64Array(room),
    customer: new Uint32Array(room),
    /** Indices of its first and last ledger entry. */
    firstEntry: new Uint32Array(room),
    lastEntry: new Uint32Array(room),
    stream: new Uint16Array(room),
    firstCentre: new Uint16Array(room),
    lastCentre: new Uint16Array(room),
    contacts: new Uint16Array(room),
    handOvers: new Uint16Array(room),
    /** Reasons of its hand-overs, one bit each. */
    reasons: new Uint16Array(room),
    severity: new Uint8Array(room),
    /** Language and product that the customer stated, until an agent notices the true ones. */
    language: new Uint8Array(room),
    product: new Uint8Array(room),
    trueLanguage: new Uint8Array(room),
    trueProduct: new Uint8Array(room),
    tier: new Uint8Array(room),
    outcome: new Uint8Array(room),
    judged: new Uint8Array(room),
    /** Severity and product at that time: product × SEVERITIES.length + severity. */
    judgedKind: new Uint16Array(room),
  };
}

/** Every case of a run as one row of numbers. A row takes about 80 bytes, so a million cases fit into a tab. */
export class CaseTable extends GrowingTable<CaseColumns> {
  /** Acceptable waiting time by stream, then product, then severity, ms; NO_LEVEL if the scenario has none. */
  private readonly withinMs: readonly number[];
  private readonly products: number;

  constructor(scenario: Scenario) {
    super(columnsOf);
    this.products = scenario.products.length;
    this.withinMs = scenario.streams.flatMap(({ channel, segment }) =>
      scenario.products.flatMap((_, product) =>
        SEVERITIES.map(
          (severity) => serviceLevelOf(scenario, segment, channel, severity, product)?.withinMs ?? NO_LEVEL,
        ),
      ),
    );
  }

  open(row: CaseNumber, timeMs: RunMs, act: ActOf<'open'>): void {
    this.reach(row);
    const { language, product, severity, trueLanguage, trueProduct } = openingIn(act);
    const c = this.columns;
    c.openedMs[row] = timeMs;
    c.stream[row] = act.a;
    c.severity[row] = severity;
    c.language[row] = language;
    c.product[row] = product;
    c.trueLanguage[row] = trueLanguage;
    c.trueProduct[row] = trueProduct;
    c.customer[row] = act.c;
    c.tier[row] = 1;
    c.firstCentre[row] = NO_CENTRE;
    c.lastCentre[row] = NO_CENTRE;
  }

  assign(row: number, timeMs: number, centre: number, waitedMs: number): void {
    const c = this.columns;
    if (c.contacts[row] === 0) {
      c.answeredMs[row] = timeMs;
      c.waitMs[row] = waitedMs;
      c.firstCentre[row] = centre;
      c.judged[row] = this.judge(row, waitedMs);
    }
    c.contacts[row] = (c.contacts[row] as number) + 1;
    c.lastCentre[row] = centre;
  }

  /**
   * Records an abandonment. A customer who does not wait at all is neither answered nor counted as giving up. One who gives up a later wait
   * has been answered.
   */
  giveUp(row: number, timeMs: number, waitedMs: number): void {
    const c = this.columns;
    if ((c.contacts[row] as number) > 0) return;
    if (waitedMs === 0) {
      c.outcome[row] = LEFT_AT_ONCE;
      c.endedMs[row] = timeMs;
      return;
    }
    c.answeredMs[row] = timeMs;
    c.waitMs[row] = waitedMs;
    c.outcome[row] = GAVE_UP;
    c.endedMs[row] = timeMs;
    c.judged[row] = this.judge(row, waitedMs) === NOT_JUDGED ? NOT_JUDGED : LATE;
  }

  /** The run ends while the case waits for its first answer. If it is late already, it is judged in the last millisecond. */
  stillWaiting(row: number, endMs: number, waitedMs: number): void {
    const c = this.columns;
    if ((c.contacts[row] as number) > 0 || this.judge(row, waitedMs) !== LATE) return;
    c.judged[row] = LATE;
    c.answeredMs[row] = endMs - 1;
  }

  handOver(row: number, reason: number, tier: number): void {
    const c = this.columns;
    c.handOvers[row] = (c.handOvers[row] as number) + 1;
    c.reasons[row] = (c.reasons[row] as number) | (1 << reason);
    c.tier[row] = tier;
  }

  /**
   * Corrects the case at the end of a contact after which it moves on: the agent has noticed a wrong language or, if
   * that is right, a wrong product.
   */
  correct(row: number): void {
    const { language, product, trueLanguage, trueProduct } = this.columns;
    if (language[row] !== trueLanguage[row]) language[row] = trueLanguage[row] as number;
    else product[row] = trueProduct[row] as number;
  }

  moveTo(row: number, timeMs: number, state: number): void {
    const c = this.columns;
    if (state === RESOLVED_STATE) {
      c.outcome[row] = RESOLVED;
      c.endedMs[row] = timeMs;
    } else if (state === REFUSED_STATE) {
      c.outcome[row] = REFUSED;
      c.endedMs[row] = timeMs;
    } else if (state >= 0 && ENDED_STATES.includes(state)) {
      if (c.outcome[row] !== OPEN) return;
      c.outcome[row] = ENDED;
      c.endedMs[row] = timeMs;
    } else if (c.outcome[row] === RESOLVED) {
      // Re-opened.
      c.outcome[row] = OPEN;
      c.endedMs[row] = 0;
    }
  }

  private judge(row: number, waitedMs: number): number {
    const c = this.columns;
    const first = (c.stream[row] as number) * this.products * SEVERITIES.length;
    const kind = (c.product[row] as number) * SEVERITIES.length + (c.severity[row] as number);
    const within = this.withinMs[first + kind] ?? NO_LEVEL;
    if (within === NO_LEVEL) return NOT_JUDGED;
    c.judgedKind[row] = kind;
    return waitedMs <= within ? IN_TIME : LATE;
  }
}

const { resolved: RESOLVED_STATE, refused: REFUSED_STATE } = numbered(CASE_STATES);
const ENDED_STATES: readonly number[] = [CASE_STATES.indexOf('closed'), CASE_STATES.indexOf('erased')];
