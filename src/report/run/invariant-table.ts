import type { AuditReport, InvariantResult } from '#audit';
import { formatCount, listInWords, plural } from '#base';
import { verdictOf } from '../answer/verdict.ts';
import { inNumbers, inSentences, inWords } from '../document/columns.ts';
import { type Child, element, folded, type Markup, paragraphs, scrolling } from '../document/markup.ts';
import { renderTable } from '../document/table.ts';

/** The story of a violation, line by line, by the id of its invariant. */
export type Stories = Readonly<Record<string, readonly string[]>>;

/**
 * What the auditor checked: every invariant with its checks and violations, and the first counterexample. `leftOut`: what it did not judge,
 * as a sentence.
 */
export function renderInvariants(audit: AuditReport | null, stories: Stories, leftOut: string): Markup {
  const verdict = verdictOf(audit);
  return element(
    'section',
    { id: 'invariants' },
    element('h2', {}, 'What the auditor checked'),
    paragraphs(verdict.brief),
    audit === null ? null : renderFound(audit.invariants, stories),
    audit === null ? null : element('p', {}, leftOut),
  );
}

/** What needs to be read first; the rules that were kept, or not tested, are named with their checks and folded. */
function renderFound(invariants: readonly InvariantResult[], stories: Stories): readonly (Markup | null)[] {
  const told = invariants.filter((result) => stateOf(result) === 'bad' || undecidedOf(result) > 0);
  const silent = invariants.filter((result) => !told.includes(result));
  return [
    told.length === 0 ? null : scrolling('Invariants', renderRows(told, stories)),
    ...paragraphs(silentSentences(silent)),
    silent.length === 0
      ? null
      : folded(
          `Each of ${silent.length} invariants without a finding`,
          scrolling('Invariants without a finding', renderRows(silent, stories)),
        ),
  ];
}

/** Invariants without a finding: those that were tested, with their checks, and those that were not. */
export function silentSentences(
  silent: readonly Pick<InvariantResult, 'checks' | 'id' | 'title' | 'untested'>[],
): readonly string[] {
  const kept = silent.filter(({ untested }) => untested === null);
  const others = silent.filter(({ untested }) => untested !== null);
  const names = (of: readonly { readonly id: string }[]) => listInWords(of.map(({ id }) => id));
  const checked = kept.map(({ checks, id, title }) => `${id} ${title} (${formatCount(checks)})`);
  return [
    ...(kept.length === 0 ? [] : [`0 violations, with the number of checks: ${checked.join(', ')}.`]),
    ...(others.length === 0 ? [] : [`Not tested: ${names(others)}.`]),
  ];
}

function renderRows(invariants: readonly InvariantResult[], stories: Stories): Markup {
  return renderTable(invariants, {
    caption: 'Invariants, checked from the ledger alone',
    columns: [
      inWords('Id', ({ id }) => id),
      inSentences('The promise kept', promiseOf),
      inNumbers('Checks', ({ checks }) => formatCount(checks)),
      inNumbers('Violations', foundIn, { state: stateOf }),
    ],
    below: (result) => counterexampleOf(result, stories[result.id] ?? []),
    isFolding: true,
  });
}

function promiseOf({ sentence, title, untested }: InvariantResult): Child {
  return [
    element('strong', {}, title),
    ' ',
    sentence,
    untested === null ? null : ` Not tested, since ${untested}.`,
  ];
}

function undecidedOf({ undecided }: InvariantResult): number {
  return undecided.reduce((sum, { count }) => sum + count, 0);
}

function stateOf(result: InvariantResult): 'bad' | 'good' | 'unsure' {
  if (result.violations > 0) return 'bad';
  return result.checks === 0 || undecidedOf(result) > 0 ? 'unsure' : 'good';
}

function foundIn(result: InvariantResult): string {
  const open = undecidedOf(result);
  const counted = result.untested === null ? formatCount(result.violations) : 'not tested';
  const found = open === 0 ? counted : `${counted}, ${formatCount(open)} undecided`;
  return { bad: '✕ ', unsure: '? ', good: '✓ ' }[stateOf(result)] + found;
}

function counterexampleOf({ counterexample }: InvariantResult, story: readonly string[]): Child {
  if (counterexample === null) return null;
  const { caseNumber, entry, message, story: entries } = counterexample;
  const subject = caseNumber === null ? 'The world' : `Case ${caseNumber}`;
  return [
    element('strong', {}, `First counterexample. ${subject}, ledger entry ${formatCount(entry)}: `),
    message,
    story.length === 0
      ? element(
          'p',
          { class: 'note' },
          `${plural(entries.length, 'entry', 'entries')}: ${entries.join(', ')}`,
        )
      : listOf(story),
  ];
}

export function listOf(steps: readonly string[]): Markup {
  return element(
    'ol',
    {},
    steps.map((step) => element('li', {}, step)),
  );
}
