import type { EntryVisitor } from './reader.ts';

/** Shows each entry to both, in this order. */
export function visitBoth(first: EntryVisitor, second: EntryVisitor): EntryVisitor {
  return (timeMs, kind, aux, caseNumber, a, b, c, d, index) => {
    first(timeMs, kind, aux, caseNumber, a, b, c, d, index);
    second(timeMs, kind, aux, caseNumber, a, b, c, d, index);
  };
}
