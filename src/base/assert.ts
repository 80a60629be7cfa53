/** Thrown when an invariant of our own code does not hold. It is never the user's fault and never caught. */
export class AssertionError extends Error {
  override name = 'AssertionError';
}

/** Stops the program when `condition` is false. Assertions stay on in every run. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Stops the program when two counts of the same thing differ. `tolerance`: in parts of the other count, for sums that are rounded. */
export function assertEqual(what: string, one: number, other: number, tolerance = 0): void {
  const isEqual = one === other || Math.abs(one - other) <= tolerance * Math.max(1, Math.abs(other));
  assert(isEqual, `${what}: ${one} in one count, ${other} in another`);
}

/** Returns the value, which the caller knows to exist. */
export function definite<Value>(value: Value | undefined | null, message: string): Value {
  if (value === undefined || value === null) throw new AssertionError(message);
  return value;
}

/** Marks a branch that the type checker proves unreachable. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${String(value)}`);
}
