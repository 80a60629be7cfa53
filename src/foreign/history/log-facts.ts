/** What is known of a log besides its cases: from its import, and from the choice of a period. */
export interface LogFacts {
  readonly name: string;
  /** Zone of its times; null if each says its offset from UTC. */
  readonly timeZone: string | null;
  readonly imported: ImportFacts | null;
  readonly chosen: ChosenPeriod | null;
}

/** What an import left out or had to assume. */
export interface ImportFacts {
  readonly rowsRefused: number;
  /** Times that a clock showed twice when it was set back; the earlier instant was taken. */
  readonly repeatedTimes: number;
  /** Events that equal another of their case in all but the row; both are counted. */
  readonly repeatedEvents: number;
  /** Cases of which rows name different segments or countries; the earliest was taken. */
  readonly changedCases: number;
}

/** A part of a log, chosen by time. ISO 8601 in UTC, from the first to before the second. */
export interface ChosenPeriod {
  readonly from: string | null;
  readonly until: string | null;
  /** Rows of the log that are not in it, and cases that have rows before, or after. */
  readonly rowsLeftOut: number;
  readonly casesBefore: number;
  readonly casesAfter: number;
}
