import { detectedSign, findingOf, listInWords, RELEVANT, relevantSize } from '#base';
import type { ExplainedMeasure } from '#experiment';
import type { Estimate } from '#statistics';
import { lowered } from '../document/words.ts';
import { type ActionsPage, actionsAnswer } from './actions.ts';
import { formatEstimate, formatMeasured, notEnough, sizeInWords } from './comparison-text.ts';

/** Why a figure moved from one scenario to another, and what would win it back. */
export interface ExplainedChange {
  /** Titles of the two scenarios. */
  readonly titles: readonly [string, string];
  readonly steps: readonly ChangeStep[];
  readonly replications: number;
  readonly level: number;
  /** The measure that is asked about comes first. */
  readonly measures: readonly ExplainedMeasure[];
  /** For the first measure; null if it did not become worse, or nothing was to be tried. */
  readonly recovery: ActionsPage | null;
  /** How the scenarios' law differs from that of history, in sentences. */
  readonly law: readonly string[];
}

/** A part of the change, or several that only make sense together. */
export interface ChangeStep {
  readonly title: string;
  /** What is different in the files, in sentences. */
  readonly changes: readonly string[];
}

/** Which way the measure moved and by how much, what accounts for it, and the best action among those that were simulated. */
export function changeAnswer(change: ExplainedChange): readonly string[] {
  const [main] = change.measures;
  if (main === undefined) return [];
  const sentences = [movedSentence(main, change.replications), ...partSentences(main, change.steps)];
  return [sentences.join(' '), ...(change.recovery === null ? [] : actionsAnswer(change.recovery))];
}

function movedSentence(
  { after, before, change, measure: { title, unit } }: ExplainedMeasure,
  replications: number,
): string {
  if (change === null) return `${title}: one of the scenarios has no case to measure it by.`;
  const [was, is] = [before?.mean ?? 0, after?.mean ?? 0].map((mean) => formatMeasured(mean, unit));
  const figures = `${was} before, ${is} now (a difference of ${sizeInWords(change, unit)})`;
  const size = relevantSize(RELEVANT, unit);
  switch (findingOf(change, { before: before?.mean ?? 0, unit }, RELEVANT)) {
    case 'no change that matters':
      return `${title} changes by less than ${size}: ${figures}.`;
    case 'not enough runs to tell':
      return `${notEnough(replications)} whether ${lowered(title)} changes by ${size}: ${figures}.`;
    default:
  }
  const verb = change.mean > 0 ? 'rises' : 'falls';
  return `${title} ${verb} by ${sizeInWords(change, unit)}, from ${was} to ${is}.`;
}

/** Parts that account for the change, parts that work against it, those that certainly matter less, and those of which nobody can tell. */
function partSentences(
  { before, change, measure: { unit }, parts }: ExplainedMeasure,
  steps: readonly ChangeStep[],
) {
  if (change === null) return [];
  const named = parts.map((effect, s) => ({ effect, title: steps[s]?.title ?? '' }));
  const seen = named
    .filter(({ effect }) => detectedSign(effect) !== 0)
    .sort((one, other) => Math.abs(other.effect.mean) - Math.abs(one.effect.mean));
  const quiet = (finding: ReturnType<typeof findingOf>) =>
    named
      .filter(({ effect }) => findingOf(effect, { before: before?.mean ?? 0, unit }, RELEVANT) === finding)
      .map(({ title }) => title);
  const [still, open] = [quiet('no change that matters'), quiet('not enough runs to tell')];
  const list = (all: typeof seen) =>
    listInWords(all.map(({ effect, title }) => `${title} (${sizeInWords(effect, unit)})`));
  const raising = seen.filter(({ effect }) => effect.mean > 0);
  const lowering = seen.filter(({ effect }) => effect.mean < 0);
  const [along, against] = change.mean > 0 ? [raising, lowering] : [lowering, raising];
  const [up, down] = change.mean > 0 ? ['It rises', 'lowers'] : ['It falls', 'raises'];
  const sentences: string[] = [];
  if (detectedSign(change) !== 0 && along.length > 0) sentences.push(`${up} because of ${list(along)}.`);
  else if (along.length > 0) sentences.push(`${change.mean > 0 ? 'Raised' : 'Lowered'} by ${list(along)}.`);
  if (against.length > 0) sentences.push(`What ${down} it: ${list(against)}.`);
  if (still.length > 0)
    sentences.push(`Less than ${relevantSize(RELEVANT, unit)} each: ${listInWords(still)}.`);
  if (open.length > 0) sentences.push(`Not enough replications to tell the effect of ${listInWords(open)}.`);
  return sentences;
}

/** The level of a measure in one of the two scenarios, for tables. */
export function levelText(estimate: Estimate | null, { measure }: ExplainedMeasure): string {
  return formatEstimate(estimate, measure.unit);
}
