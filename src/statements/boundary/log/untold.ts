import { formatCount, onlyIf, plural, sumOf } from '#base';
import type { ChosenPeriod } from '#foreign';
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
    ...rowsWithout(desk, 'stored', PLACES),
    ...rowsWithout(desk, 'viewed', VIEWS),
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

/** What to say if no row names something, and if some rows do not. */
interface RowsWithout {
  readonly all: Untold;
  readonly some: (rows: string) => Untold;
}

const PLACES: RowsWithout = {
  all: {
    brief: 'where copies lay (no row names a place)',
    sentence:
      'No row of the log names a place of data. A column place with names of data centres or countries would tell where copies lay.',
  },
  some: (rows) => ({
    brief: `where copies lay in ${rows}, which name no place`,
    sentence: `${rows} of the log name no place of data.`,
  }),
};

const VIEWS: RowsWithout = {
  all: {
    brief: 'who had access (no row names a centre or group)',
    sentence:
      'No row of the log names a centre or a group. A column centre or group would tell who had access, and from where.',
  },
  some: (rows) => ({
    brief: `whether anybody had access in ${rows}, which name neither centre nor group`,
    sentence: `${rows} of the log name neither centre nor group.`,
  }),
};

function rowsWithout(
  { promises, rows: { count: rows } }: LogDesk,
  mode: 'stored' | 'viewed',
  { all, some }: RowsWithout,
): readonly Untold[] {
  const unnamed = sumOf([...promises.values()].map((counts) => counts[mode].unnamed));
  return onlyIf(unnamed > 0, () =>
    unnamed === rows ? all : some(`${formatCount(unnamed)} of ${plural(rows, 'row')}`),
  );
}

function unknownNames({ unmatched }: LogDesk): readonly Untold[] {
  const names = unmatched.filter(({ field }) => field !== 'segment');
  // A row may have several of them.
  const mentions = plural(sumOf(names.map(({ events }) => events)), 'mention');
  return onlyIf(names.length > 0, () => ({
    brief: `what ${plural(names.length, 'name')} mean${names.length === 1 ? 's' : ''}, which the scenario does not know (${mentions})`,
    sentence: `${plural(names.length, 'name')} of places, centres and groups in the log (${mentions}) ${names.length === 1 ? 'is' : 'are'} not known to the scenario. Translate them under values: in the mapping and import again, or add them to the scenario.`,
  }));
}

function unknownPromises({ promises }: LogDesk): readonly Untold[] {
  const { cases = 0 } = promises.get(PROMISE_UNKNOWN) ?? {};
  return onlyIf(cases > 0, () => ({
    brief: `what was promised to the customers of ${plural(cases, 'case')}`,
    sentence: `The promise of ${plural(cases, 'case')} of the log is not known. Nothing is said of whether it was kept, and of the law that protects them.`,
  }));
}

function unknownLaw(desk: LogDesk): readonly Untold[] {
  const without = desk.cases.filter(({ country }) => country === null).length;
  return [
    ...onlyIf(desk.lawlessCases > 0, () => ({
      brief: `which law protects ${plural(desk.lawlessCases, 'case')}`,
      sentence: `Which law protects ${plural(desk.lawlessCases, 'case')} of the log is not known: it does not give the customer’s country, and the scenario has such customers under several laws.`,
    })),
    ...onlyIf(without > 0, () => ({
      brief: `the customer’s country in ${plural(without, 'case')}`,
      sentence: `For ${plural(without, 'case')} the log does not give the customer’s country. Where the scenario has customers of that segment under one law only, that law was taken.`,
    })),
  ];
}

function refused({ facts: { imported } }: LogDesk): readonly Untold[] {
  if (imported === null) return [];
  const { changedCases, repeatedEvents, rowsRefused } = imported;
  return [
    ...onlyIf(rowsRefused > 0, () => ({
      brief: `${plural(rowsRefused, 'row')} that the import left out`,
      sentence: `The import left out ${plural(rowsRefused, 'row')} of the log that it could not read. No count has them.`,
    })),
    ...onlyIf(changedCases > 0, () => ({
      brief: `segment or country of ${plural(changedCases, 'case')}, of which rows differ`,
      sentence: `Rows of ${plural(changedCases, 'case')} name different segments or countries (a case with both counts twice). The earliest was taken for the whole case.`,
    })),
    ...onlyIf(repeatedEvents > 0, () => ({
      brief: `whether ${plural(repeatedEvents, 'equal row')} happened once or more often`,
      sentence: `${plural(repeatedEvents, 'row')} of the whole log equal${repeatedEvents === 1 ? 's' : ''} another row of the same case and time. Each is counted.`,
    })),
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
  const { casesAfter: after = 0, casesBefore: before = 0 } = chosen ?? {};
  return [
    {
      brief:
        before === 0
          ? 'what was before the first row of a case'
          : `what was before the first row of a case (${plural(before, 'case has', 'cases have')} rows before the period, which are not counted)`,
      sentence: `A case may have been open, stored and viewed before its first row in the log.${before === 0 ? '' : ` ${plural(before, 'case has', 'cases have')} rows before the chosen period, which are not counted.`}`,
    },
    ...onlyIf(open > 0 || after > 0, () => ({
      brief: `what became of ${plural(open, 'case')} that ${open === 1 ? 'is' : 'are'} open at the end`,
      sentence: `${plural(open, 'case is', 'cases are')} open at the end: what happened to them later is not counted.${after === 0 ? '' : ` ${plural(after, 'case has', 'cases have')} rows after the chosen period, which are not counted.`}`,
    })),
    ...(chosen === null ? [] : [outside(chosen)]),
  ];
}

function outside({ from, rowsLeftOut, until }: ChosenPeriod): Untold {
  return {
    brief: `${plural(rowsLeftOut, 'row')} outside the chosen period`,
    sentence: `Only rows ${periodOf(from, until)} are counted: ${plural(rowsLeftOut, 'other row')} of the log ${rowsLeftOut === 1 ? 'is' : 'are'} left out.`,
  };
}

function periodOf(from: string | null, until: string | null): string {
  return [
    ...(from === null ? [] : [`from ${momentInWords(from)}`]),
    ...(until === null ? [] : [`before ${momentInWords(until)}`]),
  ].join(' and ');
}
