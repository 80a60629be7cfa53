import type { AuditReport, InvariantResult, NearMiss, NearMisses } from '#audit';
import { formatCount, formatMinute, listInWords, NOTHING, plural, present } from '#base';
import type { Knowledge } from '#domain';
import { undecidedIn } from '#statements';
import { resultsBy, verdictOf } from '../answer/verdict.ts';
import { type Child, element, fragment, type Markup } from '../document/markup.ts';
import { drawn } from '../document/page.ts';
import { fold, list, numbered, type Part, pageTable, section, styled, table } from '../document/parts.ts';
import { inNumbers, inSentences, inWords, type TextColumn } from '../document/table.ts';

/** The story of a violation, line by line, by the id of its invariant; `R7 now` for the law as known today. */
export type Stories = Readonly<Record<string, readonly string[]>>;

/**
 * What the auditor checked: every invariant with its checks and violations, and the first counterexample. `leftOut`: what it did not judge,
 * as a sentence.
 */
export function renderInvariants(audit: AuditReport | null, stories: Stories, leftOut: string): Markup {
  const found = audit === null ? [] : [...invariantParts(audit, stories), leftOut];
  const parts = section('What the auditor checked', [...verdictOf(audit).sentences, ...found], {
    id: 'invariants',
  });
  return fragment(drawn(parts));
}

