import { type ContactCounts, SEVERITIES } from '#domain';

/** Contacts of an agent group with cases of one severity. */
export interface ContactTally {
  readonly contacts: number;
  /** Contacts with which the group took over a case from another agent or centre. */
  readonly takenOver: number;
  readonly ended: number;
  readonly waitSumMs: number;
  readonly handleSumMs: number;
  /** Not exact, since squares are large: relative error within 10⁻¹⁰ for millions of contacts. */
  readonly handleSquaresMs: number;
}

/** The contacts of all groups of a run. */
export interface GroupContactCounts extends ContactCounts {
  of(group: number, severity: number): ContactTally;
  forget(): void;
}

/**
 * Counts and sums in one array that never moves, so that V8 knows its address. Each group and severity has eight numbers, a processor's
 * cache line.
 */
export function createContactCounts(groups: number): GroupContactCounts {
  const counts = new Float64Array(Math.max(1, groups) * SEVERITIES.length * LINE);

  function began(group: number, severity: number, waitMs: number): void {
    const line = lineOf(group, severity);
    add(line + CONTACTS, 1);
    add(line + WAIT, waitMs);
  }

  function tookOver(group: number, severity: number): void {
    const line = lineOf(group, severity);
    add(line + TAKEN_OVER, 1);
  }

  function ended(group: number, severity: number, handledMs: number): void {
    const line = lineOf(group, severity);
    add(line + ENDED, 1);
    add(line + HANDLE, handledMs);
    add(line + HANDLE_SQUARES, handledMs * handledMs);
  }

  function add(place: number, amount: number): void {
    counts[place] = (counts[place] as number) + amount;
  }

  return {
    began,
    tookOver,
    ended,
    of(group, severity) {
      const line = lineOf(group, severity);
      return {
        contacts: counts[line + CONTACTS] as number,
        takenOver: counts[line + TAKEN_OVER] as number,
        ended: counts[line + ENDED] as number,
        waitSumMs: counts[line + WAIT] as number,
        handleSumMs: counts[line + HANDLE] as number,
        handleSquaresMs: counts[line + HANDLE_SQUARES] as number,
      };
    },
    forget: () => void counts.fill(0),
  };
}

function lineOf(group: number, severity: number): number {
  return group * LINES + severity * LINE;
}

const LINE = 8;
/** Numbers that a group has in the array. */
const LINES = SEVERITIES.length * LINE;
const CONTACTS = 0;
const ENDED = 1;
const WAIT = 2;
const HANDLE = 3;
const HANDLE_SQUARES = 4;
const TAKEN_OVER = 5;
