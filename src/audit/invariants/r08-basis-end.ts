import { COPY_ROLES, type RunMs } from '#domain';
import { placeOfCopy, roleOfCopy } from '../facts/copy-list.ts';
import type { FactsView } from '../facts/facts.ts';
import { Tally } from '../facts/tally.ts';
import { type EndedBases, endedBasesOf } from '../law/ended-bases.ts';
import { lawInstants } from '../law/law-calendar.ts';
import type { Invariant } from './invariant.ts';

/** What is judged by one knowledge of the law. */
interface Grace {
  readonly tally: Tally;
  readonly ended: EndedBases;
}

/**
 * R8: when the last basis ends on which data of a stream may be at a place, no copy of it is left there after the grace that the
 * scenario promises. That nothing new relies on it is R7's matter.
 */
export class BasisEnd {
  readonly tally: Tally;
  /** By the law as it is known today; null where that is the same. */
  readonly tallyNow: Tally | null;
  private readonly facts: FactsView;
  private readonly graces: readonly Grace[];

  constructor(facts: FactsView) {
    const { law, lawNow, moment, tables } = facts;
    this.facts = facts;
    this.tally = new Tally('R8', moment);
    this.tallyNow = lawNow === null ? null : new Tally('R8', moment, 'now');
    const judged = [
      { tally: this.tally, ended: endedBasesOf(tables, law) },
      { tally: this.tallyNow, ended: lawNow === null ? null : endedBasesOf(tables, lawNow) },
    ];
    this.graces = judged.flatMap(({ ended, tally }) =>
      ended === null || tally === null ? [] : [{ ended, tally }],
    );
  }

  /** The law of the start of the run is in force. */
  begin(): void {
    for (const { ended } of this.graces) ended.begin();
  }

  /** The law has been set to that of this instant. */
  lawHasChanged(timeMs: RunMs): void {
    this.passed(timeMs);
    for (const { ended } of this.graces) ended.lawHasChanged(timeMs);
  }

  /** Time has passed to just before `timeMs`. */
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

  /** Grace is over at some places: every live copy of the streams concerned is looked at. */
  private judge({ ended, tally }: Grace, dueMs: RunMs): void {
    const { cases, tables, world } = this.facts;
    for (const { copies, number, stream } of cases.all()) {
      if (!ended.concerns(stream, dueMs)) continue;
      for (const copy of copies) {
        tally.checks++;
        const place = placeOfCopy(copy);
        if (!ended.isDue(stream, place, dueMs)) continue;
        const message =
          `a ${COPY_ROLES[roleOfCopy(copy)] ?? 'copy'} is left at ${tables.placeName(place)} after its time: ` +
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
    sentence: 'When a legal basis ends, what was held under it moves or is deleted in time.',
    statement:
      'For all streams s and places p: if at t the last basis ends on which data of s may be at p, and none begins before ' +
      't + grace, no copy of a case of s is live at p after t + grace. (That nothing relies on the basis any more is R7.) Judged ' +
      'where the scenario has a grace, when it has passed within the horizon.',
    source: 'CJEU C-362/14, C-311/18; GDPR Art. 44',
    brokenBy: 'copies at an importer whose framework was struck down a month ago',
  },
  makeJudge: (facts) => new BasisEnd(facts),
  seed: {
    what: 'a copy is left where the basis on which it was held has ended',
    kinds: ['delete'],
    sow: ({ entry, facts, supportCase }) => {
      const { scenario } = facts.tables;
      const { basisEnd } = scenario.retention;
      if (supportCase === undefined || basisEnd === undefined) return null;
      const untilMs = entry.timeMs + basisEnd.graceMs + 1;
      const hasEnded = !facts.law.hasBasis(supportCase.stream, entry.a);
      // Another basis may begin in time.
      const mayBegin = lawInstants(scenario).some((atMs) => atMs > entry.timeMs && atMs <= untilMs);
      return !hasEnded || mayBegin || untilMs > scenario.horizonMs ? null : { entries: [], untilMs };
    },
  },
  untested: {
    lack: ({ retention }) =>
      retention.basisEnd === undefined
        ? 'no time is promised in which copies are gone when a basis ends'
        : null,
    absent: 'no copy rested where a basis had ended and its grace was over',
  },
};
