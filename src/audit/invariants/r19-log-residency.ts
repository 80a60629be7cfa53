import {
  ACT_NUMBERS,
  type CaseNumber,
  ITEM_CLASSES,
  NO_CASE,
  type PlaceIndex,
  type PromiseIndex,
  type RunMs,
  type WaitingCauseIndex,
} from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import { NONE } from '../facts/world-state.ts';
import { STORAGE } from '../law/boundary.ts';
import { type Invariant, Judge, placeOf } from './invariant.ts';

const { 'ledger kept': LEDGER_KEPT } = ACT_NUMBERS;

const AUDIT_CLASS = 1 << ITEM_CLASSES.indexOf('audit');

/**
 * R19: the ledger is kept where the promise of every case in it allows the item class `audit` to be stored. Applies
 * only if the scenario says where the ledger is kept.
 */
export class LogResidency extends Judge {
  private readonly isAsked = this.facts.tables.scenario.ledger !== undefined;
  /** Data centre that keeps it; NONE until one is recorded. */
  private place = NONE;
  /** Promises of the cases in the ledger, each with its first case. */
  private readonly firstCase = new Map<number, number>();

  /** Called when the ledger is kept at that place from now on. */
  keptAt(place: PlaceIndex): void {
    this.place = place;
    this.judgeAll(this.facts.moment.timeMs, NONE);
  }

  /** Called when the ledger has recorded a new case. */
  opened({ number, stream }: CaseView): void {
    if (!this.isAsked) return;
    const { promise } = this.facts.tables.stream(stream);
    if (!this.firstCase.has(promise)) this.firstCase.set(promise, number);
    this.judge(promise, number, this.facts.moment.timeMs, NONE);
  }

  /** Called at the end of an instant in which zones have changed, or certificates only. */
  judgeAgain(timeMs: RunMs, zones: boolean): void {
    const { promises } = this.facts.tables.scenario;
    for (const [promise, caseNumber] of this.firstCase) {
      if (zones || promises[promise]?.certified !== undefined)
        this.judge(promise, caseNumber, timeMs, this.facts.world.lawEntry);
    }
  }

  private judgeAll(timeMs: RunMs, cause: WaitingCauseIndex): void {
    for (const [promise, caseNumber] of this.firstCase) this.judge(promise, caseNumber, timeMs, cause);
  }

  private judge(
    promise: PromiseIndex,
    caseNumber: CaseNumber,
    timeMs: RunMs,
    cause: WaitingCauseIndex,
  ): void {
    const { boundary, tables } = this.facts;
    const { place } = this;
    this.tally.checks++;
    if (place === NONE) {
      this.tally.violate(caseNumber, 'the ledger does not say where it is kept', [cause], timeMs);
    } else if (!boundary.allows(promise, STORAGE, AUDIT_CLASS, place)) {
      const why = boundary.whyNot(promise, STORAGE, AUDIT_CLASS, place);
      this.tally.violate(
        caseNumber,
        `the ledger contains the case and is kept at ${tables.placeName(place)}; ${why}`,
        [cause],
        timeMs,
      );
    }
  }
}

export const R19: Invariant<LogResidency> = {
  row: {
    id: 'R19',
    title: 'Residency of the log',
    sentence: 'Personal data in the ledger itself is stored where the promise allows.',
    statement:
      'For all cases c in the ledger at t, if the scenario says where the ledger is kept: the data centre at which it is ' +
      'kept at t is in the zone that the promise of c names for storage of the item class `audit`, taken at t. Judged at each ' +
      'opening, at each move of the ledger, and at each instant at which a country enters or leaves a zone (or, if the promise requires ' +
      'certified storage, a certificate or an edition begins or ends). (The ledger holds numbers in place of names and contents.)',
    source: "The vendor's promise on where support data is stored, logs included",
    brokenBy: 'a European ledger kept in the United States',
  },
  log: {
    events: { open: [], 'ledger kept': ['dataCentre'] },
    noColumn: 'where the log itself is kept',
  },
  judge: LogResidency,
  seed: {
    what: 'the ledger is moved to a place that the promise of one of its cases forbids',
    kinds: ['open'],
    sow: ({ entry, facts }) => {
      const { boundary, tables } = facts;
      const stream = tables.streams[entry.a];
      if (stream === undefined || tables.scenario.ledger === undefined) return null;
      const a = placeOf(facts, (place) => !boundary.allows(stream.promise, STORAGE, AUDIT_CLASS, place));
      if (a === null) return null;
      const moved = { ...entry, kind: LEDGER_KEPT, aux: 0, caseNumber: NO_CASE, a, b: 0, c: 0, d: 0 };
      return { entries: [entry, moved] };
    },
  },
  untested: {
    lack: ({ ledger }) =>
      ledger === undefined ? 'the scenario does not say where the ledger is kept' : null,
    absent: 'no case was opened',
  },
};
