import type { Violation } from '#audit';

/** The number of violations about cases that are counted. More would take too much memory, and a statement then reads the whole ledger. */
const VIOLATIONS_MAX = 5_000_000;
/** Cases whose violations are sorted together. */
const GROUP_CASES = 1 << 16;
/** More than there are invariants times two laws. */
const PLACES = 256;
const NO_VIOLATIONS: ReadonlyMap<number, number> = new Map();
const AT_FIRST = 1 << 6;

/** Violations of a group of cases, each as its case within the group times `PLACES`, plus the place of its key. */
interface Group {
  packed: Uint32Array<ArrayBuffer>;
  count: number;
}

/** Counts violations by case, in four to eight bytes each. They come in any order, and are sorted when all are known. */
export class CaseViolations {
  private readonly keys = new NumberedTexts();
  private readonly groups = new Map<number, Group>();
  private count = 0;
  private openGroup = -1;
  /** Violations of the open group that no case has taken yet. */
  private sorted = new Uint32Array(0);
  private at = 0;

  readonly take = ({ caseNumber, id, known }: Violation): void => {
    if (caseNumber === null || this.count++ >= VIOLATIONS_MAX) return;
    const place = this.keys.placeOf(`${id} ${known}`);
    const number = Math.floor(caseNumber / GROUP_CASES);
    let group = this.groups.get(number);
    if (group === undefined) {
      group = { packed: new Uint32Array(AT_FIRST), count: 0 };
      this.groups.set(number, group);
    }
    if (group.count === group.packed.length) {
      const packed = new Uint32Array(2 * group.count);
      packed.set(group.packed);
      group.packed = packed;
    }
    group.packed[group.count++] = (caseNumber % GROUP_CASES) * PLACES + place;
  };

  /** Invariants and laws, in the order of their places: `R7 now`. Null if there are too many violations to count. */
  finish(): readonly string[] | null {
    return this.count > VIOLATIONS_MAX ? null : this.keys.texts;
  }

  /** How often a case violates each of the keys, by place. Call it in the order of case numbers: what was passed is forgotten. */
  of(caseNumber: number): ReadonlyMap<number, number> {
    this.open(Math.floor(caseNumber / GROUP_CASES));
    const { sorted } = this;
    const first = (caseNumber % GROUP_CASES) * PLACES;
    let counts: Map<number, number> | null = null;
    for (; this.at < sorted.length && (sorted[this.at] as number) < first + PLACES; this.at++) {
      const place = (sorted[this.at] as number) - first;
      if (place < 0) continue;
      counts ??= new Map();
      counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    return counts ?? NO_VIOLATIONS;
  }

  private open(number: number): void {
    if (number === this.openGroup) return;
    this.openGroup = number;
    const { count = 0, packed = new Uint32Array(0) } = this.groups.get(number) ?? {};
    this.groups.delete(number);
    this.sorted = packed.subarray(0, count).sort();
    this.at = 0;
  }
}

/** Keeps each text once. Its place is its index in `texts`, which are in the order in which they first came. */
class NumberedTexts {
  readonly texts: string[] = [];
  private readonly places = new Map<string, number>();

  placeOf(text: string): number {
    let place = this.places.get(text);
    if (place === undefined) {
      place = this.texts.push(text) - 1;
      this.places.set(text, place);
    }
    return place;
  }
}
