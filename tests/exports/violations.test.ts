import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Violation } from '#audit';
import { KeptViolations } from '../../src/exports/source/kept-violations.ts';
import { CaseViolations } from '../../src/statements/customer/index/case-violations.ts';

const anyViolation: fc.Arbitrary<Violation> = fc.record({
  id: fc.constantFrom('R1', 'R7', 'R20'),
  known: fc.constantFrom('then', 'now'),
  caseNumber: fc.option(fc.oneof(fc.nat(5), fc.nat(300_000), fc.constant(2 ** 32 - 2)), { freq: 9 }),
  entry: fc.nat(2 ** 40),
  timeMs: fc.nat(2 ** 45),
  message: fc.constantFrom('no basis', 'stored in FR', ''),
});

describe('kept violations', () => {
  it('come back in the order in which they were found', () => {
    fc.assert(
      fc.property(fc.array(anyViolation), (violations) => {
        const kept = new KeptViolations();
        for (const violation of violations) kept.take(violation);
        expect(kept.all).toEqual(violations);
      }),
    );
  });
});

describe('violations of cases', () => {
  it('are counted case by case, although they come in any order', () => {
    fc.assert(
      fc.property(fc.array(anyViolation), (violations) => {
        const counted = new CaseViolations();
        for (const violation of violations) counted.take(violation);
        const keys = counted.finish() ?? [];
        const cases = new Set(
          violations.flatMap(({ caseNumber }) => (caseNumber === null ? [] : [caseNumber])),
        );
        // Cases without a violation are asked for too.
        const asked = new Set([0, 70_000, ...cases, ...[...cases].map((one) => one + 1)]);
        for (const asking of [...asked].sort((left, right) => left - right)) {
          const found = [...counted.of(asking)].flatMap(([place, count]) =>
            new Array<string>(count).fill(keys[place] ?? ''),
          );
          const expected = violations
            .filter(({ caseNumber }) => caseNumber === asking)
            .map(({ id, known }) => `${id} ${known}`);
          expect(found.sort()).toEqual(expected.sort());
        }
      }),
    );
  });
});
