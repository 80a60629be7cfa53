import { formatCount, present } from '#base';
import type { Scenario, WaitingCause } from '#domain';
import {
  isLateByWaiting,
  type LateCell,
  mainCauseOf,
  type TargetVerdict,
  type WorstHours,
  waitShareOf,
} from '#planning';

/** When the late ones of a target came, and why they waited, as shares of whole percents: nobody decides by tenths. */
export function whereItHurts(
  target: TargetVerdict,
  cell: LateCell,
  hours: WorstHours | null,
  scenario: Scenario,
): string {
  const sentences = [whenLate(target, cell, hours), whyLate(cell), outageText(cell, scenario)];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function whyLate(cell: LateCell): string {
  const waited = waitShareOf(cell);
  if (waited !== null && !isLateByWaiting(cell))
    return `Only ${roundShare(waited)} of the time until they were resolved was waiting in a queue; the rest was work, pauses, or waiting for customers and vendors.`;
  const [cause, share] = mainCauseOf(cell) ?? [null, 0];
  if (cause === null) return '';
  const shares = present([
    share <= 0.995 && `${roundShare(share)} of their waiting time`,
    waited !== null && `they waited in a queue for ${roundShare(waited)} of the time until resolution`,
  ]);
  return `Reason: ${REASONS[cause]}${shares.length === 0 ? '' : ` (${shares.join('; ')})`}.`;
}

const REASONS: Readonly<Record<WaitingCause, string>> = {
  'data centre down': 'no data centre with a copy was up',
  'no agent free': 'nobody on duty was free',
  'held for a local specialist': 'they were held for a local specialist',
  'residency leaves no eligible centre': 'promise and law left nobody who may help',
  'centre down': 'every centre that could help was down',
  'centre closed': 'every centre that could help was closed',
  'nobody with the skill on duty': 'nobody with the skill was on duty',
  'no expertise': 'nobody has the expertise',
  'no language match': 'nobody speaks the language',
  'no agreement in force': 'an agreement that their law asks for was not in force',
};

function whenLate(
  target: TargetVerdict,
  { lateCount, timeZone }: LateCell,
  hours: WorstHours | null,
): string {
  const { all, came, late } = wordsOf(target);
  const isOne = lateCount === 1;
  const those = isOne ? late(true) : `${formatCount(lateCount)} ${late(false)}`;
  if (hours === null) return `The ${those} ${isOne ? 'is' : 'are'} spread over the week.`;
  const { arrivedShare, lateShare, name } = hours;
  const whose = isOne ? 'The ' : lateShare === 1 ? 'All ' : `${roundShare(lateShare)} of the `;
  return `${whose}${those} ${came} ${name} (${timeZone}), ${all.replace('#', roundShare(arrivedShare))}.`;
}

/** What a sentence calls the late ones, what they did in the worst hours, and with whom it compares them: `#` stands for a share of all. */
function wordsOf({ channels, of }: TargetVerdict) {
  const [channel] = channels;
  const one = channels.length > 1 || channel === 'web' ? 'case' : channel === 'phone' ? 'call' : 'e-mail';
  const words = {
    answer: {
      late: (isOne: boolean) => `late or unanswered ${isOne ? one : `${one}s`}`,
      came: 'came',
      all: `when # of all ${one}s come`,
    },
    abandonment: {
      late: (isOne: boolean) => `${isOne ? 'customer' : 'customers'} who gave up`,
      came: 'came',
      all: 'when # of all customers come',
    },
    resolution: {
      late: (isOne: boolean) => `${isOne ? 'case' : 'cases'} resolved late`,
      came: 'came',
      all: 'when # of all resolved cases come',
    },
    backlog: {
      late: (isOne: boolean) => `${isOne ? 'day that ended' : 'days that ended'} with more`,
      came: 'fell on',
      all: 'as # of all days do',
    },
  };
  return words[of];
}

/** Less than all is never 100 %. */
function roundShare(share: number): string {
  return `${share < 1 ? Math.min(99, Math.round(100 * share)) : 100} %`;
}

/** The centre that was down for some of the time in which at least a third of them waited. */
function outageText(cell: LateCell, { centres }: Scenario): string {
  const shares = centres.map(({ title }, centre) => ({
    title,
    share: (cell.whileDown[centre] as number) / cell.lateCount,
  }));
  const [worst] = shares.toSorted((one, other) => other.share - one.share);
  if (worst === undefined || worst.share < 1 / 3) return '';
  const which = worst.share === 1 ? 'all' : roundShare(worst.share);
  return `${worst.title} was down at some time during ${which} of these waits.`;
}
