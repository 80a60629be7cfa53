import { raised } from '#base';
import { SEVERITIES } from '#domain';

const LINES = ['', 'first line', 'second line', 'third line'];

/** `German (first line)`, of the key of a group and its tier, if that is known; the line is not said twice. */
export function groupInWords(id: string, tier: number | null): string {
  const name = raised(spaced(id));
  if (tier === null) return name;
  const line = LINES[tier] ?? `tier ${tier}`;
  return name.toLowerCase().includes(line) ? name : `${name} (${line})`;
}

/** `night shift`, of its key. */
export function shiftInWords(id: string): string {
  const name = spaced(id);
  return /\bshift\b/.test(name) ? name : `${name} shift`;
}

/** `severityRaise` and `german-experts` as words; codes as they are. */
export function spaced(key: string): string {
  if (SEVERITIES.some((severity) => severity === key) || /^[A-Z]{2,}$/.test(key)) return key;
  return key
    .replace(/([a-z])([A-Z0-9])/g, (_, left: string, right: string) => `${left} ${right.toLowerCase()}`)
    .replace(/-(?!mail\b)/g, ' ');
}
