import { COPY_ROLES, type RunMs } from '#domain';
import { placeOfCopy, roleOfCopy } from '../facts/copy-list.ts';
import type { FactsView } from '../facts/facts.ts';
import type { Tally } from '../facts/tally.ts';
import { type EndedBases, endedBasesOf } from '../law/ended-bases.ts';
import { lawInstants } from '../law/law-calendar.ts';
import { COPIES, type Invariant, JudgeOfLaw } from './invariant.ts';

/** What is judged under the law as known then, or as known today. */
interface Grace {
  readonly tally: Tally;
  readonly ended: EndedBases;
}

/**
 * R8: when the last basis for keeping data of a stream at a place ends, no copy is left there after the scenario's
 * grace period. R7 judges whether new acts rely on the basis.
 */
export class BasisEnd extends JudgeOfLaw {
  private readonly graces: readonly Grace[];

  constructor(facts: FactsView, tally: Tally) {
    super(facts, tally);
    const { law, lawNow, tables } = facts;
    const judged = [
      { tally, ended: endedBasesOf(tables, law) },
      { tally: this.tallyNow, ended: lawNow === null ? null : endedBasesOf(tables, lawNow) },
    ];
    this.graces = judged.flatMap(({ ended, tally: of }) =>
      ended === null || of === null ? [] : [{ ended, tally: of }],
    );
  }

  /** Call when the law at the start of the run is in force. */
  begin(): void {
    for (const { ended } of this.graces) ended.begin();
  }

  lawHasChanged(timeMs: RunMs): void {
    this.passed(timeMs);
    for (const { ended } of this.graces) ended.lawHasChanged(timeMs);
  }

  passed(timeMs: RunMs): void {
    for (const grace of this.graces) {
      const { ended } = grace;
      while (ended.firstDueMs < timeMs) {
        const { firstDueMs } = ended;
        this.judge(grace, firstDueMs);
        ended.settle(firstDueMs);
      }
    }
  }

  /** Examines every live copy of the streams concerned when a grace period ends. */
  private judge({ ended, tally }: Grace, dueMs: RunMs): void {
    const { cases, tables, world } = this.facts;
    for (const { copies, number, stream } of cases.all()) {
      if (!ended.concerns(stream, dueMs)) continue;
      for (const copy of copies) {
        tally.checks++;
        const place = placeOfCopy(copy);
        if (!ended.isDue(stream, place, dueMs)) continue;
        const message =
          `a ${COPY_ROLES[roleOfCopy(copy)] ?? 'copy'} is left at ${tables.placeName(place)} after the grace period: ` +
          'the basis on which it was held there has ended';
        tally.violate(number, message, [world.lawEntry], dueMs);
      }
    }
  }
}

export const R8: Invariant<BasisEnd> = {
  row: {
    id: 'R8',
    title: 'End of a basis',
    sentence: 'When a legal basis ends, data held under it is moved or deleted in time.',
    statement:
      'For all streams s and places p: if the last basis for keeping data of s at p ends at t, and none begins before ' +
      't + grace, no copy of a case of s is live at p after t + grace. (R7 judges new acts that rely on the basis.) Judged ' +
      'if the scenario gives a grace period, when that ends within the horizon.',
    source: 'CJEU C-362/14, C-311/18; GDPR Art. 44',
    brokenBy: 'copies at an importer whose framework was annulled a month ago',
  },
  log: {
    events: { open: [], store: [], delete: [] },
    isAboutCopies: true,
    noColumn: COPIES,
  },
  judge: BasisEnd,
  seed: {
    what: 'a copy is left at a place after the basis for keeping it there has ended',
    kinds: ['delete'],
    sow: ({ entry, facts, supportCase }) => {
      const { scenario } = facts.tables;
      const { basisEnd } = scenario.retention;
      if (supportCase === undefined || basisEnd === undefined) return null;
      const untilMs = entry.timeMs + basisEnd.graceMs + 1;
      const hasEnded = !facts.law.mayKeep(supportCase.stream, entry.a);
      // Another basis may begin in time.
      const mayBegin = lawInstants(scenario).some((atMs) => atMs > entry.timeMs && atMs <= untilMs);
      return !hasEnded || mayBegin || untilMs > scenario.horizonMs ? null : { entries: [], untilMs };
    },
  },
  untested: {
    lack: ({ retention }) =>
      retention.basisEnd === undefined
        ? 'the scenario gives no grace period for deleting copies when a basis ends'
        : null,
    absent: 'no copy was at a place whose basis had ended and whose grace period was over',
  },
};
