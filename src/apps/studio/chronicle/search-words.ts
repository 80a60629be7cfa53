import { CHANNELS, ESCALATION_REASONS, type EscalationReason, type Scenario } from '#domain';
import {
  type CaseColumns,
  ENDED,
  GAVE_UP,
  IN_TIME,
  LATE,
  LEFT_AT_ONCE,
  OPEN,
  REFUSED,
  RESOLVED,
} from './case-table.ts';
import { kindsOfStreams } from './handled-work.ts';

export type CaseTest = (row: number) => boolean;

/** Words that people use, and the test of a case that they stand for. */
interface Meaning {
  readonly words: readonly string[];
  readonly test: (columns: CaseColumns, row: number) => boolean;
}

const OUTCOME_WORDS: readonly Meaning[] = [
  {
    words: [
      'abandoned',
      'abandon',
      'abandonment',
      'gave up',
      'gave-up',
      'hung up',
      'lost',
      'reneged',
      'left',
    ],
    test: hasOutcome(GAVE_UP),
  },
  { words: ['balked', 'lost', 'left', 'left at once'], test: hasOutcome(LEFT_AT_ONCE) },
  { words: ['resolved', 'solved', 'fixed', 'done', 'closed'], test: hasOutcome(RESOLVED) },
  { words: ['open', 'unresolved', 'unsolved', 'pending'], test: hasOutcome(OPEN) },
  { words: ['refused', 'rejected', 'blocked', 'denied', 'turned away'], test: hasOutcome(REFUSED) },
  { words: ['ended otherwise'], test: hasOutcome(ENDED) },
  { words: ['answered', 'handled', 'served', 'picked up'], test: isAnswered },
  {
    words: ['unanswered', 'not answered', 'never answered', 'missed'],
    test: (columns, row) => !isAnswered(columns, row),
  },
  { words: ['late', 'too late', 'overdue'], test: ({ judged }, row) => judged[row] === LATE },
  { words: ['in time', 'on time', 'punctual'], test: ({ judged }, row) => judged[row] === IN_TIME },
  {
    words: [
      ...['transferred', 'transfer', 'handed over', 'handover', 'handovers', 'hand-over', 'hand-overs'],
      ...['passed on', 'forwarded', 'escalated', 'bounced'],
    ],
    test: ({ handOvers }, row) => (handOvers[row] as number) > 0,
  },
  { words: ['outage', 'down'], test: hasReason('uptime') },
  { words: ['skill', 'specialist'], test: hasReason('expertise') },
  { words: ['urgent', 'critical'], test: ({ severity }, row) => severity[row] === 0 },
];

const CHANNEL_WORDS: Readonly<Record<(typeof CHANNELS)[number], readonly string[]>> = {
  phone: ['call', 'calls', 'telephone', 'voice'],
  'e-mail': ['mail', 'mails', 'email', 'emails'],
  web: ['online', 'portal'],
};

function hasOutcome(outcome: number) {
  return ({ outcome: of }: CaseColumns, row: number) => of[row] === outcome;
}

function isAnswered({ contacts }: CaseColumns, row: number): boolean {
  return (contacts[row] as number) > 0;
}

function hasReason(reason: EscalationReason) {
  const bit = 1 << ESCALATION_REASONS.indexOf(reason);
  return ({ reasons }: CaseColumns, row: number) => ((reasons[row] as number) & bit) !== 0;
}

/** Longer phrases first, so that `handed over` is found before `handed`. */
const PHRASES = OUTCOME_WORDS.flatMap(({ words }) => words).filter((word) => word.includes(' '));
const WORD = new RegExp(`(?:${PHRASES.join('|')})(?=\\s|$)|\\S+`, 'g');

/** The words of a search in lower case. A phrase with one meaning stays together. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().replace(/\s+/g, ' ').match(WORD) ?? [];
}

/** Meaning of a word that is not a name; null if it has none. */
export function meaningOf(word: string, scenario: Scenario, columns: CaseColumns): CaseTest | null {
  const tests = OUTCOME_WORDS.filter(({ words }) => words.includes(word)).map(
    ({ test }): CaseTest =>
      (row) =>
        test(columns, row),
  );
  const channel = CHANNELS.findIndex((name) => CHANNEL_WORDS[name].includes(word));
  if (channel !== -1) {
    const { channelOf } = kindsOfStreams(scenario);
    tests.push((row) => channelOf[columns.stream[row] as number] === channel);
  }
  return tests.length === 0 ? null : (row) => tests.some((test) => test(row));
}
