import {
  attainmentOf,
  type CsvValue,
  formatCount,
  formatMoney,
  formatShare,
  plural,
  present,
  type Relevance,
  raised,
  relevantSize,
  WEEKS_PER_YEAR,
} from '#base';
import { hoursInPeople } from '#domain';
import type { Action, BestActions, Measure, TriedAction } from '#experiment';
import { renderPage } from '../document/page.ts';
import { fold, numbered, onPage, type Part, section, small } from '../document/parts.ts';
import { renderText, type TextOptions } from '../document/text.ts';
import { lowered } from '../document/words.ts';
import { renderCsv } from '../run/tables/csv.ts';
import {
  ends,
  formatDifference,
  formatEstimate,
  formatGap,
  formatMean,
  formatMeasured,
  formatPoints,
  sizeInWords,
} from './comparison-text.ts';

/** An action in the words of the scenario file. */
export interface ShownAction extends Omit<TriedAction<Action>, 'action'> {
  readonly kind: string;
  readonly text: string;
  /** What a file that extends the scenario has to say, in one line. */
  readonly yaml: string;
}

/** The best actions for a scenario, and what was asked. */
export interface ActionsPage extends Omit<BestActions<Action>, 'tried'> {
  readonly title: string;
  /** How the scenario's law differs from that of history, in sentences. */
  readonly law: readonly string[];
  /** Hours of a full-time contract, ms; 40 h if left out. */
  readonly fullTimeMs?: number;
  /** What is to improve. */
  readonly measure: Pick<Measure, 'better' | 'id' | 'title' | 'unit'>;
  /**
   * If the measure is the target that lacks most cases of those that are missed, or if none is, of those too close to call: what is wanted of it,
   * how many targets have that verdict, and from how many replications. Otherwise null.
   */
  readonly target: {
    readonly state: 'missed' | 'too close to call';
    readonly wanted: number;
    readonly behind: number;
    readonly replications: number;
  } | null;
  readonly relevance: Relevance;
  /** Planned outages, closures and surges of the run, and for how many of them temporary shifts were tried. */
  readonly events: { readonly tried: number; readonly all: number };
  readonly tried: readonly ShownAction[];
  readonly replications: number;
  readonly level: number;
  readonly seed: string;
}

/** The best action, its effect and its cost, or that none clearly helps; then what it does to others. */
export function actionsAnswer(page: ActionsPage): readonly string[] {
  const { before, measure, refused, screened, simulated } = page;
  const helpful = worthwhile(page);
  const [best] = helpful;
  if (simulated + screened === 0) {
    const none = refused === 0 ? 'No action was found that' : 'The checks refuse each action that';
    return [`${none} may change ${lowered(measure.title)}: nothing was simulated.`];
  }
  if (best === undefined) return noneHelps(page);
  const [largest] = helpful.toSorted((one, other) => gainOf(other) - gainOf(one));
  const verb = measure.better === 'more' ? 'raises' : 'lowers';
  const [from, to] = [before, best.after].map((one) => formatMean(one, measure.unit));
  return [
    `Best of ${plural(simulated, 'action')}: ${best.text}.`,
    `It ${verb} ${lowered(measure.title)} by ${sizeInWords(best.gain, measure.unit)}, from ${from} to ${to}${thenText(best, page)}.`,
    `${raised(costText(best, page))}.`,
    othersSentence(best, page.others),
    ...(largest === undefined || largest === best
      ? []
      : [
          `Largest effect: ${largest.text}: ${sizeInWords(largest.gain, measure.unit)}; ${costText(largest, page)}.`,
        ]),
  ];
}

/** What would have helped some cases while an event lasted. The page is of temporary shifts only. */
export function temporarySentence(page: ActionsPage, whose: string): string {
  const { measure, refused, relevance, screened, simulated, tried } = page;
  const [best] = tried.toSorted((one, other) => gainOf(other) - gainOf(one));
  const what = `What would have helped ${whose} meanwhile:`;
  if (simulated + screened === 0)
    return `${what} no temporary shift, since ${refused === 0 ? 'no group that works then may take these cases' : 'the checks refuse those in each group that may take these cases'}.`;
  const none = `no temporary shift by ${relevantSize(relevance, measure.unit)} or more`;
  if (best === undefined) return `${what} ${none}.`;
  const first = worthwhile(page).includes(best) ? '' : `${none}; the best of those tried: `;
  return `${what} ${first}${best.text}: ${gainText(best, measure)} of ${lowered(measure.title)} over the run; ${costText(best, page)}.`;
}

/** Those that help, and by as much as matters. */
function worthwhile({ least, tried }: Pick<ActionsPage, 'least' | 'tried'>): readonly ShownAction[] {
  return tried.filter((one) => one.isHelpful && gainOf(one) >= least);
}

