import { type CaseNumber, type EntryIndex, type Knowledge, NONE_32, type RunMs } from '#domain';
import type { Moment } from './moment.ts';

/** What is known of a violation while the ledger is being read; the story is collected afterwards. */
export interface Finding {
  /** Null for a violation of the world. */
  readonly caseNumber: CaseNumber | null;
  readonly entry: EntryIndex;
  readonly timeMs: RunMs;
  readonly message: string;
  /** Entries of the world that belong to the story, in any order; −1 stands for none. */
  readonly world: readonly number[];
}

/** Acts on which no verdict can be given, for one reason. */
export interface OpenQuestion {
  readonly reason: string;
  count: number;
  readonly first: Finding;
}

/** What one invariant has found: checks and violations with the first of them, and what it could not judge. */
export class Tally {
  readonly id: string;
  readonly known: Knowledge;
  checks = 0;
  violations = 0;
  first: Finding | null = null;
  /** By reason, in the order in which they came up. Reasons name no case, so that there are few. */
  readonly open = new Map<string, OpenQuestion>();
  private readonly moment: Moment;

  constructor(id: string, moment: Moment, known: Knowledge = 'then') {
    this.id = id;
    this.moment = moment;
    this.known = known;
  }

  /** Whether each violation is wanted, and not the first alone. */
  get listsAll(): boolean {
    return this.moment.takeViolation !== null;
  }

  /**
   * Counts a violation. `message` is a string even where nobody wants it: a closure would take a context of its caller's arguments from memory
   * at each call, violation or not. `timeMs` is the moment of the violation where it is not the present one.
   */
  violate(
    caseNumber: CaseNumber | null,
    message: string,
    world: readonly number[] = [],
    timeMs = this.moment.timeMs,
  ): void {
    this.add({ caseNumber, entry: this.moment.entry, timeMs, message, world });
  }

  /** As `violate`, of another entry than the last one read. */
  add(finding: Finding): void {
    this.violations++;
    this.first ??= finding;
    this.moment.takeViolation?.(this, finding);
  }

  /** The act can be judged neither way. `reason` says what would have to be known. */
  leaveOpen(caseNumber: CaseNumber | null, reason: string): void {
    const known = this.open.get(reason);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const { entry, timeMs } = this.moment;
    const first = { caseNumber, entry, timeMs, message: reason, world: [] };
    this.open.set(reason, { reason, count: 1, first });
  }
}

/** The number as a ledger's reader prints it: `none` for the value that stands for it. */
export function shown(value: number): string {
  return value === NONE_32 ? 'none' : String(value);
}
