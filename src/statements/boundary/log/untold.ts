import { onlyIf, plural } from '#base';
import type { LogDesk } from './log-desk.ts';

/** What a log cannot tell, in sentences for the end of a statement. */
export function untoldOf(desk: LogDesk): readonly string[] {
  return [
    ...unknownLaw(desk),
    ...refused(desk),
    timesOf(desk),
    'A case may have been open, stored and viewed before its first row in the log.',
    'A case log has no columns for bases of transfers, consents, emergencies and orders of authorities. What is said of them is what the scenario has.',
    'A row names at most one place, one centre and one group. Replicas, backups, logs and everybody else who had access are not told, and nor is how long a copy lay or a view lasted.',
  ];
}

function unknownLaw(desk: LogDesk): readonly string[] {
  const without = desk.cases.filter(({ country }) => country === null).length;
  return [
    ...onlyIf(
      desk.lawlessCases > 0,
      () =>
        `Which law protects ${plural(desk.lawlessCases, 'case')} of the log is not known: it does not give the customer’s country, and the scenario has such customers under several laws.`,
    ),
    ...onlyIf(
      without > 0,
      () =>
        `For ${plural(without, 'case')} the log does not give the customer’s country. Where the scenario has customers of that segment under one law only, that law was taken.`,
    ),
  ];
}

function refused({ facts: { imported } }: LogDesk): readonly string[] {
  if (imported === null) return [];
  const { changedCases, repeatedEvents, rowsRefused } = imported;
  return [
    ...onlyIf(
      rowsRefused > 0,
      () =>
        `The import left out ${plural(rowsRefused, 'row')} of the log that it could not read. No count has them.`,
    ),
    ...onlyIf(
      changedCases > 0,
      () =>
        `Rows of ${plural(changedCases, 'case')} name different segments or countries (a case with both counts twice). The earliest was taken for the whole case.`,
    ),
    ...onlyIf(
      repeatedEvents > 0,
      () =>
        `${plural(repeatedEvents, 'row')} of the whole log equal${repeatedEvents === 1 ? 's' : ''} another row of the same case and time. Each is counted.`,
    ),
  ];
}

function timesOf({ facts: { imported, timeZone } }: LogDesk): string {
  if (timeZone === null) {
    return imported === null
      ? 'The report of the import does not say how times of the log were read. Days are those of UTC.'
      : 'The times of the log say their offset from UTC. Days are those of UTC.';
  }
  const repeated = imported?.repeatedTimes ?? 0;
  const twice =
    repeated === 0
      ? ''
      : ` ${plural(repeated, 'time')} of the log ${repeated === 1 ? 'is' : 'are'} shown twice by that clock, when it was set back; the earlier was taken.`;
  return `The times of the log do not say their offset from UTC. They were read on the clock of ${timeZone}, as the import was asked to, and days are those of that clock. On another clock, days and the law of an instant could differ.${twice}`;
}
