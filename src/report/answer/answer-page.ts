import { formatCount, formatShare, NOTHING } from '#base';
import type { TargetVerdict } from '#planning';
import { element, type Markup } from '../document/markup.ts';
import { drawn } from '../document/page.ts';
import { fold, type Part, pageTable, section, styled } from '../document/parts.ts';
import { type Column, inNumbers, inWords } from '../document/table.ts';
import type { Answer } from './answer.ts';
import { kindOfCases, makeUpOf, targetText } from './target-words.ts';

const STATES = { met: 'good', missed: 'bad', open: 'unsure', none: 'unsure' } as const;
/** How good each verdict on a target is. */
export const TARGET_STATES = {
  met: 'good',
  missed: 'bad',
  'too close to call': 'unsure',
  'too short': 'unsure',
  'too few cases': 'unsure',
  'not judged': 'unsure',
} as const;

const COLUMNS: readonly Column<TargetVerdict>[] = [
  inWords('Segment', ({ segment }) => segment.title),
  inWords('Cases of', (target) =>
    target.id === null ? kindOfCases(target) : `${target.id}: ${kindOfCases(target)}`,
  ),
  inWords('Target', targetText),
  inNumbers('Share', ({ share }) => formatShare(share)),
  inNumbers('Interval', ({ interval: [low, high] }) =>
    low === 0 && high === 1 ? NOTHING : `${formatShare(low)} to ${formatShare(high)}`,
  ),
  inNumbers('Judged', ({ judged, judgedOf }) => `${formatCount(judged)} ${judgedOf}`),
  inWords('Verdict', ({ state }) => element('span', { class: TARGET_STATES[state] }, state)),
];

/** What verdicts of one run mean. */
export const BY_RUN =
  'Too close to call: the target lies within the interval of the share, which is as wide as the share varies between parts of the run, with 95 % certainty. Too short: the run is too short to know how much it varies, or tells the share only roughly. More replications decide.';

export function renderReplicatedAnswer(answer: Answer, level: number): Markup {
  const explained = `Too close to call: the target lies within the ${formatShare(level)} interval of the share over replications (Student's t, each target by itself). More replications narrow it.`;
  return renderAnswerSection(answer, explained);
}

/** An answer that begins with a headline; `kind`: whether what was wanted was found. */
export function answerSection(kind: keyof typeof STATES, parts: readonly Part[]): Markup {
  const style = `answer ${STATES[kind]}`;
  return element('section', { id: 'answer', class: style, 'aria-label': 'The answer' }, drawn(parts));
}

/** An answer in paragraphs, as experiments give it; `kind`: whether what was wanted was found. */
export function answerInWords(sentences: readonly string[], kind?: keyof typeof STATES): Part {
  const style = kind === undefined ? 'answer' : `answer ${STATES[kind]}`;
  return section('The answer', sentences, { id: 'answer', class: style });
}

function renderAnswerSection({ kind, sentences, targets }: Answer, explained: string): Markup {
  const [headline = '', ...rest] = sentences;
  const met = targets.filter(({ state }) => state === 'met');
  const unmet = targets.filter(({ state }) => state !== 'met');
  const judged: readonly Part[] = [
    unmet.length === 0 ? null : targetsTable('Targets missed, or without a verdict', unmet),
    met.length === 0 ? null : fold(`Targets met: ${met.length}`, targetsTable('Targets met', met)),
    styled('note explained', `${makeUpOf(targets)}. ${explained}`),
  ];
  const shown = targets.length === 0 ? null : judged;
  return answerSection(kind, [styled('headline', headline), ...rest, shown]);
}

function targetsTable(caption: string, rows: readonly TargetVerdict[]): Markup {
  return pageTable(rows, { caption, columns: COLUMNS, isFolding: true });
}
