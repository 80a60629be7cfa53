import { formatCount, plural } from '#base';
import { momentInWords } from '../words/boundary-words.ts';
import type { LogDesk } from './log-desk.ts';
import { PROMISE_UNKNOWN } from './log-flows.ts';

/** What a log cannot tell: in a few words for the head of a statement, in sentences for its end. */
export interface Untold {
  readonly brief: string;
  readonly sentence: string;
}

export function untoldOf(desk: LogDesk): readonly Untold[] {
  return [
    ...placeGaps(desk),
    ...viewGaps(desk),
    ...unknownNames(desk),
    ...unknownPromises(desk),
    ...unknownLaw(desk),
    ...refused(desk),
    ...timesOf(desk),
    ...edges(desk),
    ...ALWAYS,
  ];
}

/** What no case log has a column for. */
const ALWAYS: readonly Untold[] = [
  {
    brief: 'bases, consents, emergencies and orders of authorities',
    sentence:
      'A case log has no columns for bases of transfers, consents, emergencies and orders of authorities. What is said of them is what the scenario has.',
  },
  {
    brief: 'copies and people that no row names',
    sentence:
      'A row names at most one place, one centre and one group. Replicas, backups, logs and everybody else who had access are not told, and nor is how long a copy lay or a view lasted.',
  },
];

function totals(desk: LogDesk, mode: 'stored' | 'viewed') {
  let [unnamed, unmatched] = [0, 0];
  for (const counts of desk.promises.values()) {
    unnamed += counts[mode].unnamed;
    unmatched += counts[mode].unmatched;
  }
  return { unnamed, unmatched };
}

function placeGaps(desk: LogDesk): readonly Untold[] {
  const { unnamed } = totals(desk, 'stored');
  const { rows } = desk.clock;
  if (unnamed === 0) return [];
  if (unnamed === rows) {
    return [
      {
        brief: 'where copies lay (no row names a place)',
        sentence:
          'No row of the log names a place of data. A column place with names of data centres or countries would tell where copies lay.',
      },
    ];
  }
  return [
    {
      brief: `where copies lay in ${formatCount(unnamed)} of ${plural(rows, 'row')}, which name no place`,
      sentence: `${formatCount(unnamed)} of ${plural(rows, 'row')} of the log name no place of data.`,
    },
  ];
}

function viewGaps(desk: LogDesk): readonly Untold[] {
  const { unnamed } = totals(desk, 'viewed');
  const { rows } = desk.clock;
  if (unnamed === 0) return [];
  if (unnamed === rows) {
    return [
      {
        brief: 'who had access (no row names a centre or group)',
        sentence:
          'No row of the log names a centre or a group. A column centre or group would tell who had access, and from where.',
      },
    ];
  }
  return [
    {
      brief: `whether anybody had access in ${formatCount(unnamed)} of ${plural(rows, 'row')}, which name neither centre nor group`,
      sentence: `${formatCount(unnamed)} of ${plural(rows, 'row')} of the log name neither centre nor group.`,
    },
  ];
}

function unknownNames(desk: LogDesk): readonly Untold[] {
  const names = desk.unmatched.filter(({ field }) => field !== 'segment');
  if (names.length === 0) return [];
  // A row may have several of them.
  const mentions = plural(
    names.reduce((sum, { events }) => sum + events, 0),
    'mention',
  );
  return [
    {
      brief: `what ${plural(names.length, 'name')} mean${names.length === 1 ? 's' : ''}, which the scenario does not know (${mentions})`,
      sentence: `${plural(names.length, 'name')} of places, centres and groups in the log (${mentions}) ${names.length === 1 ? 'is' : 'are'} not known to the scenario. Translate them under values: in the mapping and import again, or add them to the scenario.`,
    },
  ];
}

function unknownPromises(desk: LogDesk): readonly Untold[] {
  const { cases = 0 } = desk.promises.get(PROMISE_UNKNOWN) ?? {};
  if (cases === 0) return [];
  return [
    {
      brief: `what was promised to the customers of ${plural(cases, 'case')}`,
      sentence: `The promise of ${plural(cases, 'case')} of the log is not known. Nothing is said of whether it was kept, and of the law that protects them.`,
    },
  ];
}