function noneHelps({ before, measure, replications, tried, ...page }: ActionsPage) {
  const count = page.simulated + page.screened;
  const [best] = tried.toSorted((one, other) => gainOf(other) - gainOf(one));
  const now = `${measure.title} is ${formatEstimate(before, measure.unit)}`;
  const isTooSmall = tried.some(({ isHelpful }) => isHelpful);
  const by = isTooSmall ? ` by ${relevantSize(page.relevance, measure.unit)} or more` : '';
  return [
    `${count === 1 ? 'The only action does not clearly help' : `None of the ${formatCount(count)} actions clearly helps`}${by}.`,
    `${now}${wantedText({ measure, ...page })}.`,
    best === undefined
      ? 'None improves it in the first replications.'
      : `The best of those tried: ${best.text}: ${gainText(best, measure)} in ${plural(replications, 'replication')}; ${costText(best, page)}.${isTooSmall ? '' : ' More replications may tell.'}`,
  ];
}

/** `: the target of 80.0 % is then met`. */
function thenText({ after }: ShownAction, { measure, target }: ActionsPage): string {
  if (target === null) return '';
  const attainment = attainmentOf(target.wanted, 'more', after);
  const then = {
    met: 'then met',
    missed: 'still missed',
    'too close to call': 'then too close to call',
    'too few cases': 'then one of too few cases to judge',
  };
  return `: the target of ${formatMeasured(target.wanted, measure.unit)} is ${then[attainment ?? 'missed']}`;
}

function wantedText({ measure, target }: Pick<ActionsPage, 'measure' | 'target'>): string {
  return target === null ? '' : ` (at least ${formatMeasured(target.wanted, measure.unit)} wanted)`;
}

/** `Of 28 other measures: 3 clearly better, none clearly worse.` */
function othersSentence(action: ShownAction, count: number): string {
  if (count === 0) return 'No other measure was looked at.';
  const of = count === 1 ? 'The one other measure: ' : `Of ${formatCount(count)} other measures: `;
  return `${of}${othersText(action)}.`;
}

/** What changes for certain: `3 clearly better, 1 clearly worse (Service level, India −2.1 ± 0.9 points)`. */
function othersText({ others }: ShownAction): string {
  const better = others.filter(({ side }) => side === 'better').length;
  const worse = others.filter(({ side }) => side === 'worse');
  const which = worse.length === 0 ? '' : ` (${worse.map(otherText).join('; ')})`;
  return `${better === 0 ? 'none' : formatCount(better)} clearly better, ${worse.length === 0 ? 'none' : formatCount(worse.length)} clearly worse${which}`;
}

function otherText({ change, measure }: ShownAction['others'][number]): string {
  return `${measure.title} ${formatDifference(change, measure.unit)}`;
}

/** Better by so much; a gain below 0 is a loss. */
function gainText({ gain }: Pick<ShownAction, 'gain'>, { unit }: Pick<Measure, 'unit'>): string {
  return gain === null ? 'not observed' : formatPoints(gain, unit, 'points');
}

const MONTHS_OF_YEAR = 12;

/** `it costs 1,904 EUR of wages a week, 99,348 EUR a year (56 hours a week: 2 people, 1.4 FTE)`. */
function costText({ cost, kind }: ShownAction, page: Pick<ActionsPage, 'fullTimeMs'>): string {
  const { hours, hoursPer, needsTraining, wages } = cost;
  if (needsTraining) return 'it needs training, whose cost the scenario does not know';
  if (hours <= 0) return 'it needs no more hours';
  const total = plural(Math.round(hours), 'hour');
  const people =
    hoursPer === 'run' ? total : kind === 'longer shift' ? `${total} a week` : hoursInPeople(hours, page);
  if (wages === null) return `it costs ${people}`;
  const { amount, currency } = wages;
  if (hoursPer === 'run')
    return `it costs ${formatMoney(amount)} ${currency} of wages in this run (${people})`;
  const year = amount * MONTHS_OF_YEAR;
  const week = formatMoney(year / WEEKS_PER_YEAR);
  return `it costs ${week} ${currency} of wages a week, ${formatMoney(year)} ${currency} a year (${people})`;
}

function gainOf({ gain }: Pick<ShownAction, 'gain'>): number {
  return gain?.mean ?? Number.NEGATIVE_INFINITY;
}

