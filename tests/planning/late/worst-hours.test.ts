import { describe, expect, it } from 'vitest';
import { worstHours } from '../../../src/planning/late/worst-hours.ts';

const WEEK = 168;
/** A week with equally many cases in each hour; late ones where `isLate` says so for day (0 is Monday) and hour. */
function week(isLate: (day: number, hour: number) => boolean) {
  const arrived = new Float64Array(WEEK).fill(10);
  const late = Float64Array.from({ length: WEEK }, (_, at) => (isLate(Math.floor(at / 24), at % 24) ? 5 : 0));
  return [arrived, late] as const;
}

describe('worstHours', () => {
  it('finds a span that recurs every day, across midnight', () => {
    const found = worstHours(...week((_, hour) => hour >= 22 || hour < 6));
    expect(found).toMatchObject({ name: 'daily 22:00 to 06:00', lateShare: 1 });
    expect(found?.arrivedShare).toBeCloseTo(8 / 24);
  });

  it('finds working days, the weekend and a single day', () => {
    expect(worstHours(...week((day, hour) => day < 5 && hour >= 8 && hour < 10))?.name).toBe(
      'Mon to Fri 08:00 to 10:00',
    );
    expect(worstHours(...week((day) => day >= 5))?.name).toBe('Sat and Sun');
    expect(worstHours(...week((day, hour) => day === 2 && hour === 13))?.name).toBe('Wed 13:00 to 14:00');
  });

  it('names none if lateness is spread over the week or nothing is late', () => {
    expect(worstHours(...week(() => true))).toBeNull();
    expect(worstHours(...week(() => false))).toBeNull();
  });
});
