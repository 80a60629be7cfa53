import { formatDuration, formatShare, listInWords, plural, present, raised, relevantSize } from '#base';
import type { ComparedMeasure, Comparison, Difference } from '#experiment';
import type { Estimate } from '#statistics';
import { firstNamed, lowered } from '../document/words.ts';
import { inPoints, notEnough, sizeInWords } from './comparison-text.ts';

export interface ComparisonContext {
  readonly titles: readonly string[];
  /** For each scenario after the first, in sentences. */
  readonly changes: readonly (readonly string[])[];
  /** For each of them, how much more or less staff it has, in a sentence; null if it has as much, or nobody knows. */
  readonly staff: readonly (string | null)[];
  readonly law: readonly string[];
  /** What dated events do that not all scenarios have, in sentences. */
  readonly events: readonly string[];
}

type ComparedTarget = Comparison['targets'][number];

/** Up to this number, targets and places are named; the others are counted. */
const NAMED_MAX = 3;

/**
 * What a planner asks first about each scenario after the baseline, in at most four sentences: the targets whose verdict changed, the
 * segments and channels that are hit worst, and what is lost, paid and worked. A change is named if its interval excludes 0, and denied if it excludes a
 * change that matters; otherwise the sentence says that the replications are not enough.
 */
export function comparisonAnswers(
  comparison: Comparison,
  { staff, titles }: Pick<ComparisonContext, 'staff' | 'titles'>,
): readonly string[] {
  const { scenarios } = comparison;
  const names = distinctTitles(scenarios, titles);
  return scenarios.slice(1).map((_, i) => {
    const sentences = [
      targetSentence(comparison.targets, i + 1),
      placeSentence(comparison, i),
      lossSentence(comparison.measures, i),
      staff[i] ?? null,
    ].filter((sentence) => sentence !== null);
    return sentences.length === 0 ? '' : `${names[i + 1]}: ${inSentence(sentences.join(' '))}`;
  });
}

/** Titles, with the scenario's name after those that are not unique. */
function distinctTitles(scenarios: readonly string[], titles: readonly string[]): readonly string[] {
  return scenarios.map((name, s) => {
    const title = titles[s] ?? name;
    return titles.filter((other) => other === title).length > 1 ? `${title} (${name})` : title;
  });
}

function targetSentence(targets: readonly ComparedTarget[], scenario: number): string | null {
  const seen = targets.flatMap(({ judged, title }) => {
    const [before, now] = [judged[0], judged[scenario]];
    if (before === undefined || now === undefined) return [];
    if (before.attainment === null || now.attainment === null) return [];
    return [{ title, before, now, changed: `${before.attainment} ${now.attainment}` }];
  });
  if (seen.length === 0) return null;
  const fall = ({ before, now }: (typeof seen)[number]) => meanOf(before.estimate) - meanOf(now.estimate);
  const changed = (how: string, words: string) => {
    const all = seen
      .filter((target) => target.changed === how)
      .sort((one, other) => Math.abs(fall(other)) - Math.abs(fall(one)));
    if (all.length === 0) return [];
    const named = all.map(
      ({ before, now, title }) =>
        `${title} (${formatShare(meanOf(before.estimate))} before, ${formatShare(meanOf(now.estimate))} now, ` +
        `${formatShare(now.wanted)} wanted)`,
    );
    const changes = all.length === 1 ? 'changes' : 'change';
    return [`${plural(all.length, 'target')} ${changes} ${words}: ${firstNamed(named, NAMED_MAX)}`];
  };
  const sides = [
    ...changed('met missed', 'from met to missed'),
    ...changed('missed met', 'from missed to met'),
  ];
  if (sides.length > 0) return `${sides.join('; ')}.`;
  return doubtSentence(seen);
}

type Attained = Pick<ComparedTarget['judged'][number], 'attainment'>;

const SIDES = ['safe', 'missed', 'in doubt'] as const;

function sideOf({ attainment }: Attained): (typeof SIDES)[number] {
  if (attainment === 'met') return 'safe';
  return attainment === 'missed' ? 'missed' : 'in doubt';
}

/** What became of the verdicts where no target went from met to missed or back. One that is neither for certain is in doubt. */
function doubtSentence(seen: readonly { readonly before: Attained; readonly now: Attained }[]): string {
  const moved = SIDES.flatMap((from) =>
    SIDES.flatMap((to) => {
      const { length } = seen.filter(({ before, now }) => sideOf(before) === from && sideOf(now) === to);
      const [were, are] = length === 1 ? ['that was', 'is'] : ['that were', 'are'];
      return from === to || length === 0 ? [] : [`${length} ${were} ${from} ${are} now ${to}`];
    }),
  );
  const whole = plural(seen.length, 'target');
  const missed = seen.filter(({ now }) => sideOf(now) === 'missed').length;
  const what = moved.length === 0 ? `No verdict changes on ${whole}` : `Of ${whole}, ${listInWords(moved)}`;
  return `${what}; ${missed === 0 ? 'none' : missed} ${missed > 1 ? 'are' : 'is'} certain to be missed.`;
}