/** What needs to be read first; the rules that were kept, or not tested, are named with their checks and folded. */
export function invariantParts(
  audit: AuditReport,
  stories: Stories,
  known: Knowledge = 'then',
): readonly Part[] {
  const invariants = resultsBy(audit, known);
  const storyOf = (result: InvariantResult) => storyIn(stories, audit, result);
  const told = invariants.filter((result) => stateOf(result) === 'bad' || undecidedIn(result) > 0);
  const silent = invariants.filter((result) => !told.includes(result));
  return [
    told.length === 0 ? null : invariantTable('Invariants', told, storyOf),
    silent.length === 0
      ? null
      : fold(
          `Each of ${silent.length} invariants without a finding`,
          invariantTable('Invariants without a finding', silent, storyOf),
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
  return present([
    kept.length === 0 ? null : `0 violations, with the number of checks: ${checked.join(', ')}.`,
    others.length === 0 ? null : `Not tested: ${names(others)}.`,
  ]);
}

/** The story of a result, which may be one by the law as known today; empty if there is none. */
export function storyIn(
  stories: Stories,
  { invariantsNow }: AuditReport,
  result: InvariantResult,
): readonly string[] {
  return stories[invariantsNow.includes(result) ? `${result.id} now` : result.id] ?? [];
}

function invariantTable(
  label: string,
  invariants: readonly InvariantResult[],
  storyOf: (result: InvariantResult) => readonly string[],
): Markup {
  return pageTable(invariants, {
    caption: 'Invariants, checked from the ledger alone',
    label,
    columns: [
      inWords('Id', ({ id }) => id),
      inSentences('The promise kept', promiseOf),
      inNumbers('Checks', ({ checks }) => formatCount(checks)),
      inNumbers('Violations', foundIn, { state: stateOf }),
    ],
    below: (result) => counterexampleOf(result, storyOf(result)),
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

function stateOf(result: InvariantResult): 'bad' | 'good' | 'unsure' {
  if (result.violations > 0) return 'bad';
  return result.checks === 0 || undecidedIn(result) > 0 ? 'unsure' : 'good';
}

/** `3`, `not tested`, `0, 2 undecided`. */
export function countsIn(result: InvariantResult): string {
  const open = undecidedIn(result);
  const counted = result.untested === null ? formatCount(result.violations) : 'not tested';
  return open === 0 ? counted : `${counted}, ${formatCount(open)} undecided`;
}

function foundIn(result: InvariantResult): string {
  return { bad: '✕ ', unsure: '? ', good: '✓ ' }[stateOf(result)] + countsIn(result);
}

function counterexampleOf({ counterexample }: InvariantResult, story: readonly string[]): Child {
  if (counterexample === null) return null;
  const { caseNumber, entry, message, story: entries } = counterexample;
  const subject = caseNumber === null ? 'The world' : `Case ${caseNumber}`;
  return [
    element('strong', {}, `First counterexample. ${subject}, ledger entry ${formatCount(entry)}: `),
    message,
    drawn(
      story.length === 0
        ? styled('note', `${plural(entries.length, 'entry', 'entries')}: ${entries.join(', ')}`)
        : storyParts(story),
    ),
  ];
}

/** The entries of a case, numbered, then where its data was, who saw it and why it waited: each begins after an empty line. */
function storyParts(story: readonly string[]): Part {
  const [entries = [], ...summaries] = story
    .join('\n')
    .split('\n\n')
    .map((block) => block.split('\n'));
  return [
    numbered(entries),
    ...summaries.flatMap(([title = '', ...spans]) => [
      styled('note', title),
      spans.length === 0 ? null : list(spans),
    ]),
  ];
}

/** Number per invariant on a page, and in a terminal. */
const TOLD_MAX = 10;
const TOLD_MAX_IN_TERMINAL = 3;

const LOOKED = inNumbers('Looked at', ({ looked }: NearMisses) => formatCount(looked));

function whatWasFound({ looked, near }: NearMisses): string {
  return looked === 0 ? NOTHING : formatCount(near);
}

/** The near misses, by invariant; nothing if the audit did not look for them. */
export function nearMissesPart(
  nearMisses: readonly NearMisses[],
  startEpochMs: number,
  most = TOLD_MAX,
): Part {
  if (nearMisses.length === 0) return null;
  const near = nearMisses.reduce((sum, one) => sum + one.near, 0);
  const found = nearMisses.filter((one) => one.near > 0);
  const others = nearMisses.filter((one) => one.near === 0);
  const looked = others.reduce((sum, one) => sum + one.looked, 0);
  return section(plural(near, 'near miss', 'near misses'), [
    'Acts that came close to a violation, found in the same pass over the ledger. Similar acts are listed once, by the closest of them.',
    found.length === 0 ? null : rowsPart('The closest acts', found, startEpochMs, most),
    others.length === 0
      ? null
      : fold(
          `What else was looked for: ${plural(looked, 'act')} by ${plural(others.length, 'rule')}, none of them near`,
          rowsPart('What else was looked for', others, startEpochMs, most),
        ),
  ]);
}

function rowsPart(
  caption: string,
  nearMisses: readonly NearMisses[],
  startEpochMs: number,
  most: number,
): Markup {
  return pageTable(nearMisses, {
    caption,
    columns: [
      inWords('Id', ({ id }) => id),
      inSentences('What counts as one', ({ definition }) => definition),
      LOOKED,
      inNumbers('Near', whatWasFound, { state: (one) => (one.near > 0 ? 'unsure' : null) }),
    ],
    below: ({ closest }) =>
      closest.length === 0
        ? null
        : drawn(numbered(closest.slice(0, most).map((miss) => nearMissSentence(miss, startEpochMs)))),
    isFolding: true,
  });
}

/** For a terminal: the table of near misses, followed by the closest ones in words. */
export function nearMissText(
  nearMisses: readonly NearMisses[],
  titleOf: (id: string) => string,
  startEpochMs: number,
): readonly Part[] {
  if (nearMisses.length === 0) return [];
  const columns: readonly TextColumn<NearMisses>[] = [
    inWords('Near misses', ({ id }) => `${id.padEnd(4)} ${titleOf(id)}`),
    LOOKED,
    inNumbers('Near', whatWasFound),
  ];
  return [
    table(nearMisses, { caption: 'Near misses', columns }),
    ...nearMisses
      .filter(({ closest }) => closest.length > 0)
      .map(({ closest, definition, id }) => [
        `${id} counts: ${definition}`,
        list(closest.slice(0, TOLD_MAX_IN_TERMINAL).map((miss) => nearMissSentence(miss, startEpochMs))),
      ]),
  ];
}

/** When it happened, in which case, what it was, and how often the same occurred. */
function nearMissSentence({ alike, caseNumber, message, timeMs }: NearMiss, startEpochMs: number): string {
  const others = alike === 1 ? '' : ` (and ${formatCount(alike - 1)} like it)`;
  return `${formatMinute(startEpochMs + timeMs)} UTC, case ${caseNumber}: ${message}${others}`;
}
