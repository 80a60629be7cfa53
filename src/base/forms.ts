import type { Indexed } from './indexed.ts';

/**
 * Describes the JSON values of a type: the type follows from the form (`Of<typeof form>`), and so does their reading. A form is code without a
 * library, so that every thread can load it.
 */
export interface Form<Value> {
  /** The value, with the members of its objects in the order of the form. What is wrong with it is reported. */
  read(value: unknown, reading: Reading): Value;
}

/** The type that a form describes. */
export type Of<Described> = Described extends Form<infer Value> ? Value : never;

/** What is wrong with one value of a text. */
export interface FormProblem {
  /** Keys and indices from the whole to the value, joined by dots; empty for the whole. */
  readonly path: string;
  readonly message: string;
  /** The value is of another kind than expected, such as a text instead of a list. */
  readonly isOtherKind: boolean;
}

/**
 * Reads a whole value by a form, and keeps what is wrong with it. `others`: by form, another one that values may have in its place, where a text
 * may write something shorter.
 */
export class Reading {
  /** In the order of the form. */
  problems: FormProblem[] = [];
  /** The whole value, as written. */
  readonly whole: unknown;
  private readonly others: ReadonlyMap<Form<unknown>, Form<unknown>>;
  private readonly path: (string | number)[] = [];

  constructor(whole: unknown, others: ReadonlyMap<Form<unknown>, Form<unknown>> = new Map()) {
    this.whole = whole;
    this.others = others;
  }

  read<Value>(form: Form<Value>, value: unknown): Value {
    const other = this.others.get(form) as Form<Value> | undefined;
    return other === undefined ? form.read(value, this) : this.closest([form, other], value);
  }

  /** Reads by the first form that the value has. If it has none, the problems are those of the form to which it comes closest. */
  closest<Value>(forms: readonly Form<Value>[], value: unknown): Value {
    const before = this.problems;
    const here = this.path.join('.');
    let [closest, least] = [[] as readonly FormProblem[], Number.POSITIVE_INFINITY];
    for (const form of forms) {
      this.problems = [];
      const read = form.read(value, this);
      const found = this.problems;
      this.problems = before;
      if (found.length === 0) return read;
      const isOther = found.some(({ isOtherKind, path }) => isOtherKind && path === here);
      const distance = isOther ? Number.MAX_VALUE : found.length;
      if (distance < least) [closest, least] = [found, distance];
    }
    before.push(...closest);
    return value as Value;
  }

  /** Reads a member of the value that is being read. */
  member<Value>(form: Form<Value>, value: unknown, key: string | number): Value {
    this.path.push(key);
    const read = this.read(form, value);
    this.path.pop();
    return read;
  }

  /** `below`: keys from the value that is being read to the one that is wrong. */
  report(message: string, ...below: readonly (string | number)[]): void {
    this.problems.push({ path: [...this.path, ...below].join('.'), message, isOtherKind: false });
  }

  /** Reports a value that is not what the form describes. */
  expected(what: string, value: unknown): void {
    const kind = Array.isArray(value)
      ? 'a list'
      : value === null
        ? 'null'
        : `a value of type ${typeof value}`;
    const shown = typeof value === 'string' ? JSON.stringify(value).slice(0, 40) : kind;
    const found = typeof value === 'number' ? value : shown;
    this.problems.push({
      path: this.path.join('.'),
      message: `expected ${what}, not ${found}`,
      isOtherKind: true,
    });
  }
}

function expected<Value>(what: string, value: unknown, reading: Reading): Value {
  reading.expected(what, value);
  // Nobody uses the value: the reading has a problem.
  return value as Value;
}

export const text: Form<string> = {
  read: (value, reading) => (typeof value === 'string' ? value : expected('a text', value, reading)),
};

/** `what` describes the texts that the pattern matches. */
export function textLike(pattern: RegExp, what: string): Form<string> {
  return {
    read: (value, reading) =>
      typeof value === 'string' && pattern.test(value) ? value : expected(what, value, reading),
  };
}

export const truth: Form<boolean> = {
  read: (value, reading) => (typeof value === 'boolean' ? value : expected('true or false', value, reading)),
};

/** Inclusive bounds, except `above`. */
interface NumberLimits {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  /** The number is a multiple of this. */
  readonly step?: number;
}

export function number<Kind extends number = number>(limits: NumberLimits = {}): Form<Kind> {
  const { above, max = Number.POSITIVE_INFINITY, min = Number.NEGATIVE_INFINITY, step } = limits;
  const bounds = [
    ...(Number.isFinite(min) ? [`at least ${min}`] : []),
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(Number.isFinite(max) ? [`at most ${max}`] : []),
  ];
  const kind = step === undefined ? 'a number' : step === 1 ? 'a whole number' : `a multiple of ${step}`;
  const what = [kind, ...(bounds.length > 0 ? [bounds.join(' and ')] : [])].join(', ');
  return {
    read: (value, reading) =>
      typeof value === 'number' &&
      Number.isFinite(value) &&
      value >= min &&
      value <= max &&
      (above === undefined || value > above) &&
      (step === undefined || (Number.isSafeInteger(value) && value % step === 0))
        ? (value as Kind)
        : expected(what, value, reading),
  };
}

/** One of some words or numbers. */
export function word<const Word extends string | number | boolean>(words: readonly Word[]): Form<Word> {
  const what = words.length === 1 ? String(words[0]) : `one of ${words.join(', ')}`;
  return {
    read: (value, reading) =>
      words.includes(value as Word) ? (value as Word) : expected(what, value, reading),
  };
}

export function orNull<Value>(form: Form<Value>): Form<Value | null> {
  return { read: (value, reading) => (value === null ? null : reading.read(form, value)) };
}