function placeSentence({ places, relevance, replications }: Comparison, index: number): string | null {
  const seen = places.flatMap((place) => {
    const other = place.others[index];
    return other === undefined || other.difference === null ? [] : [{ place, other, ...sizeOf(other) }];
  });
  const [first] = seen;
  if (first === undefined) return null;
  const { unit } = first.place.measure;
  const figure = unit === 's' ? 'speed of answer' : 'service level';
  const bySize = (verdicts: readonly Difference['verdict'][]) =>
    seen.filter(({ other }) => verdicts.includes(other.verdict)).sort((one, other) => other.size - one.size);
  const [worse, better] = [bySize(['worse']), bySize(['better', 'neutral'])];
  const told = (all: typeof seen, verb: readonly [string, string]) => {
    if (all.length === 0) return [];
    const named = all.map(
      ({ place, size }, i) => `${place.title} ${i === 0 ? phrase(size, unit, verb) : short(size, unit)}`,
    );
    return [firstNamed(named, NAMED_MAX)];
  };
  const parts = [
    ...told(worse, unit === 's' ? ['waits', 'longer'] : ['loses', figure]),
    ...told(better, unit === 's' ? ['waits', 'shorter'] : ['gains', figure]),
  ];
  const quiet = quietParts(
    seen.map(({ other, place }) => ({ segment: place.segment, verdict: other.verdict })),
    replications,
    unit === 's' ? relevantSize(relevance, unit) : `${relevantSize(relevance, unit)} of ${figure}`,
  );
  return raised(`${[...parts, ...quiet].join('; ')}.`);
}

/** Segments that show no change on any channel: those that certainly change by less than `size`, and those of which nobody can tell. */
function quietParts(
  seen: readonly { readonly segment: string; readonly verdict: Difference['verdict'] }[],
  replications: number,
  size: string,
): readonly string[] {
  const segmentsWith = (verdicts: readonly Difference['verdict'][]) =>
    new Set(seen.filter(({ verdict }) => verdicts.includes(verdict)).map(({ segment }) => segment));
  const moved = segmentsWith(['better', 'neutral', 'worse']);
  const unclear = segmentsWith(['not enough runs to tell']);
  const all = new Set(seen.map(({ segment }) => segment));
  const rest = [...all].filter((segment) => !moved.has(segment));
  const open = rest.filter((segment) => unclear.has(segment));
  const still = rest.filter((segment) => !unclear.has(segment));
  const change = (segments: readonly string[]) => (segments.length === 1 ? 'changes' : 'change');
  const who = (segments: readonly string[]) =>
    segments.length <= NAMED_MAX
      ? listInWords(segments)
      : `${segments.length === all.size ? 'all' : 'the other'} ${segments.length} segments`;
  return present([
    still.length > 0 && `${who(still)} ${change(still)} by less than ${size}`,
    open.length > 0 && `${notEnough(replications)} whether ${who(open)} ${change(open)} by ${size}`,
  ]);
}

/** Abandonment and cost over all cases, if they changed detectably. */
function lossSentence(measures: readonly ComparedMeasure[], index: number): string | null {
  const changes = ['abandonment', 'unanswered', 'cost'].flatMap((id) => {
    const row = measures.find(({ measure }) => measure.id === id);
    const other = row?.others[index];
    if (row === undefined || other === undefined || !['better', 'neutral', 'worse'].includes(other.verdict))
      return [];
    const size = sizeInWords(other.difference, row.measure.unit);
    const rises = meanOf(other.difference) > 0 ? 'rises' : 'falls';
    if (id === 'abandonment') return [`abandonment ${rises} by ${size}`];
    if (id === 'cost') return [`${inSentence(row.measure.title)} ${rises} by ${size} over the run`];
    const more = meanOf(other.difference) > 0 ? 'more' : 'fewer';
    return [`${size} ${more} cases are left without an answer`];
  });
  return changes.length === 0 ? null : raised(`${listInWords(changes)}.`);
}

function sizeOf({ difference }: Difference): { readonly size: number } {
  return { size: Math.abs(meanOf(difference)) };
}

function meanOf(estimate: Estimate | null): number {
  return estimate?.mean ?? 0;
}

function phrase(size: number, unit: string, [verb, rest]: readonly [string, string]): string {
  return unit === 's' ? `${verb} ${formatDuration(size)} ${rest}` : `${verb} ${points(size)} of ${rest}`;
}

function short(size: number, unit: string): string {
  return unit === 's' ? formatDuration(size) : inPoints(size);
}

/** A difference of shares, without its sign. */
function points(size: number): string {
  return `${inPoints(size)} percentage points`;
}

/** A sentence that begins with a word of ours starts in lower case after a colon; titles keep their letters. */
function inSentence(text: string): string {
  return /^(No|Of|Cost|Abandonment) /.test(text) ? lowered(text) : text;
}
