export const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
export const HOURS = 24;
export const HOUR_NAMES = Array.from({ length: HOURS }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);

/** Hour of the week from Monday 00:00 → `Thu 05:00–06:00`. */
export function hourText(hour: number): string {
  const ofDay = hour % HOURS;
  return `${DAYS[Math.floor(hour / HOURS)]} ${HOUR_NAMES[ofDay]}–${HOUR_NAMES[ofDay + 1] ?? '24:00'}`;
}
