import type { Violation } from '#audit';

/** Limit on kept violations and distinct texts, some 50 MB. Beyond it, a reader must audit again. */
const VIOLATIONS_MAX = 500_000;
const TEXTS_MAX = 50_000;
/** Tested by seeded breaches; an audit that only lists violations seeds none. */
const NOT_LISTED = 'R25';

/** The violations that an audit finds, in the order in which they were found. Messages that are equal are kept once. */
export class KeptViolations {
  private readonly kept: Violation[] = [];
  private readonly messages = new Map<string, string>();
  private areAll = true;

  readonly take = ({ caseNumber, entry, id, known, message: found, timeMs }: Violation): void => {
    if (!this.areAll || id === NOT_LISTED) return;
    if (this.kept.length === VIOLATIONS_MAX || this.messages.size >= TEXTS_MAX) {
      this.areAll = false;
      this.kept.length = 0;
      return;
    }
    let message = this.messages.get(found);
    if (message === undefined) {
      message = found;
      this.messages.set(found, message);
    }
    this.kept.push({ id, known, caseNumber, entry, timeMs, message });
  };

  /** All of them; null if there were too many to keep. */
  get all(): readonly Violation[] | null {
    return this.areAll ? this.kept : null;
  }
}
