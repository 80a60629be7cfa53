import type { Violation } from '#audit';

/** Limit on kept violations and distinct texts, some 60 MB. Beyond it, a reader must audit again. */
const VIOLATIONS_MAX = 2_000_000;
const TEXTS_MAX = 50_000;
/** Tested by seeded breaches; an audit that only lists violations seeds none. */
const NOT_LISTED = 'R25';
const NO_CASE = 2 ** 32;

/** The violations that an audit finds, in little memory: a run has few distinct messages. */
export class KeptViolations {
  private readonly texts: string[] = [];
  private readonly places = new Map<string, number>();
  private cases = new Float64Array(1 << 8);
  private entries = new Float64Array(1 << 8);
  private timesMs = new Float64Array(1 << 8);
  private kinds = new Uint32Array(1 << 8);
  private messages = new Uint32Array(1 << 8);
  private count = 0;
  private areAll = true;

  readonly take = ({ caseNumber, entry, id, known, message, timeMs }: Violation): void => {
    if (!this.areAll || id === NOT_LISTED) return;
    const { count } = this;
    if (count === VIOLATIONS_MAX || this.texts.length >= TEXTS_MAX) {
      this.areAll = false;
      return;
    }
    if (count === this.cases.length) this.grow();
    this.cases[count] = caseNumber ?? NO_CASE;
    this.entries[count] = entry;
    this.timesMs[count] = timeMs;
    this.kinds[count] = this.placeOf(`${id} ${known}`);
    this.messages[count] = this.placeOf(message);
    this.count++;
  };

  /** Visits all in the order in which they were found. */
  forEach(visit: (violation: Violation) => void): void {
    for (let i = 0; i < this.count; i++) {
      const caseNumber = this.cases[i] as number;
      const [id = '', known] = (this.texts[this.kinds[i] as number] ?? '').split(' ');
      visit({
        id,
        known: known as Violation['known'],
        caseNumber: caseNumber === NO_CASE ? null : caseNumber,
        entry: this.entries[i] as number,
        timeMs: this.timesMs[i] as number,
        message: this.texts[this.messages[i] as number] ?? '',
      });
    }
  }

  /** False if there were too many to keep. */
  get isWhole(): boolean {
    return this.areAll;
  }

  private placeOf(text: string): number {
    let place = this.places.get(text);
    if (place === undefined) {
      place = this.texts.push(text) - 1;
      this.places.set(text, place);
    }
    return place;
  }

  private grow(): void {
    const wider = <Numbers extends Float64Array | Uint32Array>(numbers: Numbers, twice: Numbers): Numbers => {
      twice.set(numbers);
      return twice;
    };
    const length = 2 * this.cases.length;
    this.cases = wider(this.cases, new Float64Array(length));
    this.entries = wider(this.entries, new Float64Array(length));
    this.timesMs = wider(this.timesMs, new Float64Array(length));
    this.kinds = wider(this.kinds, new Uint32Array(length));
    this.messages = wider(this.messages, new Uint32Array(length));
  }
}
