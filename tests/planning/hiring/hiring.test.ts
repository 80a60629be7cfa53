import { expect, it } from 'vitest';
import { Counter } from '#base';
import { planHiring } from '../../../src/planning/hiring/hiring.ts';
import { chanceOfAtLeast } from '../../../src/planning/hiring/survivors.ts';

type Question = Parameters<typeof planHiring>[0];

const question = (own: Partial<Question> = {}): Question => ({
  staff: 10,
  required: [10, 10, 10],
  attrition: 0,
  classes: [0, 1, 2],
  classSize: 20,
  training: 0,
  rampUp: [],
  safe: null,
  ...own,
});

const hiredIn = (own: Partial<Question>) => planHiring(question(own)).months.map(({ hired }) => hired);

it('hires who is missing after training, by hand', () => {
  // 10 people, a tenth leave each month: 10, 9, 8.1, 7.29. Nobody new is productive before month 2.
  const plan = planHiring(
    question({
      required: [10, 9, 10, 10],
      attrition: 0.1,
      classes: [0, 1, 2, 3],
      training: 2,
    }),
  );
  // Month 2 lacks 1.9, and a hire of month 0 is worth 0.81 then: 3 hires give 2.43. Month 3 has 7.29 + 3 · 0.729 = 9.477, and lacks 0.523:
  // one hire of month 1, worth 0.81, is enough.
  expect(plan.months.map(({ hired }) => hired)).toEqual([3, 1, 0, 0]);
  expect(plan).toMatchObject({ hires: 4, isProven: true, hiresLeast: 4 });
  const [first, second, third, fourth] = plan.months;
  expect(first).toMatchObject({ inPlace: 10, isMet: true, isMetWithout: true });
  expect(first?.leave).toBeCloseTo(1.3, 12);
  expect(second?.inPlace).toBeCloseTo(9, 12);
  expect(third?.inPlace).toBeCloseTo(8.1 + 2.43, 12);
  expect(third?.without).toBeCloseTo(8.1, 12);
  expect(third?.isMetWithout).toBe(false);
  expect(fourth?.inPlace).toBeCloseTo(7.29 + 2.187 + 0.81, 12);
});

it('without attrition, growth is met by the latest class that is ready in time', () => {
  expect(hiredIn({ required: [10, 12, 15], training: 1 })).toEqual([2, 3, 0]);
  expect(hiredIn({ required: [10, 12, 15], training: 1, classes: [0] })).toEqual([5, 0, 0]);
});

it('a full class sends people to the class before it', () => {
  expect(hiredIn({ required: [10, 10, 15], classSize: 3 })).toEqual([0, 2, 3]);
});

it('a person in ramp-up counts with a share', () => {
  // Month 2 lacks 2: four new people at half, or two that start a month earlier.
  expect(hiredIn({ required: [10, 10, 12], training: 0, rampUp: [0.5] })).toEqual([0, 2, 0]);
  expect(planHiring(question({ required: [12, 12, 12], rampUp: [0.5] })).hires).toBe(4);
});

it('a requirement that no allowed class can meet is said with its gap, and the others are met', () => {
  const plan = planHiring(question({ required: [12, 12, 12], training: 1 }));
  expect(plan.months.map(({ isMet, gap }) => [isMet, gap])).toEqual([
    [false, 2],
    [true, 0],
    [true, 0],
  ]);
  expect(plan.hires).toBe(2);
  const small = planHiring(question({ required: [10, 10, 20], classSize: 2 }));
  expect(small.months.at(-1)).toMatchObject({ isMet: false, gap: 4 });
  expect(small.hires).toBe(6);
  expect(hiredIn({ required: [11, 11, 11], classes: [] })).toEqual([0, 0, 0]);
});

it('the chance is that of binomial survival', () => {
  // Two of three stay at 0.9: 3 · 0.81 · 0.1 + 0.729.
  expect(chanceOfAtLeast([{ people: 3, stays: 0.9, worth: 1 }], 2)).toBeCloseTo(0.972, 12);
  // One full person and one at half are worth 1.5 if both stay.
  const both = [
    { people: 1, stays: 0.9, worth: 1 },
    { people: 1, stays: 0.8, worth: 0.5 },
  ];
  expect(chanceOfAtLeast(both, 1.5)).toBeCloseTo(0.72, 12);
  expect(chanceOfAtLeast(both, 1)).toBeCloseTo(0.9, 12);
  expect(chanceOfAtLeast([{ people: 5000, stays: 0.5, worth: 1 }], 2500)).toBeCloseTo(0.50564, 4);
});

it('a safe plan meets each month with the chance, and one hire fewer does not', () => {
  // 2 people of whom each stays with 0.9: both with 0.81. A third makes at least two of three: 0.972.
  const own = { staff: 2, required: [2, 2], attrition: 0.1, classes: [0], safe: 0.9 };
  expect(planHiring(question(own))).toMatchObject({ hires: 1, isProven: true });
  expect(planHiring(question({ ...own, safe: 0.8 })).hires).toBe(0);
  expect(planHiring(question({ ...own, safe: null })).hires).toBe(1);
});

/** All ways to hire, the fewest first: whether a plan meets all months that full classes meet. */
function bruteForce(asked: Question): number {
  const all: number[][] = asked.classes.reduce<number[][]>(
    (plans) => plans.flatMap((plan) => Array.from({ length: asked.classSize + 1 }, (_, n) => [...plan, n])),
    [[]],
  );
  const worthIn = (plan: readonly number[], month: number) =>
    asked.staff * (1 - asked.attrition) ** month +
    asked.classes.reduce((sum, start, c) => {
      const since = month - start;
      if (since < asked.training) return sum;
      const worth = asked.rampUp[since - asked.training] ?? 1;
      return sum + (plan[c] ?? 0) * (1 - asked.attrition) ** since * worth;
    }, 0);
  const full = asked.classes.map(() => asked.classSize);
  const hard = asked.required.map((need, month) => worthIn(full, month) >= need - 1e-9);
  const helps = asked.classes.map((start) =>
    hard.some((isMet, month) => {
      const since = month - start;
      return !isMet && since >= asked.training && (asked.rampUp[since - asked.training] ?? 1) > 0;
    }),
  );
  const good = all.filter(
    (plan) =>
      plan.every((n, c) => !helps[c] || n === asked.classSize) &&
      asked.required.every((need, month) => !hard[month] || worthIn(plan, month) >= need - 1e-9),
  );
  return Math.min(...good.map((plan) => plan.reduce((sum, n) => sum + n, 0)));
}

it('brute force finds no plan with fewer hires', () => {
  for (let seed = 0; seed < 150; seed++) {
    const counter = new Counter('hiring', seed, 'question');
    const draw = (k: number, most: number) => Math.floor(counter.uniform(k, 0) * (most + 1));
    const asked = question({
      staff: draw(0, 6),
      required: [1, 2, 3, 4, 5].map((k) => draw(k, 9)),
      attrition: draw(6, 3) / 10,
      classes: [0, 1, 2, 3].filter((k) => draw(7 + k, 3) > 0),
      classSize: 1 + draw(11, 3),
      training: draw(12, 2),
      rampUp: [[], [0.5], [0.25, 0.75]][draw(13, 2)] ?? [],
    });
    const plan = planHiring(asked);
    expect(plan.isProven, `seed ${seed}`).toBe(true);
    expect(plan.hires, `seed ${seed}`).toBe(bruteForce(asked));
  }
});
