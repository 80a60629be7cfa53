import { type Result, shown, success, unprintableIn, WEEK_MS } from '#base';
import { CHANNELS, SEVERITIES } from '#domain';
import { suggestion } from '../did-you-mean.ts';
import type { ScenarioIssueCode } from '../issues.ts';
import { ID_PATTERN, type LeafOptions, leaf } from './leaf.ts';
import { type Problem, refused } from './problem.ts';
import {
  DATE_PATTERN,
  DAYS_PATTERN,
  DURATION_PATTERN,
  INSTANT_PATTERN,
  parseDate,
  parseDays,
  parseDuration,
  parseInstant,
  parseRate,
  parseTimeOfDay,
  RATE_PATTERN,
  TIME_PATTERN,
} from './time-text.ts';

/** Leaves of the schema: one function per kind of value. Each takes the description of the key. */

const YEARS_50_MS = 50 * 366 * 86_400_000;

/** A duration in whole ms, at most 50 years, or a week. */
export function duration(
  description: string,
  options: { readonly above?: 0; readonly example?: string; readonly withinWeek?: true } = {},
) {
  const { above, example = '15 min', withinWeek } = options;
  return leaf(
    { description, example, json: { type: 'string', pattern: DURATION_PATTERN, examples: [example] } },
    (written) => {
      const parsed = parseDuration(written);
      if (!parsed.ok) return parsed;
      const ms = Math.round(parsed.value);
      if (ms > YEARS_50_MS) return refused('out-of-range', 'longer than 50 years', 'check the unit');
      if (withinWeek === true && ms > WEEK_MS) {
        return refused('out-of-range', 'longer than a week', `write for example '${example}'`);
      }
      if (above === 0 && ms <= 0) {
        return refused('out-of-range', 'must be longer than 0', `write for example '${example}'`);
      }
      return success(ms);
    },
  );
}

export function rate(description: string) {
  return leaf(
    { description, example: '120/week', json: { type: 'string', pattern: RATE_PATTERN } },
    parseRate,
  );
}

/** An instant as epoch ms. */
export function instant(description: string) {
  return leaf(
    { description, example: '2014-11-03T00:00:00Z', json: { type: 'string', pattern: INSTANT_PATTERN } },
    parseInstant,
  );
}

export function date(description: string) {
  return leaf(
    { description, example: '2014-10-27', json: { type: 'string', pattern: DATE_PATTERN } },
    parseDate,
  );
}

/** A time of day as minutes since midnight. */
export function timeOfDay(description: string, example = '08:00') {
  return leaf({ description, example, json: { type: 'string', pattern: TIME_PATTERN } }, parseTimeOfDay);
}

export function days(description: string) {
  const list = { type: 'array', items: { enum: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] } };
  return leaf(
    {
      description,
      example: 'mon-fri',
      takesLists: true,
      json: { anyOf: [{ type: 'string', pattern: DAYS_PATTERN }, list] },
    },
    parseDays,
  );
}

/** Both ends included. */
type Range = readonly [low: number, high: number];

export function number(description: string, range: Range, example: number) {
  return numberIn(description, range, example, {});
}

/** The lower end of the range itself is refused. */
export function numberAbove(description: string, range: Range, example: number) {
  return numberIn(description, range, example, { isOpen: true });
}

export function wholeNumber(description: string, range: Range, example: number) {
  return numberIn(description, range, example, { isWhole: true });
}

