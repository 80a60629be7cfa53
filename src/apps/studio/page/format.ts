/** How the page writes numbers and moments: as the reports do. */
const NOTHING = '–';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** 1234567 → `1,234,567`. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** 12.345 → `12.3`, 1234.5 → `1,235`. */
export function oneDigit(value: number): string {
  return value < 100 ? trimmed(value, 1) : count(value);
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** 0.934 → `93.4 %`. */
export function share(value: number | null | undefined, digits = 1): string {
  return value === null || value === undefined || Number.isNaN(value)
    ? NOTHING
    : `${(value * 100).toFixed(digits)} %`;
}

/** Milliseconds → `45 s`, `4.2 min`, `2.5 h`, `3.1 d`. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || Number.isNaN(ms)) return NOTHING;
  if (ms < 90 * SECOND) return `${trimmed(ms / SECOND, ms < 10 * SECOND ? 1 : 0)} s`;
  if (ms < 90 * MINUTE) return `${trimmed(ms / MINUTE, ms < 10 * MINUTE ? 1 : 0)} min`;
  if (ms < 48 * HOUR) return `${trimmed(ms / HOUR, ms < 10 * HOUR ? 1 : 0)} h`;
  return `${trimmed(ms / DAY, 1)} d`;
}

/** `Mon 3 Nov 2014, 14:05 UTC`. */
export function moment(epochMs: number): string {
  return `${day(epochMs)} ${new Date(epochMs).getUTCFullYear()}, ${time(epochMs)} UTC`;
}

/** `Mon 3 Nov`. */
export function day(epochMs: number): string {
  const date = new Date(epochMs);
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

/** `14:05`, of a clock that reads UTC. */
export function time(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(11, 16);
}

function trimmed(value: number, digits: number): string {
  return value.toFixed(digits).replace(/\.0+$/, '');
}
