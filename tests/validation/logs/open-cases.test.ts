import { describe, expect, it } from 'vitest';
import { errorsOf } from './open-cases.ts';

describe('the errors of a forecast', () => {
  it('are the distance of its median, and the area between its squared distances from the truth', () => {
    expect(errorsOf([{ hours: 5, weight: 1 }], 8)).toEqual({ absolute: 3, score: 3 });
    expect(errorsOf([{ hours: 8, weight: 1 }], 5)).toEqual({ absolute: 3, score: 3 });
    const halves = [
      { hours: 0, weight: 0.5 },
      { hours: 10, weight: 0.5 },
    ];
    expect(errorsOf(halves, 5)).toEqual({ absolute: 5, score: 2.5 });
  });
});
