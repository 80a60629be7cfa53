import { failure, type Result, success } from '#base';
import type { CaseField, EventField } from '../case-log.ts';
import { quoted } from '../mapping/mapping.ts';
import { titleProblem } from '../rows/columns.ts';
import { type LogProblem, problemOfLog } from '../rows/refusals.ts';
import { checkWord, isChecked } from '../rows/words.ts';
import { SERIAL_REMEDY, serialDate } from '../time/guess-format.ts';
import { type ColumnFacts, factsOf, MISSING_WORDS, meaningOf } from './column-facts.ts';
import type { LogSample } from './log-sample.ts';

/** Names of columns, the most telling first, by field. */
const NAMES: readonly (readonly ['case' | CaseField | EventField, readonly RegExp[]])[] = [
  [
    'case',
    [
      /^case( id| number| key)?$/,
      /^(ticket|incident|issue|call|request)( id| number| key| nr)?$/,
      /^case concept name$/,
      /^number$/,
      /^id$/,
      /nummer$/,
      /\b(case|ticket|incident|call) ?(id|no|number)\b/,
    ],
  ],
  [
    'activity',
    [
      /^(activity|event|concept name)$/,
      /^(incident |ident |case |ticket |issue )?(state|status)$/,
      /\b(activity|state|status)\b/,
    ],
  ],
  [
    'agent',
    [
      /^(assignee|agent|assigned to|owner|case owner|server|org resource|resource|bearbeiter)$/,
      /\b(assignee|agent|owner|assigned to)\b/,
    ],
  ],
  [
    'group',
    [/^(assignment group|group|team|support team|queue|org group|gruppe)$/, /\b(group|team|queue)\b/],
  ],
  ['centre', [/^(centre|center|site|service centre|location|standort)$/]],
  ['severity', [/^(severity|priority|prioritat|priorität)$/, /^(impact|urgency)$/]],
  ['channel', [/^(channel|contact type|contact|origin|case origin|source|via)$/]],
  ['product', [/^(product|produkt)$/, /^(category|component|components|cmdb ci|service)$/]],
  ['language', [/^(language|locale|sprache)$/]],
  ['country', [/^(customer |caller )?country$/, /^land$/]],
  [
    'customer',
    [
      /^(customer|customer id|account|account name|organization|organisation|requester|caller|caller id|reporter|kunde)$/,
    ],
  ],
  ['segment', [/^(segment|customer segment|plan|contract)$/]],
  ['tier', [/^(tier|level|support level)$/]],
  ['place', [/^(place|data centre|data center|region)$/]],
];

/** Times of a case, by words of their columns. */
const TIMES: readonly (readonly [string, RegExp])[] = [
  ['opened', /\b(opened|open|created|creation|reported|erstellt|start|vru entry)\b/],
  ['started', /\b(assigned|accepted|ser start|first (reply|response))\b/],
  ['resolved', /\b(resolved|resolution|solved|gelöst)\b/],
  ['closed', /\b(closed|end|ended|completed|finished|geschlossen|ser exit)\b/],
];
const EVENT_TIME = [
  /^(timestamp|time|time timestamp|event time)$/,
  /\b(updated|modified|changed|timestamp)\b/,
  /\btime\b/,
];

/** Values that are mapped one by one. */
const VALUES_MAX = 300;

