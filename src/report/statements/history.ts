import { AUDITOR_INDEPENDENCE } from '#audit';
import { formatCount, neutralise, plural } from '#base';
import { omissionSentences } from '#exports';
import type { HistoryReport } from '#foreign';
import { historyAnswer, invariantName, momentInWords, nameText } from '#statements';
import { answerInWords } from '../answer/answer-page.ts';
import { element } from '../document/markup.ts';
import { list, type Part, table as partTable, section, styled } from '../document/parts.ts';
import { inWords } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { auditColumns, counted, evidencePage, table } from './evidence-parts.ts';

type Row = HistoryReport['results'][number];
interface Violation {
  readonly invariant: string;
  readonly found: Row['found'][number];
}

const COLUMNS = auditColumns(({ needs }: Row) => (needs === null ? null : `needs ${needs}`), '–');

const [, , checks, violations, note] = COLUMNS;

/** Rows of the list of violations on the page. */
const LISTED_MAX = 200;
/** At the foot of pages about a log of what happened. */
export const NOTICE_OF_LOG =
  'Read from a log of what happened; nothing shows that the log is true and complete. The boundary and the law are modelled from public sources; this is not legal advice.';

/** The audit of a case log, for a terminal: the answer, then the table of invariants. */
export function renderHistoryText(report: HistoryReport, { colour }: Pick<TextOptions, 'colour'>): string {
  const { headline, kind, sentences } = historyAnswer(report);
  const first = styled(kind === 'missed' ? 'bad' : 'strong', headline);
  const last = [...report.assumptions, AUDITOR_INDEPENDENCE, ...omissionSentences(report)];
  const parts = [[first, ...sentences, aboutLog(report), ...report.law], resultsOf(report), last];
  return renderText(parts, { colour, width: Number.MAX_SAFE_INTEGER });
}

/** The audit of a case log as a page. */
export function renderHistory(report: HistoryReport, title: string): string {
  const { headline, kind, sentences } = historyAnswer(report);
  return evidencePage({
    title: `Audit of what happened – ${title}`,
    heading: 'Audit of what happened',
    facts: [title, neutralise(report.log), plural(report.told.cases, 'case'), ...spanOf(report, '')],
    parts: [
      ...report.law.map((sentence) => styled('alert', sentence)),
      answerInWords([headline, ...sentences], kind),
      violationsOf(report),
      unmatchedOf(report),
      section('What could be judged', [
        'An invariant is judged only if the log contains everything that it needs.',
        resultsOf(report),
      ]),
      section('What the audit assumed', [
        AUDITOR_INDEPENDENCE,
        list([...report.assumptions, ...omissionSentences(report)]),
      ]),
    ],
    notice: NOTICE_OF_LOG,
  });
}

/** Invariants, those that could be judged first. */
function resultsOf({ results }: HistoryReport): Part {
  const judged = results.filter(({ needs }) => needs === null);
  const others = results.filter(({ needs }) => needs !== null);
  return partTable([...judged, ...others], {
    caption: 'Invariants',
    columns: [
      inWords('Id', ({ id }) => id),
      inWords('Promise', ({ sentence, title }) => [element('strong', {}, title), ` ${sentence}`]),
      { ...checks, head: 'Checks' },
      { ...violations, head: 'Violations' },
      inWords('Not judged', note.cell),
    ],
    inTerminal: COLUMNS,
    isFolding: true,
  });
}

function violationsOf({ results }: HistoryReport): Part {
  const all = results.flatMap((row) =>
    row.found.map((found): Violation => ({ invariant: invariantName(row), found })),
  );
  if (all.length === 0) return null;
  const count = results.reduce((sum, { violations }) => sum + violations, 0);
  const shown = all.slice(0, LISTED_MAX);
  const sentence =
    shown.length === count
      ? 'Each violation, with the row of the log where it can be found.'
      : `The first ${formatCount(shown.length)} of ${plural(count, 'violation')}; audit.json lists the first 1,000 of each invariant.`;
  return section('What was broken', [
    sentence,
    table('Violations', shown, [
      inWords('Case', ({ found }) => neutralise(found.case)),
      counted('Row', ({ found }) => found.row),
      inWords('Time (UTC)', ({ found }) => momentInWords(found.time).replace(' UTC', '')),
      inWords('Invariant', ({ invariant }) => invariant),
      inWords('What happened', ({ found }) => found.message),
    ]),
  ]);
}

function unmatchedOf({ unmatched }: HistoryReport): Part {
  if (unmatched.length === 0) return null;
  return section('Names that the scenario does not know', [
    'The audit cannot tell which places and people these names mean, so it judged nothing by them. Translate them under values: in the mapping, or add them to the scenario.',
    list(unmatched.map(nameText)),
  ]);
}

function aboutLog(report: HistoryReport): string {
  const { log, told } = report;
  const span = spanOf(report, ', from ').join('');
  return `${neutralise(log)}: ${plural(told.events, 'event')} of ${plural(told.judgedCases, 'judged case')}${span}.`;
}

/** From the first event to the last one, after some words; nothing if there is none. */
function spanOf({ from, until }: HistoryReport, words: string): readonly string[] {
  if (from === null || until === null) return [];
  return [`${words}${momentInWords(from)} to ${momentInWords(until)}`];
}
