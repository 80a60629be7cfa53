import type { AuditReport, InvariantResult } from '#audit';
import { formatCount, plural } from '#base';
import { type Child, element, type Markup, paragraphs, scrolling } from './markup.ts';
import { verdictOf } from './verdict.ts';

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
    paragraphs(verdict.sentences),
    audit === null || audit.invariants.length === 0
      ? null
      : scrolling('Invariants', renderRows(audit, stories)),
    audit === null ? null : element('p', {}, leftOut),
  );
}

function renderRows(audit: AuditReport, stories: Stories): Markup {
  const heads = ['Id', 'The promise kept', 'Checks', 'Violations'];
  return element(
    'table',
    { class: 'invariants' },
    element('caption', {}, 'Invariants, checked from the ledger alone'),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        heads.map((head, i) => element('th', { scope: 'col', class: i < 2 ? null : 'n' }, head)),
      ),
    ),
    element(
      'tbody',
      {},
      audit.invariants.map((result) => [
        renderRow(result),
        result.counterexample === null ? null : renderCounterexample(result, stories[result.id] ?? []),
      ]),
    ),
  );
}

function renderRow({
  checks,
  id,
  sentence,
  title,
  undecided,
  untested,
  violations,
}: InvariantResult): Markup {
  const open = undecided.reduce((sum, { count }) => sum + count, 0);
  const state = violations > 0 ? 'bad' : checks === 0 || open > 0 ? 'unsure' : 'good';
  const counted = untested === null ? formatCount(violations) : 'not tested';
  const found = open === 0 ? counted : `${counted}, ${formatCount(open)} undecided`;
  const sign = { bad: '✕ ', unsure: '? ', good: '✓ ' }[state];
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, id),
    element(
      'td',
      { class: 'sentence' },
      element('strong', {}, title),
      ' ',
      sentence,
      untested === null ? null : ` Not tested, since ${untested}.`,
    ),
    element('td', { class: 'n' }, formatCount(checks)),
    element('td', { class: `n ${state}` }, sign, found),
  );
}

function renderCounterexample(result: InvariantResult, story: readonly string[]): Markup | null {
  const { counterexample } = result;
  if (counterexample === null) return null;
  const { caseNumber, entry, message, story: entries } = counterexample;
  const subject = caseNumber === null ? 'The world' : `Case ${caseNumber}`;
  return storyRow(
    element('strong', {}, `First counterexample. ${subject}, ledger entry ${formatCount(entry)}: `),
    message,
    story.length === 0
      ? element(
          'p',
          { class: 'note' },
          `${plural(entries.length, 'entry', 'entries')}: ${entries.join(', ')}`,
        )
      : listOf(story),
  );
}

/** Below a row of four columns: what happened, under all columns but the first. */
export function storyRow(...told: readonly Child[]): Markup {
  return element(
    'tr',
    { class: 'counterexample' },
    element('td', {}),
    element('td', { colspan: 3 }, ...told),
  );
}

export function listOf(steps: readonly string[]): Markup {
  return element(
    'ol',
    {},
    steps.map((step) => element('li', {}, step)),
  );
}
