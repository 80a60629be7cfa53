import { neutralise, plural, present } from '#base';
import { type EvaluatedRow, type Evaluation, firstBreach } from '#statements';
import { answerInWords } from '../answer/answer-page.ts';
import { element } from '../document/markup.ts';
import { fold, list, type Part, pageTable, section, styled } from '../document/parts.ts';
import { inWords } from '../document/table.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { evidencePage, lines } from './evidence-parts.ts';
import { NOTICE_OF_LOG } from './history.ts';

const CLASSES = { met: 'good', broken: 'bad', open: 'unsure', 'cannot be told': 'unsure' } as const;

const HEADINGS = { broken: 'Broken', open: 'Open', 'cannot be told': 'Cannot be told', met: 'Met' } as const;

/** An evaluation for a terminal: the answer, then the requirements by their outcomes, worst first. */
export function renderEvaluationText(evaluation: Evaluation, options: TextOptions): string {
  const [headline = '', ...rest] = evaluation.answer;
  const style = hasBroken(evaluation) ? 'bad' : 'strong';
  const parts = Object.entries(HEADINGS).map(([outcome, heading]) => {
    const rows = evaluation.rows.filter((row) => row.outcome === outcome);
    if (rows.length === 0) return null;
    return section(heading, [list(rows.map((row) => `${row.id}: ${whyOf(row).join('. ')}`))]);
  });
  return renderText([[styled(style, headline), ...rest], ...parts], options);
}

export function renderEvaluation(evaluation: Evaluation): string {
  const { of, requirements, rows, runs, scenario } = evaluation;
  return evidencePage({
    title: `${requirements}: ${scenario.title}`,
    heading: requirements,
    facts: [
      scenario.title,
      of === 'scenario' ? plural(runs, 'simulated run') : `one ${of}`,
      plural(rows.length, 'requirement'),
    ],
    parts: evaluationSections(evaluation),
    ...(of === 'case log' ? { notice: NOTICE_OF_LOG } : {}),
  });
}

/** The sections of an evaluation, the answer first. */
export function evaluationSections(evaluation: Evaluation): readonly Part[] {
  const { answer, notSaid, rows } = evaluation;
  const isMet = rows.every(({ outcome }) => outcome === 'met');
  const told = rows.filter(({ first }) => first !== null && first.story.length > 0);
  return present([
    answerInWords(answer, hasBroken(evaluation) ? 'missed' : isMet ? 'met' : 'open'),
    section('Requirements', [requirementsTable(rows)]),
    told.length > 0 &&
      section(
        'How it came to the first breach',
        told.map(({ first, id, says }) =>
          fold(`${id}: ${says} Case ${first?.case}`, list(first?.story ?? [])),
        ),
      ),
    section('What this evaluation does not say', [list(notSaid)]),
  ]);
}

function hasBroken({ rows }: Evaluation): boolean {
  return rows.some(({ outcome }) => outcome === 'broken');
}

function requirementsTable(rows: readonly EvaluatedRow[]) {
  return pageTable(rows, {
    caption: 'Requirements',
    isFolding: true,
    columns: [
      inWords('Requirement', ({ id, says, ...row }) =>
        lines([`${id}: ${neutralise(says)}`, ...originOf(row)]),
      ),
      inWords('Outcome', ({ outcome }) => element('span', { class: CLASSES[outcome] }, outcome)),
      inWords('Why', (row) => lines(whyOf(row).map(neutralise))),
    ],
  });
}

function whyOf(row: EvaluatedRow): readonly string[] {
  const breach = firstBreach(row);
  return present([row.text, breach !== null && breach, row.change !== null && `To meet it: ${row.change}`]);
}

/** Where a requirement stands: `EDPB Opinion 22/2024, no. 31 (2024-10-07, secondary)`. */
function originOf({
  confidence,
  date,
  segments,
  source,
}: Omit<EvaluatedRow, 'id' | 'says'>): readonly string[] {
  const about = [date, confidence].filter((one) => one !== null);
  return present([
    segments !== null && `for ${segments.map(neutralise).join(', ')}`,
    source !== null &&
      `${neutralise(source)}${about.length === 0 ? '' : ` (${about.map(neutralise).join(', ')})`}`,
  ]);
}
