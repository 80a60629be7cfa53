import { describe, expect, it } from 'vitest';
import { ACT_NUMBERS, type ActNumbers } from '#domain';
import { ByAct, KnownActs, NOT_KNOWN } from '../../../src/cases/names/known-acts.ts';

const { assign: ASSIGN, open: OPEN, view: VIEW, 'view end': VIEW_END } = ACT_NUMBERS;
const ACT: ActNumbers = { aux: 255, a: 65_535, b: 65_535, c: 2 ** 32 - 1, d: 2 ** 32 - 1 };

describe('known acts', () => {
  it('share a place if kind and all numbers are the same, and only then', () => {
    const acts = new KnownActs();
    const place = acts.placeOf(VIEW, ACT);
    const others = [
      acts.placeOf(VIEW_END, ACT),
      ...Object.keys(ACT).map((field) => acts.placeOf(VIEW, { ...ACT, [field]: 0 })),
    ];
    expect(new Set([place, ...others]).size).toBe(1 + others.length);
    expect(acts.placeOf(VIEW, { ...ACT })).toBe(place);
  });

  it('do not include the opening of a case, which names its customer', () => {
    expect(new KnownActs().placeOf(OPEN, ACT)).toBe(NOT_KNOWN);
  });

  it('do not include assignments after a wait, whose duration is seldom the same', () => {
    const acts = new KnownActs();
    expect(acts.placeOf(ASSIGN, { ...ACT, d: 1 })).toBe(NOT_KNOWN);
    expect(acts.placeOf(ASSIGN, { ...ACT, d: 0 })).toBe(0);
  });

  it('keep their places when they are looked for in turns', () => {
    const acts = new KnownActs();
    const [one, other] = [ACT, { ...ACT, c: 3 }];
    const looked = [one, other, other, one, one].map((act) => acts.placeOf(VIEW, act));
    expect(looked).toEqual([0, 1, 1, 0, 0]);
  });

  it('do not include acts of a kind that there is not', () => {
    expect(new KnownActs().placeOf(255, ACT)).toBe(NOT_KNOWN);
  });

  it('stay known when there is no room for more, and what is made of the others is right', () => {
    const acts = new KnownActs();
    const texts = new ByAct(acts, (kind, { c, d }) => `${kind} ${c} ${d}`);
    const told = (c: number) => texts.of(VIEW, { ...ACT, c, d: 7 });
    const count = 50_000;
    const wrong = () =>
      Array.from({ length: count }, (_, c) => c).filter((c) => told(c) !== `${VIEW} ${c} 7`);
    expect(wrong()).toEqual([]);
    expect(acts.placeOf(VIEW, { ...ACT, c: 0, d: 7 })).toBe(0);
    expect(acts.placeOf(VIEW, { ...ACT, c: count, d: 7 })).toBe(NOT_KNOWN);
    expect(wrong()).toEqual([]);
  });

  it('are made into something once', () => {
    let made = 0;
    const texts = new ByAct(new KnownActs(), () => {
      made++;
      return '';
    });
    for (let i = 0; i < 3; i++) texts.of(VIEW, ACT);
    expect(made).toBe(1);
  });
});