export function list<Value>(
  form: Form<Value>,
  { least = 0, length }: { readonly least?: number; readonly length?: number } = {},
): Form<readonly Value[]> {
  return {
    read(value, reading) {
      if (!Array.isArray(value)) return expected('a list', value, reading);
      if (length !== undefined && value.length !== length)
        reading.report(`${value.length} values in a list of ${length}`);
      if (value.length < least) reading.report(`fewer than ${least} in the list`);
      return value.map((one: unknown, index) => reading.member(form, one, index));
    },
  };
}

/** A list of fixed length whose values have forms of their own. */
export function tuple<Values extends readonly unknown[]>(
  ...forms: { readonly [At in keyof Values]: Form<Values[At]> }
): Form<Readonly<Values>> {
  return {
    read(value, reading) {
      if (!Array.isArray(value)) return expected(`a list of ${forms.length}`, value, reading);
      if (value.length !== forms.length)
        reading.report(`${value.length} values in a list of ${forms.length}`);
      return forms.map((form, index) => reading.member(form, value[index], index)) as unknown as Values;
    },
  };
}

/** A member that an object may lack. */
export interface Optional<Value> {
  readonly optional: Form<Value>;
}

export function optional<Value>(form: Form<Value>): Optional<Value> {
  return { optional: form };
}

type Members = Readonly<Record<string, Form<unknown> | Optional<unknown>>>;
type OptionalNames<Given> = {
  [Name in keyof Given]: Given[Name] extends Optional<unknown> ? Name : never;
}[keyof Given];
type Flat<Value> = { [Name in keyof Value]: Value[Name] };
type RecordOf<Given> = Flat<
  { readonly [Name in keyof Given as Exclude<Name, OptionalNames<Given>>]: Of<Given[Name]> } & {
    readonly [Name in keyof Given as Extract<Name, OptionalNames<Given>>]?: Given[Name] extends Optional<
      infer Value
    >
      ? Value | undefined
      : never;
  }
>;

/** The form of an object. `members` may be part of a larger one. */
export interface RecordForm<Given> extends Form<RecordOf<Given>> {
  readonly members: Given;
}

/** What is said of a key that an object may not have. */
export const NO_SUCH_KEY = 'there is no such key here';

/** An object that has these members and no others. */
export function record<Given extends Members>(members: Given): RecordForm<Given> {
  const named = Object.entries(members).map(([name, member]) => ({
    name,
    form: 'optional' in member ? member.optional : member,
    isOptional: 'optional' in member,
  }));
  return {
    members,
    read(value, reading) {
      if (!isObject(value)) return expected('an object', value, reading);
      const made: Record<string, unknown> = {};
      for (const { form, isOptional, name } of named) {
        if (Object.hasOwn(value, name)) made[name] = reading.member(form, value[name], name);
        else if (!isOptional) reading.report('it is missing', name);
      }
      for (const name of Object.keys(value))
        if (!Object.hasOwn(members, name)) reading.report(NO_SUCH_KEY, name);
      return made as RecordOf<Given>;
    },
  };
}

/** An object with one value for each of some words. */
export function perWord<Word extends string, Value>(
  words: readonly Word[],
  form: Form<Value>,
): Form<Readonly<Record<Word, Value>>> {
  return record(Object.fromEntries(words.map((one) => [one, form]))) as unknown as Form<
    Readonly<Record<Word, Value>>
  >;
}

/** An object with values under any keys. */
export function byKey<Value>(form: Form<Value>): Form<Readonly<Record<string, Value>>> {
  return {
    read: (value, reading) =>
      isObject(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, one]) => [key, reading.member(form, one, key)] as const),
          )
        : expected('an object', value, reading),
  };
}

/** A value of one of some forms. */
export function anyOf<Values extends readonly unknown[]>(
  ...forms: { readonly [At in keyof Values]: Form<Values[At]> }
): Form<Values[number]> {
  return { read: (value, reading) => reading.closest(forms, value) };
}

/** A value of a form of which more has to hold. It is checked only if its form is right. */
export function checked<Value>(
  form: Form<Value>,
  check: (value: Value, reading: Reading) => void,
): Form<Value> {
  return {
    read(value, reading) {
      const before = reading.problems.length;
      const read = reading.read(form, value);
      if (reading.problems.length === before) check(read, reading);
      return read;
    },
  };
}

/**
 * The forms of numbers of rows of a list, which is the member `name` of the whole value; and of lists with a value for each row. A list that is
 * left out has no rows.
 */
export function rowsOf<Index extends number>(name: string) {
  /** Null if what stands in place of the list is none, which is reported. */
  const countIn = ({ whole }: Reading): number | null => {
    const rows = isObject(whole) && Object.hasOwn(whole, name) ? whole[name] : [];
    return Array.isArray(rows) ? rows.length : null;
  };
  const indexFrom = (min: number): Form<Index> =>
    checked(number<Index>({ min, step: 1 }), (index, reading) => {
      const count = countIn(reading);
      if (count !== null && index >= count)
        reading.report(`there is no number ${index}, the list '${name}' has ${count}`);
    });
  return {
    index: indexFrom(0),
    /** −1: none. */
    indexOrNone: indexFrom(-1),
    each: <Value>(form: Form<Value>): Form<Indexed<Index, Value>> =>
      checked(list(form), (values, reading) => {
        const count = countIn(reading);
        if (count !== null && values.length !== count)
          reading.report(`${values.length} values for the list '${name}' of ${count}`);
      }) as unknown as Form<Indexed<Index, Value>>,
    /** The list itself. */
    list: <Value>(form: Form<Value>) => list(form) as unknown as Form<Indexed<Index, Value>>,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
