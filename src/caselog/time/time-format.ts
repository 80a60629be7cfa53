import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#base';

/** A time as it is written: on the clock of some zone, which the text may name by its offset from UTC. */
export interface WrittenTime {
  /** The written date and time as if they were UTC, ms since 1970. */
  readonly wallMs: number;
  /** Offset from UTC, ms; null if the text has none. */
  readonly offsetMs: number | null;
}

/** A time, or why the text is none. */
export type ReadTime = WrittenTime | string;

const MONTH_NAMES = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August'],
  ...['September', 'October', 'November', 'December'],
];
/** Month names are read in lower case, whole or cut after their third letter or later. */
const MONTHS = MONTH_NAMES.map((name) => name.toLowerCase());
const MONTH_LETTERS_LEAST = 3;

/** What a letter of a format stands for: how many digits it takes, at least and at most. */
const DIGITS: Readonly<Record<string, readonly [Part, number, number]>> = {
  yyyy: ['year', 4, 4],
  yy: ['shortYear', 2, 2],
  MM: ['month', 2, 2],
  M: ['month', 1, 2],
  dd: ['day', 2, 2],
  d: ['day', 1, 2],
  HH: ['hour', 2, 2],
  H: ['hour', 1, 2],
  hh: ['halfHour', 2, 2],
  h: ['halfHour', 1, 2],
  mm: ['minute', 2, 2],
  ss: ['second', 2, 2],
  S: ['fraction', 1, 9],
};
type Part = 'year' | 'shortYear' | 'month' | 'day' | 'hour' | 'halfHour' | 'minute' | 'second' | 'fraction';

type Step =
  | { readonly kind: 'digits'; readonly part: Part; readonly least: number; readonly most: number }
  | { readonly kind: 'month name' | 'half of day' | 'offset' }
  | { readonly kind: 'sign'; readonly sign: string }
  | { readonly kind: 'optional'; readonly steps: readonly Step[] };

const TOKEN = /yyyy|yy|MMM|MM|M|dd|d|HH|H|hh|h|mm|ss|S|a|X|\[|\]|T|[^A-Za-z[\]]/y;

/** Formats that are no patterns: a number of seconds or milliseconds since 1970. */
const EPOCHS: Readonly<Record<string, { readonly digits: RegExp; readonly unitMs: number }>> = {
  'epoch s': { digits: /^\d{9,10}(?:\.\d{1,6})?$/, unitMs: SECOND_MS },
  'epoch ms': { digits: /^\d{12,13}$/, unitMs: 1 },
};

/** Reads times of one format. Its letters are those of Java's date patterns; MAPPING.md lists them. */
export class TimeFormat {
  readonly pattern: string;
  private readonly steps: readonly Step[];
  private at = 0;
  private found: Record<Part, number> = nothingFound();
  private isAfternoon: boolean | null = null;
  private offsetMs: number | null = null;

  private constructor(pattern: string, steps: readonly Step[]) {
    this.pattern = pattern;
    this.steps = steps;
  }

  /** The format that a pattern describes, or null if it is no pattern of a date. */
  static of(pattern: string): TimeFormat | null {
    if (Object.hasOwn(EPOCHS, pattern)) return new TimeFormat(pattern, []);
    const steps = stepsOf(pattern);
    return steps === null ? null : new TimeFormat(pattern, steps);
  }

  /** Whether its texts say their offset from UTC. */
  get hasOffset(): boolean {
    return Object.hasOwn(EPOCHS, this.pattern) || this.steps.some(({ kind }) => kind === 'offset');
  }

  read(text: string): ReadTime {
    const epoch = Object.hasOwn(EPOCHS, this.pattern) ? EPOCHS[this.pattern] : undefined;
    if (epoch !== undefined) {
      if (!epoch.digits.test(text)) return this.mismatch();
      return { wallMs: Math.round(Number(text) * epoch.unitMs), offsetMs: 0 };
    }
    this.at = 0;
    this.found = nothingFound();
    this.isAfternoon = null;
    this.offsetMs = null;
    if (!this.take(this.steps, text) || this.at !== text.length) return this.mismatch();
    return this.time();
  }

  private mismatch(): string {
    return `it does not have the form ${this.pattern}`;
  }

  private take(steps: readonly Step[], text: string): boolean {
    for (const step of steps) if (!this.takeStep(step, text)) return false;
    return true;
  }

  private takeStep(step: Step, text: string): boolean {
    switch (step.kind) {
      case 'digits':
        return this.takeDigits(step, text);
      case 'sign':
        if (text[this.at] !== step.sign) return false;
        this.at++;
        return true;
      case 'month name': {
        const letters = /[A-Za-z]+/y;
        letters.lastIndex = this.at;
        const name = letters.exec(text)?.[0].toLowerCase() ?? '';
        const month = MONTHS.findIndex((whole) => whole.startsWith(name));
        if (month === -1 || name.length < MONTH_LETTERS_LEAST) return false;
        this.found.month = month + 1;
        this.at += name.length;
        if (text[this.at] === '.') this.at++;
        return true;
      }
      case 'half of day': {
        const half = text.slice(this.at, this.at + 2).toLowerCase();
        if (half !== 'am' && half !== 'pm') return false;
        this.isAfternoon = half === 'pm';
        this.at += 2;
        return true;
      }
      case 'offset':
        return this.takeOffset(text);
      case 'optional': {
        const { at } = this;
        if (!this.take(step.steps, text)) this.at = at;
        return true;
      }
    }
  }