function numberIn(
  description: string,
  [low, high]: Range,
  example: number,
  { isOpen = false, isWhole = false }: { readonly isOpen?: boolean; readonly isWhole?: boolean },
) {
  const json = {
    type: isWhole ? 'integer' : 'number',
    [isOpen ? 'exclusiveMinimum' : 'minimum']: low,
    maximum: high,
  };
  const wanted = `${isWhole ? 'a whole number' : 'a number'} ${isOpen ? 'above' : 'from'} ${low} to ${high}`;
  return leaf({ description, example, json }, (written): Result<number, Problem> => {
    const remedy = `write ${wanted}, for example ${example}`;
    if (typeof written !== 'number') {
      const isPercent = typeof written === 'string' && /^\s*[+-]?\d+(\.\d+)?\s*%\s*$/.test(written);
      if (isPercent) return refused('bad-number', 'a percentage', 'write the share: 0.25 for 25 %');
      return refused('bad-number', 'not a number', remedy);
    }
    if (!Number.isFinite(written)) return refused('not-finite', 'not a finite number', remedy);
    const isInside = (isOpen ? written > low : written >= low) && written <= high;
    if (!isInside) return refused('out-of-range', `${written} is out of range`, remedy);
    if (isWhole && !Number.isInteger(written)) {
      return refused('bad-number', `${written} is not a whole number`, remedy);
    }
    return success(written);
  });
}

/** A probability or a share. */
export function share(description: string, example = 0.5) {
  return number(description, [0, 1], example);
}

/** A probability that applies again in each round of a case. At 1 the case would never end. */
export function recurringShare(description: string, example = 0.5) {
  return number(description, [0, 0.95], example);
}

/** One line of printable text. Renderers escape it for their medium. */
export function title(description: string) {
  return leaf(
    { description, example: 'A title', json: { type: ['string', 'number'], maxLength: 200 } },
    (written) => printable(String(written), 200),
  );
}

/** Text of several lines. */
export function prose(description: string) {
  return leaf({ description, example: 'A text.', json: { type: 'string', maxLength: 20_000 } }, (written) => {
    const lines = printable(String(written).replaceAll(/[\n\t]/g, ' '), 20_000);
    return lines.ok ? success(String(written)) : lines;
  });
}

function printable(text: string, longest: number): Result<string, Problem> {
  const bad = unprintableIn(text);
  if (bad !== null) {
    const message = `the text holds a character that does not print, ${shown(bad)}`;
    return refused('bad-text', message, 'remove it: control characters and direction marks are refused');
  }
  if (text.length > longest) {
    return refused('bad-text', `the text has ${text.length} characters`, `write at most ${longest}`);
  }
  if (text.trim() === '')
    return refused('bad-text', 'the text is blank', 'write a text, or leave the key out');
  return success(text);
}

/** An id of the author's choice. */
export function id(description: string, example = 'an-id') {
  return leaf({ description, example, json: { type: 'string', pattern: ID_PATTERN } }, readId);
}

/** The routing region of a centre or of customers. Regions matter only where preferences or outages name them. */
export const region = id('Routing region, e.g. emea. Default: world.', 'emea').prefault('world');

/** The rule for ids, also for the keys of maps. */
export const ID_REMEDY = 'use a-z, 0-9 and -, starting with a letter or digit, at most 64 characters';

function readId(written: string | number | boolean): Result<string, Problem> {
  if (new RegExp(ID_PATTERN).test(String(written))) return success(String(written));
  return refused('bad-id', `'${shown(String(written))}' cannot be an id`, ID_REMEDY);
}

/** A name of something defined elsewhere in the scenario. `check-references.ts` looks it up. */
export function reference(description: string, example: string) {
  return leaf({ description, example, json: { type: 'string' } }, (written) => success(String(written)));
}

/** How one of several values is written, and what to do about an empty list of them. */
interface Several {
  readonly description: string;
  readonly example: string;
  /** JSON Schema of a value. */
  readonly item: LeafOptions['json'];
  readonly remedy: string;
}

/** One value, or a list of some. `read` also gets those before. */
export function several<Value>(
  { description, example, item, remedy }: Several,
  read: (one: unknown, before: readonly Value[]) => Result<Value, Problem>,
) {
  const json = { anyOf: [item, { type: 'array', minItems: 1, items: item }] };
  return leaf<readonly Value[]>({ description, example, takesLists: true, json }, (written: unknown) => {
    const values: Value[] = [];
    for (const one of Array.isArray(written) ? written : [written]) {
      const outcome = read(one, values);
      if (!outcome.ok) return outcome;
      values.push(outcome.value);
    }
    return values.length > 0 ? success(values) : refused('empty-list', 'the list is empty', remedy);
  });
}

