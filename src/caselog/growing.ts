type Numbers = Int32Array | Float64Array;

/** A column of numbers that grows. It takes the memory of the numbers alone, unlike an array of objects. */
class Growing<Kind extends Numbers> {
  private values: Kind;
  private readonly make: (length: number) => Kind;
  length = 0;

  constructor(make: (length: number) => Kind) {
    this.make = make;
    this.values = make(1 << 10);
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(this.length + 1);
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index] as number;
  }

  /** Sets a value at any place. Places in between are filled with `otherwise`. */
  set(index: number, value: number, otherwise: number): void {
    while (this.length <= index) this.push(otherwise);
    this.values[index] = value;
  }

  private reserve(length: number): void {
    const longer = this.make(Math.max(length, 2 * this.values.length));
    longer.set(this.values);
    this.values = longer;
  }
}

export function growingIntegers(): Growing<Int32Array> {
  return new Growing((length) => new Int32Array(length));
}

export function growingDoubles(): Growing<Float64Array> {
  return new Growing((length) => new Float64Array(length));
}

/** Texts up to this length are copied by the runtime when they are cut from a longer text. */
const COPIED_LENGTH = 12;

/** Texts, numbered in the order in which they come. */
export class Names {
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [];

  get count(): number {
    return this.texts.length;
  }

  has(text: string): boolean {
    return this.numbers.has(text);
  }

  /** The number of a text, which is new or known. */
  numberOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const own = copyOf(text);
    const number = this.texts.length;
    this.numbers.set(own, number);
    this.texts.push(own);
    return number;
  }

  /** The text with this number; null for a negative one. */
  textOf(number: number): string | null {
    return this.texts[number] ?? null;
  }
}

/** A copy with memory of its own. A text that was cut from a longer one otherwise keeps that one alive: here, a piece of the log. */
export function copyOf(text: string): string {
  return text.length <= COPIED_LENGTH ? text : (JSON.parse(JSON.stringify(text)) as string);
}
