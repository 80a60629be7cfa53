import { formatCount, formatDuration, formatShare, plural } from '#base';
import { CHANNELS, SEVERITIES, type TargetMeasure } from '#domain';
import type { TargetVerdict, WantedTarget } from '#planning';
import { formatGap } from '../experiments/comparison-text.ts';

/** `phone, severity A, Azure`; all channels or severities are not named. */
export function kindOfCases({
  channels,
  product = null,
  severities,
}: Pick<TargetVerdict, 'channels' | 'severities'> & Partial<Pick<TargetVerdict, 'product'>>): string {
  const named = [
    ...(channels.length === CHANNELS.length ? [] : [channels.join(' and ')]),
    ...(severities.length === SEVERITIES.length ? [] : [`severity ${severities.join(', ')}`]),
    ...(product === null ? [] : [product.title]),
  ];
  return named.length === 0 ? 'all cases' : named.join(', ');
}

/** `71.2 % answered within 60 s, 80.0 % wanted (34 cases)`. */
export function shareOf(verdict: TargetVerdict): string {
  const { judged, judgedOf, of, wanted } = verdict;
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

function withinText({ isInHours, withinMs }: WantedTarget): string {
  const time = formatDuration((withinMs ?? 0) / 1000);
  return `within ${time}${isInHours ? ' of its business hours' : ''}`;
}

function backlogText({ casesMax }: WantedTarget): string {
  return `at most ${formatCount(casesMax ?? 0)} unanswered`;
}
