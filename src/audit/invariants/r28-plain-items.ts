import { numbered } from '#base';
import { type CaseNumber, type EncryptionDuty, PLAIN_STEPS } from '#domain';
import type { CaseView } from '../facts/case-state.ts';
import type { ActViewOf } from '../facts/facts.ts';
import { isWithin } from '../law/dated-law.ts';
import { type Invariant, Judge } from './invariant.ts';

const {
  'came plain': CAME_PLAIN,
  'customer told': TOLD,
  'sent back': SENT_BACK,
  'came encrypted': CAME_ENCRYPTED,
} = numbered(PLAIN_STEPS);

/** Items that came plain in this instant, and what was done. */
interface Arrival {
  readonly number: CaseNumber;
  readonly duty: EncryptionDuty | null;
  answer: number;
}

/**
 * R28: with items that customers were to encrypt and did not, the vendor does as it said: tells them, or sends all back and stores nothing
 * until it comes again. That they came plain is no violation: that is the customer's responsibility.
 */
export class PlainItems extends Judge {
  private arrivals: Arrival[] = [];
  /** Cases that were to be sent back: no copy may be stored before they come again. */
  private readonly awaited = new Set<CaseNumber>();

  recorded(supportCase: CaseView, { aux: step }: ActViewOf<'plain items'>): void {
    const { number } = supportCase;
    if (step === CAME_PLAIN) {
      const duty = this.dutyOf(supportCase);
      this.arrivals.push({ number, duty, answer: CAME_PLAIN });
      if (duty?.plain === 'sent back') this.awaited.add(number);
    } else if (step === CAME_ENCRYPTED) this.awaited.delete(number);
    else {
      const arrival = this.arrivals.find((one) => one.number === number);
      if (arrival !== undefined) arrival.answer = step;
    }
  }

  stored({ number }: CaseView): void {
    if (!this.awaited.has(number)) return;
    this.tally.checks++;
    this.tally.violate(number, 'a copy is stored of a case that came plain and has not come again encrypted');
  }

  endOfInstant(): void {
    if (this.arrivals.length === 0) return;
    for (const { answer, duty, number } of this.arrivals) {
      this.tally.checks++;
      if (duty === null)
        this.tally.violate(number, 'items came plain, but its customers had no duty to encrypt them');
      else if (answer !== (duty.plain === 'told' ? TOLD : SENT_BACK)) {
        const due = duty.plain === 'told' ? 'the customer is not told' : 'the case is not sent back';
        this.tally.violate(number, `items came plain that were to be encrypted, but ${due}`);
      }
    }
    this.arrivals = [];
  }

  dropped({ number }: CaseView): void {
    this.awaited.delete(number);
  }

  /** The duty of the case's customers at this instant, or null. */
  private dutyOf({ stream }: CaseView): EncryptionDuty | null {
    const { moment, tables } = this.facts;
    const { segments, startEpochMs, streams } = tables.scenario;
    const { encryption } = segments[streams[stream]?.segment ?? -1] ?? {};
    return encryption !== undefined && isWithin(encryption, startEpochMs + moment.timeMs) ? encryption : null;
  }
}

export const R28: Invariant<PlainItems> = {
  row: {
    id: 'R28',
    title: 'Plain items',
    sentence:
      'If customers do not encrypt what they were to encrypt, the vendor does as it said: tells them, or sends it back and keeps no copy.',
    statement:
      'For all cases in which items came plain at t that their customers were to encrypt: the customers had that duty at t, and by the end of ' +
      'the instant the record says that they were told, or that the case was sent back, as the scenario says for them. No copy of a case that is to be sent back is stored ' +
      'before the record says that it came encrypted. (That items came plain is the responsibility of the customer, and no violation.)',
    source:
      "The vendor's statement that encrypting data before it is shared is up to the customer; GDPR Art. 32(1)(a)",
    brokenBy: 'a plain attachment that is taken without a word',
  },
  log: {
    events: { open: [], store: [], 'plain items': 'all' },
    noColumn: 'which items customers were to encrypt and did not',
  },
  judge: PlainItems,
  seed: {
    what: 'nobody records what was done with items that came plain',
    kinds: ['plain items'],
    sow: ({ entry, next, supportCase }) => {
      if (supportCase === undefined || (entry.aux !== TOLD && entry.aux !== SENT_BACK)) return null;
      // What follows in the instant is not another answer.
      if (next?.kind === entry.kind && next.caseNumber === entry.caseNumber) return null;
      return { entries: [{ ...entry, aux: entry.aux === TOLD ? SENT_BACK : TOLD }], untilMs: entry.timeMs };
    },
  },
  untested: {
    lack: ({ segments }) =>
      segments.every(({ encryption }) => encryption === undefined)
        ? 'no customers have a duty to encrypt anything'
        : null,
    absent: 'everything came encrypted that was to be',
  },
};
