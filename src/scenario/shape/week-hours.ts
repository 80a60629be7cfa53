import { failure, type Result, shown, success } from '#base';
import { readHourSpan, uniteInWeek, WEEKDAYS, type WeekSpan } from '#domain';
import { leaf } from './leaf.ts';
import { type Problem, problem } from './problem.ts';

const DAY = `(?:${WEEKDAYS.join('|')})`;
const TIME = '\\d{1,2}:\\d\\d';
const DAYS = `(?:daily|${DAY}(?:-${DAY})?)`;
const HOURS = `${TIME}\\s*-\\s*${TIME}`;
const EXAMPLE = 'mon-fri 18:00-22:00';
const REMEDY = `write days, hours or both, such as '${EXAMPLE}', 'sat-sun' or '22:00-06:00', or a list of such`;

/** Hours that come again every week: one text such as `mon-fri 18:00-22:00`, or a list. */
export function weekHours(description: string) {
  const item = { type: 'string', pattern: `^(?:${DAYS}|${HOURS}|${DAYS}\\s+${HOURS})$` };
  const json = { anyOf: [item, { type: 'array', minItems: 1, items: item }] };
  return leaf({ description, example: EXAMPLE, takesLists: true, json }, readWeekHours);
}

function readWeekHours(written: unknown): Result<readonly WeekSpan[], Problem> {
  const texts = Array.isArray(written) ? written : [written];
  if (texts.length === 0) return failure(problem('empty-list', 'the list is empty', REMEDY));
  const spans: (readonly WeekSpan[])[] = [];
  for (const text of texts) {
    const found = typeof text === 'string' ? readHourSpan(text) : null;
    if (found === null)
      return failure(problem('bad-time', `'${shown(String(text))}' is not hours of the week`, REMEDY));
    spans.push(found.spans);
  }
  return success(uniteInWeek(spans));
}
