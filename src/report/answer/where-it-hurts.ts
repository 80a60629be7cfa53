import { plural } from '#base';
import type { Scenario, TargetMeasure, WaitingCause } from '#domain';
import type { LateCell, TargetVerdict, WorstHours } from '#planning';
import { isLateByWaiting, mainCauseOf, waitShareOf } from '#planning';

/** When the late ones of a target came, and why they waited, as shares of whole percents: nobody decides by tenths. */
export function whereItHurts(
  { of }: TargetVerdict,
  cell: LateCell,
  hours: WorstHours | null,
  scenario: Scenario,
): string {
  return `${whenLate(of, cell, hours)}${whyLate(cell, of)}${outageText(cell, scenario)}.`;
}

function whyLate(cell: LateCell, of: TargetMeasure): string {
  const waited = waitShareOf(cell);
  if (waited !== null && !isLateByWaiting(cell)) {
    return `. Only ${roundShare(waited)} of the time until they were resolved was waiting in a queue; the rest was work, pauses, or waiting for customers and vendors`;
  }
  const [cause, share] = mainCauseOf(cell) ?? [null, 0];
  if (cause === null) return '';
  const most = share > 0.995 ? '' : `${roundShare(share)} of that time `;
  const who = of === 'backlog' ? 'The unanswered cases' : 'The customers';
  const inQueue =
    waited === null ? '' : ` in a queue for ${roundShare(waited)} of the time until resolution,`;
  return `. ${who} waited${inQueue} ${most}because ${BECAUSE[cause]}`;
}

const BECAUSE: Readonly<Record<WaitingCause, string>> = {
  'data centre down': 'no data centre with a copy was up',
  'no agent free': 'nobody of those on duty was free',
  'held for a local specialist': 'they were held for a local specialist',
  'residency leaves no eligible centre': 'promise and law left nobody who may take them',
  'centre down': 'the centres that could take them were down',
  'centre closed': 'the centres that could take them were closed',
  'nobody with the skill on duty': 'nobody with the skill was on duty',
  'no expertise': 'nobody has the expertise',
  'no language match': 'nobody speaks the language',
};

/** How late ones are called, one and many; what is true of those in the worst hours; and of what the share is. */
const LATE_WORDS: Readonly<
  Record<
    TargetMeasure,
    { readonly late: string; readonly lates: string; readonly from: string; readonly all: string }
  >
> = {
  answer: {
    late: 'answer that came late or never',
    lates: 'answers that came late or never',
    from: 'of cases that arrived',
    all: 'all cases do',
  },
  abandonment: {
    late: 'customer who gave up',
    lates: 'customers who gave up',
    from: 'came',
    all: 'all customers do',
  },
  resolution: {
    late: 'late resolution',
    lates: 'late resolutions',
    from: 'of cases that arrived',
    all: 'all resolved cases do',
  },
  backlog: {
    late: 'day that ended with more',
    lates: 'days that ended with more',
    from: 'on',
    all: 'all days are',
  },
};

function whenLate(of: TargetMeasure, { lateCount, timeZone }: LateCell, hours: WorstHours | null): string {
  const { all, from, late, lates } = LATE_WORDS[of];
  const one = lateCount === 1;
  const whose = plural(lateCount, late, lates);
  if (hours === null) return `Its ${whose} ${one ? 'is' : 'are'} spread over the week`;
  const { arrivedShare, lateShare, name } = hours;
  const isAll = lateShare > 0.995;
  const whole = isAll && !one ? ' all' : '';
  const be = of === 'abandonment' ? '' : one ? ' is' : ' are';
  const subject = isAll ? `Its ${whose}` : `${roundShare(lateShare)} of its ${whose}`;
  const those = one ? from.replace('of cases', 'of a case') : from;
  const [before, after] = of === 'abandonment' ? [` ${those}`, whole] : [`${be}${whole}`, ` ${those}`];
  return `${subject}${before}${after} ${name} (${timeZone}), as ${roundShare(arrivedShare)} of ${all}`;
}

function roundShare(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** The centre that was down for some of the time in which at least a third of them waited. */
function outageText(cell: LateCell, { centres }: Scenario): string {
  const shares = centres.map(({ title }, centre) => ({
    title,
    share: (cell.whileDown[centre] as number) / cell.lateCount,
  }));
  const [worst] = shares.toSorted((one, other) => other.share - one.share);
  if (worst === undefined || worst.share < 1 / 3) return '';
  const which = worst.share > 0.995 ? 'all' : roundShare(worst.share);
  return `. ${worst.title} was down at some time during ${which} of these waits`;
}
