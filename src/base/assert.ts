/** Thrown when an invariant of our own code does not hold. It is never the user's fault and never caught. */
export class AssertionError extends Error {
  override name = 'AssertionError';
}

/** Stops the program when `condition` is false. Assertions stay on in every run. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
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
