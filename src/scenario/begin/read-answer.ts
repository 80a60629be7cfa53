import { type Result, shown, success, unprintableIn } from '#base';
import type { Tier } from '#domain';
import { suggestion } from '../did-you-mean.ts';
import { readCountry, readLanguage, readTimeZone } from '../shape/law-words.ts';
import { type Problem, refused } from '../shape/problem.ts';
import { parseDays, parseTimeOfDay } from '../shape/time-text.ts';
import { PROMISE_ANSWERS, type PromiseAnswer } from './answers.ts';

/** Reads one answer, from a terminal or a cell of a sheet. */
export type ReadAnswer<Value> = (text: string) => Result<Value, Problem>;

const TITLE_MOST = 100;

function title(text: string): Result<string, Problem> {
  const remedy = `write 1 to ${TITLE_MOST} characters`;
  if (text === '') return refused('bad-text', 'the name is missing', remedy);
  if (text.length > TITLE_MOST) return refused('bad-text', 'the name is too long', remedy);
  if (unprintableIn(text) === null) return success(text);
  return refused('bad-text', 'the name contains a control character', 'remove it');
}

/** Keeps the text as written, once it can be read. */
function kept(read: (text: string) => Result<unknown, Problem>): ReadAnswer<string> {
  return (text) => {
    const outcome = read(text);
    return outcome.ok ? success(text) : outcome;
  };
}

function languages(text: string): Result<readonly string[], Problem> {
  const found: string[] = [];
  for (const tag of text.split(/[\s;,]+/).filter((part) => part !== '')) {
    const language = readLanguage(tag);
    if (!language.ok) return language;
    if (!found.includes(language.value)) found.push(language.value);
  }
  if (found.length > 0) return success(found);
  return refused('missing-key', 'a language is missing', "write one or more, for example 'en de'");
}

function oneLanguage(text: string): Result<string, Problem> {
  const read = languages(text);
  if (!read.ok) return read;
  const [first = '', ...rest] = read.value;
  if (rest.length === 0) return success(first);
  const message = `'${shown(text)}' names several languages`;
  return refused('bad-text', message, 'write one, and other customers for each other language');
}

function wholeNumber(low: number, high: number): ReadAnswer<number> {
  return (text) => {
    const value = Number(text);
    if (/^\d{1,9}$/.test(text) && value >= low && value <= high) return success(value);
    const message =
      text === '' ? 'a number is missing' : `'${shown(text)}' is not a whole number in this range`;
    return refused('bad-number', message, `write a whole number from ${low} to ${high}`);
  };
}

function promise(text: string): Result<PromiseAnswer, Problem> {
  const known = PROMISE_ANSWERS.find((word) => word === text.toLowerCase());
  if (known !== undefined) return success(known);
  const remedy = suggestion(text, PROMISE_ANSWERS, 'promise');
  return refused('unknown-word', `'${shown(text)}' is no such promise`, remedy);
}

export const READ_ANSWER = {
  title,
  country: readCountry,
  timeZone: readTimeZone,
  languages,
  oneLanguage,
  days: kept(parseDays),
  time: kept(parseTimeOfDay),
  agents: wholeNumber(1, 10_000),
  perWeek: wholeNumber(0, 1_000_000),
  tier: wholeNumber(1, 3) as ReadAnswer<Tier>,
  promise,
} as const;
