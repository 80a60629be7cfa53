import { assert, numbered } from '#base';
import {
  ACT_NUMBERS,
  CASE_EVENTS,
  CASE_STATES,
  type CaseNumber,
  type DurationMs,
  type FeatureTallies,
  type Incident,
  NONE,
  NONE_32,
  openCaseOf,
} from '#domain';
import type { CaseRecord } from '../cases/case-record.ts';
import { isFollowUp } from '../demand/follow-ups.ts';
import type { AssignEvent, Feature } from '../run/hooks.ts';
import type { Run } from '../run/run.ts';
import { CAUSE_MENDED } from '../time/notices.ts';

const { 'incident link': LINK } = ACT_NUMBERS;
const { MEND } = numbered(CASE_EVENTS);
const { 'open.linked': LINKED } = numbered(CASE_STATES);

interface Cause extends Incident {
  readonly index: number;
  readonly tally: FeatureTallies['incidents'];
  /** The first case that was linked. */
  parent: CaseNumber | null;
  /** Those that wait for it, the parent first. */
  readonly waiting: Set<CaseRecord>;
}

/**
 * Cases of one cause. Which cases of a surge are its extra ones is drawn when they arrive, and a customer who comes again comes for the same
 * reason. Routing does not know it: an agent finds it out, and then the contact only links the case. Null if no surge has one cause.
 */
export function createIncidents(run: Run): Feature | null {
  const { cases, clock, contacts, drawOf, kernel, meter, recorder, scenario } = run;
  if (scenario.incidents === undefined) return null;
  const causes = scenario.incidents.map(
    (one, index): Cause => ({
      ...one,
      index,
      tally: meter.featureTally('incidents', index),
      parent: null,
      waiting: new Set(),
    }),
  );
  const isExtra = drawOf('incident');
  const causeIndex = cases.column(NONE);
  /** How long the contact would have taken without the incident. */
  const replacedMs = cases.column<DurationMs>(0);
  /** By customer: the cause of the first case. */
  const known = new Map<string, number>();

  const customerOf = ({ ordinal, origin }: CaseRecord) => `${origin.index} ${ordinal}`;

  /** The cause of a case that arrives; NONE for an ordinary one. Surges that overlap multiply each other, so each adds its share of all. */
  function causeOf(record: CaseRecord): number {
    const { arrivedMs, caseNumber, source, trueProduct } = record;
    if (openCaseOf(scenario, caseNumber) !== undefined) return NONE;
    const { segment, trace } = scenario.streams[source.index] as (typeof scenario.streams)[number];
    if (trace !== undefined) return NONE;
    let left = isExtra.uniform(record);
    for (const { fromMs, index, product = trueProduct, segment: only = segment, share, toMs } of causes) {
      if (arrivedMs < fromMs || arrivedMs >= toMs || product !== trueProduct || only !== segment) continue;
      if (left < share) return index;
      left = (left - share) / (1 - share);
    }
    return NONE;
  }

  function created(record: CaseRecord): void {
    record.linked = 0;
    const cause = isFollowUp(record) ? (known.get(customerOf(record)) ?? NONE) : causeOf(record);
    if (cause === NONE) return;
    causeIndex.set(record, cause);
    known.set(customerOf(record), cause);
  }

  /** A contact that goes on after an interruption stays what it was. */
  function planned(record: CaseRecord, event: AssignEvent): void {
    event.links = 0;
    const cause = causes[causeIndex.of(record)];
    if (cause === undefined || (record.calledBack === 1 && event.unreached === 1)) return;
    const goesOn = record.linked === 1 && record.workLeftMs > 0;
    const isOpen = clock.nowMs >= cause.linkedFromMs && clock.nowMs < cause.mendedMs;
    if (!goesOn && !isOpen) return;
    event.links = 1;
    // Nothing else is found out.
    event.solvedAtTier = record.solvedAtTier;
    contacts.numbered?.forgo(record);
    if (goesOn) return;
    replacedMs.set(record, event.handleMs);
    event.handleMs = Math.max(1, cause.perCaseMs);
    record.contentMs = event.handleMs * record.speed;
  }

  function link(record: CaseRecord): void {
    const cause = causes[causeIndex.of(record)] as Cause;
    const { caseNumber } = record;
    const shownMs = Math.min(Math.round(replacedMs.of(record)), NONE_32 - 1);
    cause.parent ??= caseNumber;
    cause.waiting.add(record);
    recorder.act(LINK, 0, caseNumber, cause.index, 0, shownMs, cause.parent);
    cause.tally.linked(shownMs);
  }

  function resolveAll({ tally, waiting }: Cause): void {
    for (const record of waiting) {
      kernel.send(record, MEND);
      tally.mended();
    }
    waiting.clear();
  }

  return {
    varies: ['linked', 'links'],
    hooks: {
      begins() {
        for (const { index, mendedMs } of causes)
          if (mendedMs >= 0) kernel.schedule(mendedMs, CAUSE_MENDED, index, 0);
      },
      created,
      planned: (record, _agent, event) => planned(record, event),
      effects: { linkToIncident: link },
      notice(what, index) {
        if (what !== CAUSE_MENDED) return false;
        resolveAll(causes[index] as Cause);
        return true;
      },
      // The cause may be mended before the contact is over that links a case.
      settled() {
        const late = causes.filter(({ mendedMs, waiting }) => waiting.size > 0 && clock.nowMs >= mendedMs);
        for (const cause of late) resolveAll(cause);
        return late.length > 0;
      },
      assertCounted() {
        for (const record of cases.records)
          assert(
            (record.state === LINKED) === causes.some(({ waiting }) => waiting.has(record)),
            'a case waits for its incident and is not in its list, or the other way round',
          );
      },
    },
  };
}
