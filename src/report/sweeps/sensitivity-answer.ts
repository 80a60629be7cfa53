import { type Attainment, attainmentOf, raised } from '#base';
import type { MeasureSensitivity } from '#experiment';
import { formatMean } from '../experiments/comparison-text.ts';
import { goalsWord, goalText, type ShownGoal } from '../experiments/goal-text.ts';
import type { SensitivityPage } from './sensitivity-text.ts';

/** Up to this number, goals are described one by one, the others together. */
const TOLD_MAX = 2;

/**
 * Whether the unchanged scenario meets its goals, and which inputs decide them: those at whose ends a goal's verdict changes. Goals that
 * some input decides, or that are missed, come first. Only one-at-a-time gives values that can be compared with a goal; the other methods
 * give sizes of effects.
 */
export function sensitivityAnswer(page: SensitivityPage): readonly string[] {
  if (page.method !== 'oat') return [];
  const judged = page.goals.flatMap((goal) => {
    const row = page.measures.find(({ measure }) => measure.id === goal.id);
    return row === undefined || row.base === null ? [] : [judge(goal, row, page)];
  });
  const order = ({ deciding, now }: Judged) => (deciding.length > 0 ? 0 : now === 'misses it' ? 1 : 2);
  const sorted = [...judged].sort((one, other) => order(one) - order(other));
  const told = sorted.filter((one, i) => i < TOLD_MAX && (order(one) < 2 || judged.length === 1));
  const rest = sorted.filter((one) => !told.includes(one));
  return [...told.map(goalSentence), ...restSentence(rest, told.length > 0)];
}

type Side = 'meets it' | 'misses it' | 'is too close to call' | 'has too few cases';

interface Judged {
  readonly goal: ShownGoal;
  readonly now: Side;
  /** For the unchanged scenario. */
  readonly text: string;
  /** Ends of inputs at which the verdict clearly differs. */
  readonly deciding: readonly string[];
}

function judge(goal: ShownGoal, row: MeasureSensitivity, { inputs }: SensitivityPage): Judged {
  const { base, ends, influences } = row;
  const now = sideOf(goal, base);
  const deciding = (influences ?? []).flatMap(({ input }) => {
    const i = inputs.findIndex(({ name }) => name === input);
    return (ends?.[i] ?? []).flatMap((estimate, k) => {
      const side = sideOf(goal, estimate);
      if (side === now || (side !== 'meets it' && side !== 'misses it')) return [];
      const value = k === 0 ? inputs[i]?.low : inputs[i]?.high;
      return [`with ${input} at ${value} it ${side} (${formatMean(estimate, goal.unit)})`];
    });
  });
  return { goal, now, text: formatMean(base, goal.unit), deciding };
}

function goalSentence({ deciding, goal, now, text }: Judged): string {
  const rest = deciding.length === 0 ? 'no input changes that clearly at either end' : deciding.join(', ');
  return `${raised(goalText(goal))}: the scenario ${now} as it is (${text}); ${rest}.`;
}

function restSentence(rest: readonly Judged[], isFurther: boolean): readonly string[] {
  if (rest.length === 0) return [];
  const count = (side: Side) => rest.filter(({ now }) => now === side).length;
  const decided = rest.filter(({ deciding }) => deciding.length > 0).length;
  const changes =
    decided === 0
      ? 'No input changes that clearly at either end of its range.'
      : `Inputs change that clearly for ${decided} of them.`;
  const what = `${isFurther ? 'further ' : ''}${goalsWord(rest.map(({ goal }) => goal))}`;
  const [met, missed] = [count('meets it'), count('misses it')];
  const doubt = rest.length - met - missed;
  const now =
    met === rest.length && met > 1
      ? `The scenario as it is meets all ${met} ${what}.`
      : `The scenario as it is meets ${met} of ${rest.length} ${what}, misses ${missed}, and ${doubt} ${doubt === 1 ? 'is' : 'are'} in doubt.`;
  return [`${now} ${changes}`];
}

function sideOf({ better, value }: ShownGoal, estimate: Parameters<typeof attainmentOf>[2]): Side {
  const found = attainmentOf(value, better, estimate);
  return found === null ? 'is too close to call' : SIDES[found];
}

const SIDES: Readonly<Record<Attainment, Side>> = {
  met: 'meets it',
  missed: 'misses it',
  'too close to call': 'is too close to call',
  'too few cases': 'has too few cases',
};
