const samples: object[] = [];

/**
 * Makes V8 keep these fields as doubles in all objects that are created like `sample`, which is kept: V8 forgets the layout with its last object.
 * Without it, V8 keeps a field as a
 * small integer until the first number of 2³¹ or more comes (a time after 24.8 days, or `NONE_32`). It then gives all objects of the kind
 * another layout, and discards the code that it has optimised for them. Call it before the first object that counts is created. No result
 * depends on it.
 */
export function keepAsDoubles<Sample extends object>(
  sample: Sample,
  ...fields: readonly NumberField<Sample>[]
): void {
  // Twice, so that V8 does not take the field for a constant either.
  for (const value of [0.5, 1.5]) for (const field of fields) Reflect.set(sample, field, value);
  samples.push(sample);
}

/** Makes V8 expect that these fields change. */
export function keepAsVariables<Sample extends object>(sample: Sample, values: Partial<Sample>): void {
  Object.assign(sample, values);
  samples.push(sample);
}

/**
 * Returns the number as a small integer if it is one. V8 stores a number that it has read from a field of doubles in a box of 16 bytes, and a
 * small integer in the object itself, which makes objects smaller that are kept for long.
 */
export function unboxed(value: number): number {
  const small = value | 0;
  return small === value ? small : value;
}

type NumberField<Sample> = {
  [Field in keyof Sample]: Sample[Field] extends number ? Field : never;
}[keyof Sample];
