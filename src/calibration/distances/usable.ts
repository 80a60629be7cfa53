import { listInWords, raised } from '#base';
import type { Behaviour, BehaviourRow } from './behaviour.ts';
import type { DistanceName, JudgedDistance } from './log-distances.ts';

/** What a planner asks of a model. */
const QUESTIONS = ['staffing', 'waits', 'time to resolution', 'arrivals', 'hand-overs'] as const;
export type Question = (typeof QUESTIONS)[number];

const USABILITIES = ['usable', 'with care', 'not usable', 'not judged'] as const;
export type Usability = (typeof USABILITIES)[number];

export interface JudgedQuestion {
  readonly question: Question;
  readonly usability: Usability;
  /** What speaks against it, in words; empty if it is usable, or if nothing does and not all that it needs could be compared. */
  readonly because: readonly string[];
}

/** What is looked at for each question: distances, and figures of all cases. Staffing needs all that people do, and how long customers wait. */
const LOOKED_AT: Readonly<
  Record<
    Question,
    { readonly distances: readonly DistanceName[]; readonly figures: readonly (keyof Behaviour)[] }
  >
> = {
  staffing: {
    distances: ['waits', 'volume', 'circadian events'],
    figures: ['waitMedian', 'waitNinth', 'contacts'],
  },
  waits: { distances: ['waits'], figures: ['waitMedian', 'waitNinth'] },
  'time to resolution': {
    distances: ['cycle times', 'resolved'],
    figures: ['resolutionMedian', 'resolutionNinth'],
  },
  arrivals: { distances: ['case arrivals', 'volume'], figures: [] },
  'hand-overs': { distances: ['n-grams'], figures: ['changesOfAgent'] },
};

const FIGURE_TITLES: Readonly<Partial<Record<keyof Behaviour, string>>> = {
  waitMedian: 'median wait',
  waitNinth: 'wait of 90 %',
  resolutionMedian: 'median time to resolution',
  resolutionNinth: 'time to resolution of 90 %',
  contacts: 'contacts per case',
  changesOfAgent: 'changes of agent',
};

/** A model is usable if its figures are within this factor of history's, and its distances within this factor of what halves of history make. */
const USABLE_FACTOR = 1.25;
/** With care, up to this factor of the figures and of the bounds of distances. */
const CARE_FACTOR = 2;
/** Shorter times, ms, do not differ to a planner; likewise numbers of contacts and of changes of agent that differ by less. */
const TIME_LEAST_MS = 10_000;
const COUNT_LEAST = 0.1;

/** Judges a model by a time that it was not calibrated from. */
export function judgeQuestions(
  distances: readonly JudgedDistance[],
  all: BehaviourRow,
): readonly JudgedQuestion[] {
  return QUESTIONS.map((question) => {
    const { distances: names, figures } = LOOKED_AT[question];
    const faults = [
      ...distances.filter(({ name }) => names.includes(name)).flatMap((one) => distanceFault(one, all)),
      ...figures.flatMap((figure) => figureFault(figure, all)),
    ];
    const worst = Math.max(1, ...faults.map(({ factor }) => factor));
    const isCompared =
      distances.every(({ model, name }) => model !== null || !names.includes(name)) &&
      figures.every((figure) => all.history[figure] !== null && all.model[figure] !== null);
    const usability =
      worst > CARE_FACTOR
        ? 'not usable'
        : !isCompared
          ? 'not judged'
          : faults.length > 0
            ? 'with care'
            : 'usable';
    return { question, usability, because: faults.map(({ text }) => text) };
  });
}

/** Something that is too far from history, and how many times as far as is allowed. */
interface Fault {
  readonly text: string;
  readonly factor: number;
}

/** A distance may be that of a replay, or a little more than what chance makes. */
function distanceFault(
  { halves, model, name, replay, title }: JudgedDistance,
  { history: { cases } }: BehaviourRow,
): readonly Fault[] {
  if (model === null) return [];
  // Numbers of cases that are drawn by lot are close by chance now and then, so that one draw is no measure of it.
  const chance =
    name === 'volume' || name === 'resolved' ? 2 * Math.sqrt(2 / Math.max(1, cases)) : (halves ?? 0);
  const most = Math.max(replay ?? 0, USABLE_FACTOR * chance);
  if (model.value <= most) return [];
  return [{ text: title.toLowerCase(), factor: most === 0 ? Number.POSITIVE_INFINITY : model.value / most }];
}

function figureFault(figure: keyof Behaviour, { history, model }: BehaviourRow): readonly Fault[] {
  const [one, other] = [history[figure], model[figure]];
  if (one === null || other === null) return [];
  const least = figure === 'contacts' || figure === 'changesOfAgent' ? COUNT_LEAST : TIME_LEAST_MS;
  if (Math.abs(one - other) <= least) return [];
  const ratio = Math.max(one, other, least) / Math.max(Math.min(one, other), least);
  return ratio <= USABLE_FACTOR ? [] : [{ text: FIGURE_TITLES[figure] ?? figure, factor: ratio }];
}

/** The sentence that comes first in every answer about a model: what it may be used for. */
export function usableSentence(questions: readonly JudgedQuestion[] | null): string {
  if (questions === null)
    return 'Not judged: no part of the log was held out, so that nothing shows what the model may be used for.';
  const parts = USABILITIES.flatMap((usability) => {
    const names = questions.filter((one) => one.usability === usability).map(({ question }) => question);
    const why = usability === 'not judged' ? ', as the log does not show what to compare' : '';
    return names.length === 0 ? [] : [`${usability} for ${listInWords(names)}${why}`];
  });
  return `${raised(parts.join('; '))}.`;
}
