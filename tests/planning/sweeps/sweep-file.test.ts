import { describe, expect, it } from 'vitest';
import { parseSweep } from '#planning';

const GOOD = `meridian-sweep: 1
scenario: ../css-2014
design: grid
replications: 3
until: 2 days
vary:
  agents: { path: centres.dublin.groups.*.shifts.*.agents, values: 10..40 step 15 }
  demand: { path: segments.*.customers.*.rate, times: [0.8, 1] }
`;

describe('parseSweep', () => {
  it('reads design, ranges, lists and factors', () => {
    const read = parseSweep('sweep.yaml', GOOD);
    expect(read.ok && read.value).toMatchObject({
      scenario: '../css-2014',
      design: 'grid',
      replications: 3,
      untilMs: 172_800_000,
      parameters: [
        { name: 'agents', mode: 'set', values: [10, 25, 40] },
        { name: 'demand', mode: 'times', values: [0.8, 1] },
      ],
    });
  });

  it('keeps a range without steps for a Latin hypercube', () => {
    const text =
      'meridian-sweep: 1\nscenario: ../s\ndesign: latin hypercube\npoints: 40\nvary: { a: { path: x.y, values: 1..2 } }\n';
    const read = parseSweep('sweep.yaml', text);
    expect(read.ok && read.value.parameters[0]?.values).toEqual({ low: 1, high: 2, step: null });
  });

  it('keeps ranges of inputs whatever the design, and requires two values of each', () => {
    const text =
      'meridian-sweep: 1\nscenario: ../s\nvary: { a: { path: x.y, values: 1..2 }, b: { path: z, times: [1, 2, 3] } }\n';
    const read = parseSweep('sweep.yaml', text, 'inputs');
    expect(read.ok && read.value.parameters.map(({ values }) => values)).toEqual([
      { low: 1, high: 2, step: null },
      [1, 2, 3],
    ]);
    for (const single of ['[1]', '2..2', '1..2 step 3']) {
      const wrong = parseSweep('sweep.yaml', text.replace('1..2', single), 'inputs');
      expect(wrong.ok ? [] : wrong.problem).toMatchObject([
        { code: 'out-of-range', path: 'vary.a', line: 3 },
      ]);
    }
  });

  it.each([
    ['meridian-sweep: 2\nscenario: a\nvary: { a: { path: x, values: [1] } }\n', 'unsupported-format', 1, 17],
    ['meridian-sweep: 1\nvary: { a: { path: x, values: [1] } }\n', 'missing-key', 1, 1],
    [
      'meridian-sweep: 1\nscenario: a\ndesgin: grid\nvary: { a: { path: x, values: [1] } }\n',
      'unknown-key',
      3,
      1,
    ],
    [
      'meridian-sweep: 1\nscenario: a\ndesign: cube\nvary: { a: { path: x, values: [1] } }\n',
      'unknown-word',
      3,
      9,
    ],
    ['meridian-sweep: 1\nscenario: a\n', 'missing-key', 1, 1],
    ['meridian-sweep: 1\nscenario: a\nvary: { a: { path: x, values: 5..2 step 1 } }\n', 'bad-number', 3, 31],
    ['meridian-sweep: 1\nscenario: a\nvary: { a: { path: x, values: 1..2 } }\n', 'missing-key', 3, 31],
    ['meridian-sweep: 1\nscenario: a\nvary: { a: { path: x, values: [] } }\n', 'empty-list', 3, 31],
    ['meridian-sweep: 1\nscenario: a\nvary: { a: { path: x, times: [big] } }\n', 'wrong-type', 3, 30],
    ['meridian-sweep: 1\nscenario: a\nvary: { a: { path: x } }\n', 'alternatives', 3, 12],
    [
      'meridian-sweep: 1\nscenario: a\nuntil: soon\nvary: { a: { path: x, values: [1] } }\n',
      'bad-duration',
      3,
      8,
    ],
    [
      'meridian-sweep: 1\nscenario: a\nreplications: 0\nvary: { a: { path: x, values: [1] } }\n',
      'out-of-range',
      3,
      15,
    ],
    [
      'meridian-sweep: 1\nscenario: a\ndesign: list\nvary: { a: { path: x, values: [1] }, b: { path: y, values: [1, 2] } }\n',
      'alternatives',
      4,
      7,
    ],
  ])('refuses %j as %s at %i:%i', (text, code, line, column) => {
    const read = parseSweep('sweep.yaml', text);
    expect(read.ok).toBe(false);
    expect(read.ok ? [] : read.problem.map((issue) => [issue.code, issue.line, issue.column])).toContainEqual(
      [code, line, column],
    );
  });
});