function unknownLaw(desk: LogDesk): readonly Untold[] {
  const without = desk.cases.filter(({ country }) => country === null).length;
  return [
    ...(desk.lawlessCases === 0
      ? []
      : [
          {
            brief: `which law protects ${plural(desk.lawlessCases, 'case')}`,
            sentence: `Which law protects ${plural(desk.lawlessCases, 'case')} of the log is not known: it does not give the customer’s country, and the scenario has such customers under several laws.`,
          },
        ]),
    ...(without === 0
      ? []
      : [
          {
            brief: `the customer’s country in ${plural(without, 'case')}`,
            sentence: `For ${plural(without, 'case')} the log does not give the customer’s country. Where the scenario has customers of that segment under one law only, that law was taken.`,
          },
        ]),
  ];
}

function refused({ facts: { imported } }: LogDesk): readonly Untold[] {
  if (imported === null) return [];
  const { changedCases, repeatedEvents, rowsRefused } = imported;
  return [
    ...(rowsRefused === 0
      ? []
      : [
          {
            brief: `${plural(rowsRefused, 'row')} that the import left out`,
            sentence: `The import left out ${plural(rowsRefused, 'row')} of the log that it could not read. No count has them.`,
          },
        ]),
    ...(changedCases === 0
      ? []
      : [
          {
            brief: `segment or country of ${plural(changedCases, 'case')}, of which rows differ`,
            sentence: `Rows of ${plural(changedCases, 'case')} name different segments or countries (a case with both counts twice). The earliest was taken for the whole case.`,
          },
        ]),
    ...(repeatedEvents === 0
      ? []
      : [
          {
            brief: `whether ${plural(repeatedEvents, 'equal row')} happened once or more often`,
            sentence: `${plural(repeatedEvents, 'row')} of the whole log equal${repeatedEvents === 1 ? 's' : ''} another row of the same case and time. Each is counted.`,
          },
        ]),
  ];
}

function timesOf({ facts: { imported, timeZone } }: LogDesk): readonly Untold[] {
  const repeated = imported?.repeatedTimes ?? 0;
  const twice =
    repeated === 0
      ? ''
      : ` ${plural(repeated, 'time')} of the log ${repeated === 1 ? 'is' : 'are'} shown twice by that clock, when it was set back; the earlier was taken.`;
  if (timeZone === null && imported === null) {
    return [
      {
        brief: 'on which clock its times are (days are those of UTC)',
        sentence:
          'The report of the import does not say how times of the log were read. Days are those of UTC.',
      },
    ];
  }
  if (timeZone === null) {
    return [
      {
        brief: 'days on the customers’ clocks (its days are those of UTC)',
        sentence: 'The times of the log say their offset from UTC. Days are those of UTC.',
      },
    ];
  }
  return [
    {
      brief: `whether its times are those of ${timeZone}, as the import took them`,
      sentence: `The times of the log do not say their offset from UTC. They were read on the clock of ${timeZone}, as the import was asked to, and days are those of that clock. On another clock, days and the law of an instant could differ.${twice}`,
    },
  ];
}

/** Before the first row and after the last. */
function edges(desk: LogDesk): readonly Untold[] {
  const { chosen } = desk.facts;
  const open = desk.audit.told.openCases;
  const before = chosen === null ? 0 : chosen.casesBefore;
  const after = chosen === null ? 0 : chosen.casesAfter;
  return [
    {
      brief:
        before === 0
          ? 'what was before the first row of a case'
          : `what was before the first row of a case (${plural(before, 'case has', 'cases have')} rows before the period, which are not counted)`,
      sentence: `A case may have been open, stored and viewed before its first row in the log.${before === 0 ? '' : ` ${plural(before, 'case has', 'cases have')} rows before the chosen period, which are not counted.`}`,
    },
    ...(open === 0 && after === 0
      ? []
      : [
          {
            brief: `what became of ${plural(open, 'case')} that ${open === 1 ? 'is' : 'are'} open at the end`,
            sentence: `${plural(open, 'case is', 'cases are')} open at the end: what happened to them later is not counted.${after === 0 ? '' : ` ${plural(after, 'case has', 'cases have')} rows after the chosen period, which are not counted.`}`,
          },
        ]),
    ...(chosen === null
      ? []
      : [
          {
            brief: `${plural(chosen.rowsLeftOut, 'row')} outside the chosen period`,
            sentence: `Only rows ${periodOf(chosen.from, chosen.until)} are counted: ${plural(chosen.rowsLeftOut, 'other row')} of the log ${chosen.rowsLeftOut === 1 ? 'is' : 'are'} left out.`,
          },
        ]),
  ];
}

function periodOf(from: string | null, until: string | null): string {
  return [
    ...(from === null ? [] : [`from ${momentInWords(from)}`]),
    ...(until === null ? [] : [`before ${momentInWords(until)}`]),
  ].join(' and ');
}