/** A mapping file for a log, with the reason for each line; or why none can be proposed. */
export function proposeMapping(sample: LogSample): Result<string, LogProblem> {
  const facts = factsOf(sample);
  const whole = (problem: string, remedy: string) => failure(problemOfLog(problem, remedy));
  if (sample.stopped !== null) return failure(sample.stopped);
  const title = titleProblem(sample);
  if (title !== null) return failure(title);
  if (sample.rows.length === 0)
    return whole('the log has no rows', 'name a log with rows below the names of its columns');
  const chosen = chosenColumns(facts);
  const id = chosen.get('case');
  if (id === undefined) {
    return whole(
      'no column looks like the id of a case',
      'write a mapping by hand: src/caselog/MAPPING.md has its keys',
    );
  }
  const columns = facts.filter(({ timeFormats }) => timeFormats.length > 0);
  if (columns.length === 0) return failure(problemOfNoTimes(facts));
  const ofCases = caseTimes(columns, facts);
  const isEvents = isOfEvents(id, ofCases);
  const times = isEvents ? [eventTime(columns, facts)] : ofCases;
  const lines = [
    'meridian-mapping: 1',
    isEvents
      ? `rows: event  # ${id.filled} rows have ${id.values.length} values of ${quoted(id.name)}`
      : `rows: case  # ${id.filled} rows have ${id.values.length} values of ${quoted(id.name)}`,
    ...clockLines(times),
    'columns:',
    `  case: ${quoted(id.name)}`,
    ...(isEvents
      ? [
          `  time: ${columnsText(times[0])}  # ${columns.length === 1 ? 'the only times' : `one of ${columns.length} columns with times`}`,
        ]
      : []),
    ...fieldLines(chosen, isEvents),
    ...(isEvents
      ? []
      : ['times:', ...times.map((time) => `  ${time.activity}: ${columnsText(time)}  # ${time.why}`)]),
    ...valueLines(chosen),
    ...missingLines(sample),
    ...endLines(chosen.get('activity'), isEvents),
  ];
  return success(`${lines.join('\n')}\n`);
}

/** The best column of each field. A column serves one field. */
function chosenColumns(
  facts: readonly ColumnFacts[],
): ReadonlyMap<'case' | CaseField | EventField, ColumnFacts> {
  const chosen = new Map<'case' | CaseField | EventField, ColumnFacts>();
  const taken = new Set<ColumnFacts>();
  for (const [field, patterns] of NAMES) {
    const free = facts.filter(
      (one) =>
        one.timeFormats.length === 0 && one.clockFormat === null && one.values.length > 0 && !taken.has(one),
    );
    const found = patterns.flatMap((pattern) => free.filter(({ words }) => pattern.test(words)))[0];
    if (found === undefined) continue;
    if (isChecked(field) && !found.values.some((value) => meaningOf(field, value) !== null)) continue;
    chosen.set(field, found);
    taken.add(found);
  }
  return chosen;
}

/** A time of the rows: a column, or two with the date and the time of day, and the forms that the values may have. */
interface ProposedTime {
  /** For rows that are cases. */
  readonly activity: string;
  readonly why: string;
  readonly columns: readonly ColumnFacts[];
  readonly forms: readonly string[];
}

/** The time of a column, together with the clock of another one if the column has dates only. */
function timeOf(
  column: ColumnFacts,
  clock: ColumnFacts | undefined,
  about: Pick<ProposedTime, 'activity' | 'why'>,
): ProposedTime {
  const isDate = column.timeFormats.every((form) => !/[Hh]|epoch/.test(form));
  const clockFormat = isDate ? (clock?.clockFormat ?? null) : null;
  if (clock === undefined || clockFormat === null)
    return { ...about, columns: [column], forms: column.timeFormats };
  const forms = column.timeFormats.map((form) => `${form} ${clockFormat}`);
  return { ...about, columns: [column, clock], forms };
}

function eventTime(times: readonly ColumnFacts[], facts: readonly ColumnFacts[]): ProposedTime {
  const named = EVENT_TIME.flatMap((pattern) => times.filter(({ words }) => pattern.test(words)));
  const clock = facts.find(({ clockFormat }) => clockFormat !== null);
  return timeOf((named[0] ?? times.at(-1)) as ColumnFacts, clock, { activity: '', why: '' });
}

/** The times of rows that are cases. The time of day stands beside its date. */
function caseTimes(times: readonly ColumnFacts[], facts: readonly ColumnFacts[]): readonly ProposedTime[] {
  const beside = (column: ColumnFacts) => facts[facts.indexOf(column) + 1];
  const found = TIMES.flatMap(([activity, pattern]) => {
    const column = times.find(({ words }) => pattern.test(words));
    return column === undefined ? [] : [timeOf(column, beside(column), { activity, why: 'by its name' })];
  });
  if (found.length > 0) return found;
  const [first] = times;
  if (first === undefined) return [];
  return [timeOf(first, beside(first), { activity: 'opened', why: 'the first column with times' })];
}

/** With more rows for each id than this, a table is one of events, unless it has times of both a begin and an end. */
const EVENTS_LEAST = 1 / 0.95;
/** With more than this, it is one of events even then. Fewer come from cases that were exported twice. */
const EVENTS_LEAST_IN_CASES = 1.5;

