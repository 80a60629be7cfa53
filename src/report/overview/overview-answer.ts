import { formatShare, plural } from '#base';
import { CHANNELS, SEVERITIES } from '#domain';
import type { TargetVerdict } from '#planning';
import type { AnswerParts } from '../answer/answer.ts';
import { withinText } from '../answer/target-words.ts';
import { type Child, element, type Markup } from '../document/markup.ts';

/** The answer in large letters, and below it when and why. Numbers are bold. */
export function overviewAnswer({ contained, headline, targets, where }: AnswerParts): Markup {
  const [worst] = targets;
  const head =
    worst === undefined
      ? 'This scenario promises no service level: nothing was judged.'
      : headOf(worst, targets);
  const [others] = worst === undefined ? [headline] : [othersText(targets)];
  const sentences = [where, others, ...contained].filter((one) => one !== null && one !== '');
  return element(
    'div',
    { class: 'overview-answer' },
    element('h2', { class: 'answer-line' }, head),
    sentences.length === 0 ? null : element('p', { class: 'lead' }, withBoldNumbers(sentences.join(' '))),
  );
}

/** `Calls from Germany miss their target: 59.8 % are answered within 20 s, 80.0 % is promised.` */
function headOf(worst: TargetVerdict, targets: readonly TargetVerdict[]): Child {
  const { of, share, state, wanted } = worst;
  if (state === 'met') {
    const all = targets.length === 1 ? 'The target' : `All ${targets.length} targets`;
    return [strong(all, 'good'), targets.length === 1 ? ' is met.' : ' are met.'];
  }
  const verb = state === 'missed' ? 'miss their target' : 'may miss their target';
  const number = strong(formatShare(share), state === 'missed' ? 'bad' : 'unsure');
  const promise = strong(formatShare(wanted));
  const begin = `${subjectOf(worst)} ${verb}: `;
  if (of === 'abandonment') return [begin, number, ' give up, at most ', promise, ' is promised.'];
  if (of === 'backlog') return [begin, number, ' of days end as wanted, ', promise, ' is promised.'];
  const done = of === 'answer' ? 'answered' : 'resolved';
  return [begin, number, ` are ${done} ${withinText(worst)}, `, promise, ' is promised.'];
}

const CASES = { phone: 'Calls', 'e-mail': 'E-mails', web: 'Web cases' } as const;

/** `Calls of severity A from Germany`. */
function subjectOf({ channels, product, segment, severities }: TargetVerdict): string {
  const [only, ...more] = channels;
  const what =
    only === undefined || more.length > 0 || channels.length === CHANNELS.length ? 'Cases' : CASES[only];
  const severity = severities.length === SEVERITIES.length ? '' : ` of severity ${severities.join(', ')}`;
  const about = product === null ? '' : ` about ${product.title}`;
  return `${what}${severity}${about} from ${segment.title}`;
}

/** How it stands with the other targets; empty where all are alike. */
function othersText(targets: readonly TargetVerdict[]): string {
  const missed = targets.filter(({ state }) => state === 'missed').length;
  const met = targets.filter(({ state }) => state === 'met').length;
  const unsure = targets.length - missed - met;
  if (missed === 0 && unsure === 0) return '';
  const parts = [`${missed} missed`, `${unsure} unsure`, `${met} met`].filter((one) => !one.startsWith('0 '));
  return `Of ${plural(targets.length, 'target')}: ${parts.join(', ')}.`;
}

function strong(text: string, state: 'good' | 'bad' | 'unsure' | '' = ''): Markup {
  return element('em', { class: state === '' ? null : state }, text);
}

/** A number with its unit, or a time of day. */
const NUMBER = /(\d[\d,.]*(?::\d\d)?(?: to \d\d:\d\d)?(?: (?:%|s|min|h|d|EUR|USD)(?![a-z]))?)/;

/** Text in which numbers are bold. */
export function withBoldNumbers(text: string): Child {
  return text.split(NUMBER).map((part, i) => {
    if (i % 2 === 0) return part;
    // The full stop or comma of a sentence is no part of its number.
    const [, number = part, rest = ''] = /^(.*?)([.,]?)$/.exec(part) ?? [];
    return [element('b', {}, number), rest];
  });
}
