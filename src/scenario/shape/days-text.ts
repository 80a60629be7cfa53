import { failure, type Result, shown, success } from '#base';
import { WEEKDAYS } from '#domain';
import { nearest } from '../did-you-mean.ts';
import { type Problem, problem } from './problem.ts';

const DAY = `(${WEEKDAYS.join('|')})`;
export const DAYS_PATTERN = `^(daily|${DAY}(-${DAY})?(, ?${DAY}(-${DAY})?)*)$`;

const REMEDY = "write 'mon-fri', 'sat, sun', 'daily', or a list of mon, tue, wed, thu, fri, sat, sun";

/** `mon-fri`, `sat, sun`, `fri-mon`, `daily` or a list of days, as indices (0 = Monday) in order. */
export function parseDays(written: unknown): Result<readonly number[], Problem> {
  const parts = Array.isArray(written) ? written : typeof written === 'string' ? written.split(',') : [null];
  const days = new Set<number>();
  for (const part of parts) {
    if (typeof part !== 'string') return failure(problem('bad-days', 'not days of the week', REMEDY));
    const text = part.trim().toLowerCase();
    if (text === 'daily') {
      for (let day = 0; day < 7; day++) days.add(day);
      continue;
    }
    const ends = text.split('-').map((word) => word.trim());
    const indices = ends.map((word) => (WEEKDAYS as readonly string[]).indexOf(word));
    const wrong = indices.indexOf(-1);
    if (wrong !== -1 || ends.length > 2) {
      const near = nearest(ends[wrong] ?? '', WEEKDAYS);
      const message = `'${shown(ends[wrong] ?? text)}' is not a day of the week`;
      return failure(
        problem('bad-days', message, near === null ? REMEDY : `did you mean '${near}'? ${REMEDY}`),
      );
    }
    const [first, last] = [indices[0] as number, indices.at(-1) as number];
    for (let day = first; ; day = (day + 1) % 7) {
      days.add(day);
      if (day === last) break;
    }
  }
  if (days.size === 0) return failure(problem('bad-days', 'no day is named', REMEDY));
  return success([...days].sort((left, right) => left - right));
}
