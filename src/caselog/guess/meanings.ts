import { type CheckedField, checkWord } from '../rows/words.ts';

/** What words of other systems mean. The first pattern that fits counts. */
const MEANINGS: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  severity: [
    [/critical|urgent|highest|blocker|major|^p?1\b|^high|dringend|hoch/i, 'A'],
    [/medium|moderate|normal|^p?2\b|mittel/i, 'B'],
    [/low|minor|trivial|planning|lowest|^p?[345]\b|niedrig/i, 'C'],
  ],
  channel: [
    [/phone|call|voice|telefon/i, 'phone'],
    [/e-?mail/i, 'e-mail'],
    [/web|portal|self.?service|chat|api|form/i, 'web'],
  ],
  tier: [
    [/\b1(st)?\b|first/i, '1'],
    [/\b2(nd)?\b|second/i, '2'],
    [/\b3(rd)?\b|third/i, '3'],
  ],
};

/** What a value of another system means for a field with a closed list; null if its words do not say. */
export function meaningOf(field: CheckedField, value: string): string | null {
  const word = checkWord(field, value);
  if (word.ok) return word.value;
  const found = MEANINGS[field]?.find(([pattern]) => pattern.test(value))?.[1] ?? null;
  if (found !== null || field !== 'country') return found;
  const upper = checkWord(field, value.toUpperCase());
  return upper.ok ? upper.value : null;
}
