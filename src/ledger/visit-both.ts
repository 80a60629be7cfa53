import type { EntryVisitor } from './reader.ts';

/** Returns a visitor that passes each entry to `first`, then to `second`. */
export function visitBoth(first: EntryVisitor, second: EntryVisitor): EntryVisitor {
  return (timeMs, kind, aux, caseNumber, a, b, c, d, index) => {
    first(timeMs, kind, aux, caseNumber, a, b, c, d, index);
    second(timeMs, kind, aux, caseNumber, a, b, c, d, index);
  };
}
