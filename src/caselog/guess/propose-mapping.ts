import { failure, type Result, success } from '#base';
import type { CaseField, EventField } from '../case-log.ts';
import { quoted } from '../mapping/mapping.ts';
import { type LogProblem, problemOfLog } from '../rows/refusals.ts';
import { checkWord, isChecked } from '../rows/words.ts';
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
const VALUES_MAX = 30;

/** A mapping file for a log, with the reason for each line; or why none can be proposed. */
export function proposeMapping(sample: LogSample): Result<string, LogProblem> {
  const facts = factsOf(sample);
  const whole = (problem: string, remedy: string) => failure(problemOfLog(problem, remedy));
  if (sample.stopped !== null) return failure(sample.stopped);
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
  const isEvents = id.values.length < 0.95 * id.filled;
  const times = facts.filter(({ timeFormat }) => timeFormat !== null);
  if (times.length === 0) {
    return whole('no column looks like times', 'write a mapping by hand, with a timeFormat');
  }
  const lines = [
    'meridian-mapping: 1',
    isEvents
      ? `rows: event  # ${id.filled} rows have ${id.values.length} values of ${quoted(id.name)}`
      : `rows: case  # nearly every row has a value of ${quoted(id.name)} of its own`,
    ...clockLines(times),
    'columns:',
    `  case: ${quoted(id.name)}`,
    ...(isEvents
      ? [
          `  time: ${quoted(eventTime(times).name)}  # ${times.length === 1 ? 'the only times' : `one of ${times.length} columns with times`}`,
        ]
      : []),
    ...fieldLines(chosen, isEvents),
    ...(isEvents ? [] : timeLines(times)),
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
    const free = facts.filter((one) => one.timeFormat === null && one.values.length > 0 && !taken.has(one));
    const found = patterns.flatMap((pattern) => free.filter(({ words }) => pattern.test(words)))[0];
    if (found === undefined) continue;
    if (isChecked(field) && !found.values.some((value) => meaningOf(field, value) !== null)) continue;
    chosen.set(field, found);
    taken.add(found);
  }
  return chosen;
}

function eventTime(times: readonly ColumnFacts[]): ColumnFacts {
  const named = EVENT_TIME.flatMap((pattern) => times.filter(({ words }) => pattern.test(words)));
  return (named[0] ?? times.at(-1)) as ColumnFacts;
}

function clockLines(times: readonly ColumnFacts[]): readonly string[] {
  const format = times[0]?.timeFormat ?? '';
  const lines = [`timeFormat: ${quoted(format)}  # from ${quoted(times[0]?.values[0] ?? '')}`];
  if (times.every(({ hasOffset }) => hasOffset)) return lines;
  return [...lines, 'timeZone: UTC  # not in the log: write the time zone of the system that made it'];
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

function timeLines(times: readonly ColumnFacts[]): readonly string[] {
  const found = TIMES.flatMap(([activity, pattern]) => {
    const column = times.find(({ words }) => pattern.test(words));
    return column === undefined ? [] : [`  ${activity}: ${quoted(column.name)}  # by its name`];
  });
  return [
    'times:',
    ...(found.length > 0
      ? found
      : [`  opened: ${quoted(times[0]?.name ?? '')}  # the first column with times`]),
  ];
}

/** Meanings of values with closed lists, as far as their words say them. */
function valueLines(chosen: ReadonlyMap<'case' | CaseField | EventField, ColumnFacts>): readonly string[] {
  const lines = [...chosen].flatMap(([field, { values }]) => {
    if (!isChecked(field)) return [];
    const unknown = values.filter((value) => !checkWord(field, value).ok).slice(0, VALUES_MAX);
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
  const ends = activity.values.filter((value) =>
    /\b(closed|resolved|completed?|solved|done|cancell?ed|abandon(ed)?|geschlossen|gelöst)\b/i.test(value),
  );
  if (ends.length === 0) return ['ends: []  # no activity looks like an end: name those that end a case'];
  return [`ends: [${ends.map(quoted).join(', ')}]  # by their names`];
}
