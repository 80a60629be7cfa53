const WEEK_MINUTES = 7 * 24 * 60;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const WEEKDAYS_LONG = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** 0 = Monday … 6 = Sunday, in UTC. */
export function weekdayOf(epochMs: number): number {
  return (new Date(epochMs).getUTCDay() + 6) % 7;
}

export function weekdayName(weekday: number): string {
  return WEEKDAYS[weekday] ?? '';
}

/** `3 Nov`. */
export function formatDay(epochMs: number): string {
  const date = new Date(epochMs);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

/** `3 Nov 2014 00:00`, in UTC. */
export function formatMinute(epochMs: number): string {
  const date = new Date(epochMs);
  return `${formatDay(epochMs)} ${date.getUTCFullYear()} ${date.toISOString().slice(11, 16)}`;
}

/** Hour of the week 0 … 167 → `Tuesday 14:00`. */
export function formatHourOfWeek(hour: number): string {
  return `${WEEKDAYS_LONG[Math.floor(hour / 24)]} ${formatHourOfDay(hour)}`;
}

/** Minute of a week, which may lie before or after it → `Tuesday 14:30`. */
export function formatMinuteOfWeek(minute: number): string {
  const inWeek = (((minute % WEEK_MINUTES) + WEEK_MINUTES) % WEEK_MINUTES) / 60;
  const minutes = String(Math.round((inWeek % 1) * 60)).padStart(2, '0');
  return formatHourOfWeek(Math.floor(inWeek)).replace(/00$/, minutes);
}

/** Hour of the week or of the day → `14:00`. */
export function formatHourOfDay(hour: number): string {
  return `${String(hour % 24).padStart(2, '0')}:00`;
}

/** An offset from UTC in ms → `UTC+5:30`. */
export function formatOffset(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / 60_000;
  const sign = offsetMs < 0 ? '−' : '+';
  const rest = minutes % 60 === 0 ? '' : `:${String(minutes % 60).padStart(2, '0')}`;
  return `UTC${sign}${Math.floor(minutes / 60)}${rest}`;
}
