type Numbers = Int32Array | Float64Array;

/** A column of numbers that grows. It takes the memory of the numbers alone, unlike an array of objects. */
export class Growing<Kind extends Numbers> {
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