function isOfEvents({ filled, values }: ColumnFacts, ofCases: readonly ProposedTime[]): boolean {
  const has = (...names: readonly string[]) => ofCases.some(({ activity }) => names.includes(activity));
  const isOfCases = has('opened') && has('resolved', 'closed');
  return filled > values.length * (isOfCases ? EVENTS_LEAST_IN_CASES : EVENTS_LEAST);
}

function problemOfNoTimes(facts: readonly ColumnFacts[]): LogProblem {
  const serials = facts.filter(({ values }) => values.length > 0 && values.every((one) => serialDate(one)));
  const [column] = serials;
  if (column === undefined)
    return problemOfLog('no column looks like times', 'write a mapping by hand, with a timeFormat');
  const [value = ''] = column.values;
  const problem = `no column looks like times, but this one has serial numbers: ${serialDate(value)}`;
  return { row: null, column: column.name, value, problem, remedy: SERIAL_REMEDY };
}

function columnsText(time: ProposedTime | undefined): string {
  const names = (time?.columns ?? []).map(({ name }) => quoted(name));
  return names.length === 1 ? (names[0] ?? '') : `[${names.join(', ')}]`;
}

/** The form that all times may have. If there are several, the user must choose: the import asks. */
function clockLines(times: readonly ProposedTime[]): readonly string[] {
  const [first, ...others] = times;
  const forms = (first?.forms ?? []).filter((form) => others.every((one) => one.forms.includes(form)));
  const example = quoted((first?.columns ?? []).map(({ values }) => values[0] ?? '').join(' '));
  const [form = first?.forms[0] ?? '', ...more] = forms;
  const choice = [form, ...more].map(quoted).join(' or ');
  const line =
    more.length === 0
      ? `timeFormat: ${quoted(form)}  # from ${example}`
      : `# timeFormat: ${choice}  # all values fit each of these, e.g. ${example}: write the right one`;
  if (times.every(({ columns }) => columns.every(({ hasOffset }) => hasOffset))) return [line];
  return [line, 'timeZone: UTC  # not in the log: write the time zone of the system that made it'];
}

function fieldLines(
  chosen: ReadonlyMap<'case' | CaseField | EventField, ColumnFacts>,
  isEvents: boolean,
): readonly string[] {
  return [...chosen].flatMap(([field, { name, values }]) => {
    if (field === 'case' || (field === 'activity' && !isEvents)) return [];
    const examples = values.slice(0, 3).map((value) => value.slice(0, 20));
    return [`  ${field}: ${quoted(name)}  # by its name; e.g. ${examples.map(quoted).join(', ')}`];
  });
}

/** Meanings of values with closed lists, as far as their words say them. */
function valueLines(chosen: ReadonlyMap<'case' | CaseField | EventField, ColumnFacts>): readonly string[] {
  const lines = [...chosen].flatMap(([field, { allValues }]) => {
    if (!isChecked(field)) return [];
    const unknown = allValues.filter((value) => !checkWord(field, value).ok).slice(0, VALUES_MAX);
    if (unknown.length === 0) return [];
    return [
      `  ${field}:`,
      ...unknown.map((value) => {
        const meaning = meaningOf(field, value);
        return meaning === null
          ? `    ${quoted(value)}: null  # not understood: say what it means`
          : `    ${quoted(value)}: ${meaning}`;
      }),
    ];
  });
  return lines.length === 0 ? [] : ['values:', ...lines];
}

function missingLines({ rows }: LogSample): readonly string[] {
  const found = MISSING_WORDS.filter((word) => rows.some((row) => row.includes(word)));
  return found.length === 0 ? [] : [`missing: [${found.map(quoted).join(', ')}]  # cells that look empty`];
}

function endLines(activity: ColumnFacts | undefined, isEvents: boolean): readonly string[] {
  if (!isEvents || activity === undefined) return [];
  const ends = activity.allValues.filter((value) =>
    /\b(closed|resolved|completed?|solved|done|cancell?ed|abandon(ed)?|geschlossen|gelöst)\b/i.test(value),
  );
  if (ends.length === 0) return ['ends: []  # no activity looks like an end: name those that end a case'];
  return [`ends: [${ends.map(quoted).join(', ')}]  # by their names`];
}
