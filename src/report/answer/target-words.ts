import { formatCount, formatDuration, formatShare, plural, present } from '#base';
import { CHANNELS, SEVERITIES, type TargetMeasure } from '#domain';
import type { TargetVerdict, WantedTarget } from '#planning';
import { formatGap } from '../experiments/comparison-text.ts';

/** `phone, severity A, Azure`; all channels or severities are not named. */
export function kindOfCases({
  channels,
  product = null,
  severities,
}: Pick<TargetVerdict, 'channels' | 'severities'> & Partial<Pick<TargetVerdict, 'product'>>): string {
  const named = present([
    channels.length !== CHANNELS.length && channels.join(' and '),
    severities.length !== SEVERITIES.length && `severity ${severities.join(', ')}`,
    product?.title,
  ]);
  return named.length === 0 ? 'all cases' : named.join(', ');
}

/** From this many verdicts on, answers say how many may be wrong by chance. */
const MANY_VERDICTS = 20;

/** `error`: the greatest probability with which one verdict is wrong. */
export function byChance(verdicts: number, error: number): string {
  const most = Math.max(1, Math.round(verdicts * error));
  return verdicts < MANY_VERDICTS ? '' : ` Of ${verdicts} verdicts, ${most} may be wrong by chance.`;
}

/** `71.2 % answered within 60 s, 80.0 % wanted (34 cases)`; of too few: `all 26 in time, but 26 are too few to be sure of 90.0 %`. */
export function shareOf(verdict: TargetVerdict): string {
  const { judged, judgedOf, of, state, wanted } = verdict;
  if (state === 'too few cases')
    return `${fewText(verdict)}, but ${judged} ${judged === 1 ? 'is' : 'are'} too few to be sure of ${formatShare(wanted)}`;
  const share = judgedOf === 'replications' ? shareText(verdict) : formatShare(verdict.share);
  const counted = judgedOf === 'replications' ? '' : ` (${plural(judged, judgedOf.slice(0, -1))})`;
  const told: Readonly<Record<TargetMeasure, string>> = {
    answer: `${share} answered ${withinText(verdict)}, ${formatShare(wanted)} wanted`,
    resolution: `${share} of those resolved were resolved ${withinText(verdict)}, ${formatShare(wanted)} wanted`,
    abandonment: `${share} gave up, at most ${formatShare(wanted)} wanted`,
    backlog: `${backlogText(verdict)} at the end of ${share} of days, ${formatShare(wanted)} wanted`,
  };
  return `${told[of]}${counted}`;
}

function fewText({ judged, of, share }: TargetVerdict): string {
  const count = Math.round(share * judged);
  const number = count === judged && judged > 1 ? `all ${judged}` : `${count} of ${judged}`;
  const told: Readonly<Record<TargetMeasure, string>> = {
    answer: `${number} in time`,
    resolution: `${number} resolved in time`,
    abandonment: `${number} gave up`,
    backlog: `${number} days as wanted`,
  };
  return told[of];
}

/** How many targets are named that the scenario gives besides service levels. */
const NAMED_MAX = 3;

/**
 * How the number of targets comes about: `28 targets: 9 service levels × 3 segments, german-calls × 1 segment`. Where some segments have no cases of
 * some levels: `81 targets: 6 service levels × 17 segments, of which 81 had cases`.
 */
export function makeUpOf(targets: readonly WantedTarget[]): string {
  const levels = targets.filter(({ id }) => id === null);
  const kinds = new Set(
    levels.map(({ channels, product, severities }) => `${channels}/${severities}/${product?.id}`),
  );
  const segments = new Set(levels.map(({ segment }) => segment.id));
  const most = kinds.size * segments.size;
  const few = levels.length < most ? `, of which ${levels.length} had cases` : '';
  const own = new Map<string, number>();
  for (const { id } of targets) if (id !== null) own.set(id, (own.get(id) ?? 0) + 1);
  const named = [...own].map(([id, count]) => `${id} × ${plural(count, 'segment')}`);
  const parts = present([
    most !== 0 && `${plural(kinds.size, 'service level')} × ${plural(segments.size, 'segment')}${few}`,
    ...(named.length <= NAMED_MAX
      ? named
      : [`${named.length} other targets × their segments (${targets.length - levels.length})`]),
  ]);
  return `${plural(targets.length, 'target')}: ${parts.join('; ')}`;
}

/** Half a digit of a share as it is written. */
const ROUNDING = 0.0005;

/** `84.1 % (82.0 to 86.0)`, or over replications `84.1 % ± 1.2 points`, where that is the interval: it ends at 0 % and 100 %. */
export function shareText({ interval: [low, high], judged, judgedOf, share }: TargetVerdict): string {
  if (low === 0 && high === 1) return formatShare(share);
  const isMiddle = Math.abs((low + high) / 2 - share) < ROUNDING;
  if (judgedOf !== 'replications' || (judged > 1 && !isMiddle))
    return `${formatShare(share)} (${[low, high].map((end) => formatShare(end).replace(' %', '')).join(' to ')})`;
  return judged === 1
    ? formatShare(share)
    : `${formatShare(share)} ± ${formatGap((high - low) / 2, 'share')}`;
}

/** `80.0 % answered within 20 s`. */
export function targetText(target: WantedTarget): string {
  const { of, wanted } = target;
  const share = formatShare(wanted);
  const told: Readonly<Record<TargetMeasure, string>> = {
    answer: `${share} answered ${withinText(target)}`,
    resolution: `${share} resolved ${withinText(target)}`,
    abandonment: `at most ${share} give up`,
    backlog: `${backlogText(target)} at the end of ${share} of days`,
  };
  return told[of];
}

/** `within 20 s`, `within 4 h of its business hours`. */
export function withinText({ isInHours, withinMs }: WantedTarget): string {
  const time = formatDuration((withinMs ?? 0) / 1000);
  return `within ${time}${isInHours ? ' of its business hours' : ''}`;
}

function backlogText({ casesMax }: WantedTarget): string {
  return `at most ${formatCount(casesMax ?? 0)} unanswered`;
}