/** The actions that help, and those of which it is not certain. */
export function actionParts(page: ActionsPage): readonly Part[] {
  const { events, level, measure, refused, relevance, replications, screened, tried } = page;
  const helpful = worthwhile(page);
  const open = tried.filter((one) => !helpful.includes(one));
  const lines = (actions: readonly ShownAction[]) => numbered(actions.map((action) => lineOf(action, page)));
  return [
    helpful.length === 0
      ? null
      : [
          `Actions that help, by effect per cost (${lowered(measure.title)})`,
          lines(helpful),
          `To apply the best, write into a file that extends the scenario: ${helpful[0]?.yaml ?? ''}`,
        ],
    open.length === 0
      ? null
      : onPage(
          fold(
            `${plural(open.length, 'action')} not certain to help by ${relevantSize(relevance, measure.unit)} or more`,
            lines(open),
          ),
        ),
    small(
      present([
        tried.length > 0 &&
          `Effects are from ${plural(replications, 'fresh replication')} of the ${plural(tried.length, 'action')} that did best in a search; their ` +
            `${formatShare(level)} intervals hold together, and so do those of other measures.`,
        screened !== 0 &&
          `${plural(screened, 'other action')} ${screened === 1 ? 'was' : 'were'} only looked at by group: one more agent in every shift, or all training at once.`,
        refused !== 0 && `${plural(refused, 'action')} would raise a warning or an issue: not simulated.`,
        events.all > events.tried &&
          `Temporary shifts were tried for the first ${events.tried} of ${plural(events.all, 'event')}.`,
        'Not tried: several actions at once, fewer agents, more than an agent or an hour at a time, other times of shifts with breaks, groups ' +
          'that may not take these cases, who takes which severity first, and anything that touches a promise, a placement or the law (meridian price ' +
          'says what each step of a promise costs).',
      ]),
    ),
  ];
}

function lineOf(action: ShownAction, page: ActionsPage): string {
  const { measure } = page;
  return `${action.text}: ${gainText(action, measure)}; ${costText(action, page)}${perCost(action, measure)}; others: ${othersText(action)}`;
}

/** `, 0.6 points per 100 EUR a week`. */
function perCost({ cost, gain }: ShownAction, { unit }: ActionsPage['measure']) {
  const { hours, hoursPer, needsTraining, wages } = cost;
  if (gain === null || needsTraining || hours <= 0) return '';
  const weekly = (amount: number) =>
    hoursPer === 'run' ? amount : (amount * MONTHS_OF_YEAR) / WEEKS_PER_YEAR;
  const price = wages === null ? hours : weekly(wages.amount);
  if (price === 0) return '';
  const of = `${wages?.currency ?? 'hours'}${hoursPer === 'run' ? '' : ' a week'}`;
  return `, ${formatGap((100 * gain.mean) / price, unit)} per 100 ${of}`;
}

/** For a terminal: the answer first. Ends with a line break. */
export function renderActionsText(page: ActionsPage, options: TextOptions): string {
  const asked = `${askedSentence(page)} Another question: --measures.`;
  return renderText([...actionsAnswer(page), ...actionParts(page), asked], options);
}

/** What the answer is about, and why. */
function askedSentence({ measure, target }: ActionsPage): string {
  if (target === null) return `Asked about: ${lowered(measure.title)}.`;
  const { behind, replications, state } = target;
  const where = `in ${plural(replications, 'first replication')}`;
  return state === 'missed'
    ? `Asked about the target that is missed by most cases ${where}${behind === 1 ? '' : `, of ${behind} that are missed`}.`
    : `No target is certain to be missed ${where}. Asked about ${behind === 1 ? 'the one that is' : `that which lacks most cases of ${behind} that are`} too close to call.`;
}

export function renderActions(page: ActionsPage): string {
  const { replications, seed, title } = page;
  return renderPage({
    title: `Best action: ${title} – Meridian`,
    kicker: 'The best action for its cost',
    heading: title,
    facts: [plural(replications, 'replication'), `seed ${seed}`],
    parts: actionSections(page),
  });
}

/** The parts of that page below its heading, the answer first. */
export function actionSections(page: ActionsPage): readonly Part[] {
  return [
    ...page.law,
    section('What helps', actionsAnswer(page), { id: 'answer', class: 'answer' }),
    section('Actions', [...actionParts(page), askedSentence(page)], { id: 'actions' }),
  ];
}

/** One row per action and measure: first its gain, then its effects on others. Units as in the measure. */
export function renderActionsCsv({ measure, tried }: ActionsPage): string {
  const rows = tried.flatMap((action, rank): CsvValue[][] => {
    const { cost, gain, isHelpful, kind, others, text, yaml } = action;
    const price = [
      cost.hours,
      cost.hoursPer,
      cost.wages?.amount ?? null,
      cost.wages?.currency ?? null,
      cost.wages?.per ?? null,
    ];
    const head = [rank + 1, text, kind, isHelpful ? 'yes' : 'no', ...price];
    return [
      [...head, measure.id, measure.unit, 'gain', ...ends(gain), yaml],
      ...others.map((one): CsvValue[] => [
        ...head,
        ...[one.measure.id, one.measure.unit, 'change', ...ends(one.change), yaml],
      ]),
    ];
  });
  const head = ['rank', 'action', 'kind', 'helps', 'hours', 'hours_per', 'wages', 'currency', 'wages_per'];
  return renderCsv([
    [...head, 'measure', 'unit', 'effect', 'mean', 'half_width', 'low', 'high', 'yaml'],
    ...rows,
  ]);
}