  private takeDigits({ least, most, part }: Extract<Step, { kind: 'digits' }>, text: string): boolean {
    let value = 0;
    let count = 0;
    for (; count < most; count++) {
      const digit = text.charCodeAt(this.at + count) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      value = 10 * value + digit;
    }
    if (count < least) return false;
    this.at += count;
    this.found[part] = part === 'fraction' ? Math.floor((value / 10 ** count) * SECOND_MS + 1e-6) : value;
    return true;
  }

  private takeOffset(text: string): boolean {
    const rest = /(?:Z|UTC|GMT)$|([+-])(\d\d)(?::?(\d\d))?$/y;
    rest.lastIndex = this.at;
    const found = rest.exec(text);
    if (found === null) return false;
    const [all, sign, hours = '0', minutes = '0'] = found;
    this.offsetMs = (sign === '-' ? -1 : 1) * (Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS);
    this.at += all.length;
    return true;
  }

  private time(): ReadTime {
    const { day, fraction, minute, month, second } = this.found;
    const year = this.found.shortYear === ABSENT ? this.found.year : fullYear(this.found.shortYear);
    const hour = this.hour();
    if (year < YEAR_MIN || year > YEAR_MAX)
      return `the year ${year} is not between ${YEAR_MIN} and ${YEAR_MAX}`;
    if (month < 1 || month > 12) return `there is no month ${month}`;
    if (day < 1 || day > daysIn(year, month)) {
      return `${MONTH_NAMES[month - 1]} ${year} has ${daysIn(year, month)} days`;
    }
    if (hour === null) return `there is no hour ${this.found.halfHour} on a clock of 12 hours`;
    if (hour > 23) return `there is no hour ${hour}: a day ends at 23:59:59`;
    if (minute > 59) return `there is no minute ${minute}`;
    if (second > 59) return `there is no second ${second}: leap seconds are not counted`;
    const { offsetMs } = this;
    if (offsetMs !== null && (offsetMs < -12 * HOUR_MS || offsetMs > 14 * HOUR_MS)) {
      return 'no time zone is that far from UTC';
    }
    const rest = Math.max(0, minute) * MINUTE_MS + Math.max(0, second) * SECOND_MS + Math.max(0, fraction);
    return { wallMs: Date.UTC(year, month - 1, day, hour) + rest, offsetMs };
  }

  /** The hour of the day; null if the clock of 12 hours has none like it. */
  private hour(): number | null {
    const { halfHour, hour } = this.found;
    if (halfHour === ABSENT) return Math.max(0, hour);
    if (halfHour < 1 || halfHour > 12) return null;
    return (halfHour % 12) + (this.isAfternoon === true ? 12 : 0);
  }
}

const ABSENT = -1;
/** Cases outside of these years are slips of the keyboard. */
const [YEAR_MIN, YEAR_MAX] = [1900, 2199];

function nothingFound(): Record<Part, number> {
  return {
    year: ABSENT,
    shortYear: ABSENT,
    month: ABSENT,
    day: ABSENT,
    hour: ABSENT,
    halfHour: ABSENT,
    minute: ABSENT,
    second: ABSENT,
    fraction: ABSENT,
  };
}

/** Years of two digits are those from 1970 to 2069, as in POSIX. */
function fullYear(short: number): number {
  return short < 70 ? 2000 + short : 1900 + short;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The steps of a pattern; null if it has unknown letters, unmatched brackets, or no year, month and day. */
function stepsOf(pattern: string): readonly Step[] | null {
  const outer: Step[] = [];
  let inner: Step[] | null = null;
  const tokens = new Set<string>();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < pattern.length) {
    const token = TOKEN.exec(pattern)?.[0];
    if (token === undefined) return null;
    if (token === '[') {
      if (inner !== null) return null;
      inner = [];
      continue;
    }
    if (token === ']') {
      if (inner === null) return null;
      outer.push({ kind: 'optional', steps: inner });
      inner = null;
      continue;
    }
    tokens.add(token);
    (inner ?? outer).push(stepOf(token));
  }
  const has = (...names: readonly string[]) => names.some((name) => tokens.has(name));
  const isDate = has('yyyy', 'yy') && has('MMM', 'MM', 'M') && has('dd', 'd');
  const isClock = has('hh', 'h') === has('a') && !(has('hh', 'h') && has('HH', 'H'));
  return inner === null && isDate && isClock ? outer : null;
}

function stepOf(token: string): Step {
  const digits = Object.hasOwn(DIGITS, token) ? DIGITS[token] : undefined;
  if (digits !== undefined) {
    const [part, least, most] = digits;
    return { kind: 'digits', part, least, most };
  }
  if (token === 'MMM') return { kind: 'month name' };
  if (token === 'a') return { kind: 'half of day' };
  if (token === 'X') return { kind: 'offset' };
  return { kind: 'sign', sign: token };
}