/** Names of the author's: one, or a list. `what` is named in remedies, as in `a segment`. */
export function names(description: string, example: string, what: string) {
  const remedy = `name ${what}, or leave the key out to mean all`;
  return several({ description, example, item: { type: 'string' }, remedy }, (one) => success(String(one)));
}

/** One word of a closed list. */
export function word<const Word extends string>(
  description: string,
  words: readonly Word[],
  code: ScenarioIssueCode = 'unknown-word',
  example: Word = words[0] as Word,
) {
  return leaf({ description, example, json: { enum: [...words] } }, (written) =>
    readWord(written, words, code),
  );
}

function readWord<Word extends string>(
  written: unknown,
  words: readonly Word[],
  code: ScenarioIssueCode,
): Result<Word, Problem> {
  const known = words.find((candidate) => candidate === written);
  if (known !== undefined) return success(known);
  return refused(code, `'${shown(String(written))}' is not known here`, () =>
    suggestion(String(written), words, 'word'),
  );
}

/** Several words of a closed list: one, a list, or `all`. Each once, in the order of the closed list. */
export function words<const Word extends string>(
  description: string,
  known: readonly Word[],
  code: ScenarioIssueCode = 'unknown-word',
) {
  const json = {
    anyOf: [{ enum: ['all', ...known] }, { type: 'array', minItems: 1, items: { enum: [...known] } }],
  };
  return leaf({ description, example: 'all', takesLists: true, json }, (written: unknown) => {
    if (written === 'all') return success(known);
    const named = Array.isArray(written) ? written : [written];
    if (named.length === 0)
      return refused('empty-list', 'the list is empty', `name one of: ${known.join(', ')}`);
    const chosen = new Set<Word>();
    for (const one of named) {
      const found = readWord(one, known, code);
      if (!found.ok) return found;
      chosen.add(found.value);
    }
    return success(known.filter((candidate) => chosen.has(candidate)));
  });
}

export function channels(description: string) {
  return words(description, CHANNELS, 'unknown-channel');
}

export function severities(description: string) {
  return words(description, SEVERITIES, 'unknown-severity');
}

/** Words of a closed list in an order that matters: one, or a list without repetitions. */
export function order<Word extends string>(description: string, known: readonly Word[]) {
  const example = known[0] as Word;
  const remedy = `name one of: ${known.join(', ')}`;
  return several<Word>({ description, example, item: { enum: [...known] }, remedy }, (one, before) => {
    const found = readWord(one, known, 'unknown-word');
    if (!found.ok || !before.includes(found.value)) return found;
    return refused('duplicate-entry', `'${found.value}' is a duplicate`, 'name it once');
  });
}

/** A text or a whole number, as text. */
export function seed(description: string) {
  return leaf({ description, example: '1', json: { type: ['string', 'integer'] } }, (written) => {
    const isSeed = typeof written === 'string' || Number.isSafeInteger(written);
    if (!isSeed)
      return refused('wrong-type', 'a seed is a text or a whole number', "write for example '2014'");
    return printable(String(written), 100);
  });
}

/** A currency by its letters. They are shown and compared, never looked up. */
export function currency(description: string) {
  return leaf({ description, example: 'EUR', json: { type: 'string', pattern: '^[A-Z]{3}$' } }, (written) => {
    if (typeof written === 'string' && /^[A-Z]{3}$/.test(written)) return success(written);
    const message = `'${shown(String(written))}' is not a currency`;
    return refused('bad-currency', message, 'write three capital letters, for example EUR');
  });
}

/** The attributes that define a kind of cases. */
export const caseKind = () => ({
  severity: severities('Severities: one, a list, or all.').optional(),
  channel: channels('Channels: one, a list, or all.').optional(),
  segment: reference('A key of segments.', 'premier-de').optional(),
  product: reference('A key of products.', 'azure').optional(),
});
