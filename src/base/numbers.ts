/** How numbers are written for people, everywhere. "–" means that nothing was observed. */
export const NOTHING = '–';

/** 1234567 → `1,234,567`. Whole numbers. */
export function formatCount(value: number): string {
  return grouped(String(Math.round(value)));
}

/** With commas between thousands. The text has at most two decimals. */
function grouped(text: string): string {
  return text.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** 1234567 → `1.2M`, for narrow places. */
export function formatCompact(value: number): string {
  if (value < 999.5) return value > 0 && value < 9.95 ? formatTrimmed(value, 1) : String(Math.round(value));
  if (value < 999_500) return `${formatTrimmed(value / 1e3, value < 9950 ? 1 : 0)}k`;
  return `${formatTrimmed(value / 1e6, value < 9.95e6 ? 1 : 0)}M`;
}

/** 0.9342 → `93.4 %`. */
export function formatShare(value: number | null): string {
  return value === null ? NOTHING : `${(value * 100).toFixed(1)} %`;
}

/** With a fixed number of decimals. */
export function formatDecimal(value: number | null, digits: number): string {
  return value === null ? NOTHING : value.toFixed(digits);
}

/** An amount of money without its currency: 1234567.8 → `1,234,568`, 12.345 → `12.35`. */
export function formatMoney(value: number | null): string {
  if (value === null) return NOTHING;
  return value < 999.995 ? value.toFixed(2) : formatCount(value);
}

/**
 * How an amount of money with an interval is written, and the ends of the interval: no further than to the second digit of the half-width.
 * 8236.4 ± 397.51 → `8,240` and `400`. Without an interval, or with an empty one, as any amount.
 */
export function moneyWithin(halfWidth: number): (value: number) => string {
  const isRounded = Number.isFinite(halfWidth) && halfWidth > 0;
  const decimals = 1 - Number(halfWidth.toExponential(1).split('e')[1]);
  return (value) => {
    const size = Math.abs(value);
    const unit = 10 ** Math.max(0, -decimals);
    const text = !isRounded
      ? formatMoney(size)
      : decimals > 0
        ? grouped(size.toFixed(Math.min(2, decimals)))
        : formatCount(Math.round(size / unit) * unit);
    return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
  };
}

/** A duration in seconds, in the unit that people would use: `45 s`, `4 min`, `2.5 h`, `3.1 d`. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null) return NOTHING;
  if (seconds < 90) return `${formatTrimmed(seconds, seconds < 9.95 ? 1 : 0)} s`;
  if (seconds < 90 * 60) return `${formatTrimmed(seconds / 60, seconds < 597 ? 1 : 0)} min`;
  if (seconds < 48 * 3600) return `${formatTrimmed(seconds / 3600, seconds < 35_820 ? 1 : 0)} h`;
  return `${formatTrimmed(seconds / 86_400, 1)} d`;
}

/** A duration to the second, such as `2 d 3 h 5 s`. Units that are zero are left out, and only the first `units` of the rest are shown. */
export function formatExactDuration(ms: number, units = 4): string {
  const seconds = Math.round(ms / 1000);
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const shown = parts.filter(([count]) => count > 0).slice(0, units);
  return shown.length === 0 ? '0 s' : shown.map(([count, unit]) => `${count} ${unit}`).join(' ');
}

/** `1 case`, `2 cases`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Minutes since midnight → `07:30`; the end of the day is `24:00`. */
export function formatTimeOfDay(minutes: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** The text with a capital letter at its beginning. */
export function raised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `1`, `1 and 2`, `1, 2 and 3`; `word` in place of `and`. */
export function listInWords(items: readonly (string | number)[], word = 'and'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? String(last) : `${items.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** Lists items in words; if there are more than `most`, the last ones are only counted: `1, 2 and 3 more`. */
export function shortList(items: readonly string[], most: number): string {
  if (items.length <= most) return listInWords(items);
  return `${items.slice(0, most - 1).join(', ')} and ${items.length - most + 1} more`;
}

/** Writes this many decimals, or none if they are all 0. With one decimal: 7.5 → `7.5`, 8 → `8`. */
export function formatTrimmed(value: number, digits: number): string {
  return value.toFixed(digits).replace(/\.0+$/, '');
}
