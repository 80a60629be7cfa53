import { readFileSync } from 'node:fs';
import { refuse } from '../problem.ts';

/** The name that means standard input, or standard output where a file is written. */
export const STANDARD = '-';

let given: { readonly as: string; readonly bytes: Uint8Array } | null = null;

/**
 * The bytes of standard input, which is read once: a command may look at its scenario several times. `as`: what they are. Refuses to take them for
 * something else, too. Throws errors of the operating system.
 */
export function standardInput(as: string): Uint8Array {
  given ??= { as, bytes: readFileSync(0) };
  if (given.as === as) return given.bytes;
  return refuse(`standard input is ${given.as}, and cannot be ${as} as well`, 'name a file for one of them');
}
