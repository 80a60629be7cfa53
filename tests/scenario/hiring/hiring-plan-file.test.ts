import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hiringJsonSchema, parseHiringPlan } from '#scenario';
import { ROOT } from '../../running.ts';

const GROUPS = ['dublin/first-line', 'dublin/experts'];
const GOOD = `meridian-hiring: 1
from: 2026-11
months: 4
attrition: 0.03
classes: [2027-01, 2026-11]
classSize: 6
training: 6 weeks
rampUp: 0.5
required: { dublin/first-line: 12, dublin/experts: [1, 2, 3, 4] }
`;

const read = (text: string) => parseHiringPlan('plan.yaml', text, GROUPS);
const issuesOf = (text: string) => {
  const outcome = read(text);
  return outcome.ok
    ? []
    : outcome.problem.map(({ code, column, line, path, remedy, value }) => {
        expect(remedy, code).not.toBe('');
        return `${line}:${column} ${code} ${path} ${value}`;
      });
};

it('reads months, durations, classes and requirements', () => {
  expect(read(GOOD)).toEqual({
    ok: true,
    value: {
      from: 12 * 2026 + 10,
      months: 4,
      growth: 0,
      attrition: 0.03,
      classes: [0, 2],
      classSize: 6,
      training: 2,
      rampUp: [0.5],
      required: { 'dublin/first-line': [12, 12, 12, 12], 'dublin/experts': [1, 2, 3, 4] },
    },
  });
});

it('monthly classes start in every month that notBefore allows', () => {
  const text = GOOD.replace('[2027-01, 2026-11]', 'monthly').replace(
    'training:',
    'notBefore: 2026-12\ntraining:',
  );
  const outcome = read(text);
  expect(outcome.ok && outcome.value.classes).toEqual([1, 2, 3]);
});

it('reports everything that is wrong at once, with place, value and remedy', () => {
  const text = `meridian-hiring: 2
from: 2026-13
months: 0
attrition: 3 %
classes: soon
classSize: 2.5
training: 2
rampUp: [0.5, 2]
hurry: 1
`;
  expect(issuesOf(text)).toEqual([
    '1:18 unsupported-format meridian-hiring 2',
    '2:7 bad-date from 2026-13',
    '3:9 out-of-range months 0',
    '4:12 bad-number attrition 3 %',
    '5:10 bad-date classes soon',
    '6:12 bad-number classSize 2.5',
    '7:11 unit-missing training 2',
    '8:9 bad-number rampUp [0.5,2]',
    '9:1 unknown-key hurry hurry',
  ]);
});

it('compares keys with one another and with the scenario', () => {
  const text = GOOD.replace('[2027-01, 2026-11]', '[2026-11, 2026-11, 2027-11]')
    .replace('training:', 'growth: 0.02\nnotBefore: 2026-10\ntraining:')
    .replace('dublin/first-line: 12', 'dublin/first: 12')
    .replace('[1, 2, 3, 4]', '[1, 2, 3]');
  expect(issuesOf(text).map((issue) => issue.split(' ').slice(1, 3).join(' '))).toEqual([
    'out-of-range classes',
    'out-of-range classes',
    'alternatives growth',
    'out-of-range notBefore',
    'unknown-word required.dublin/first',
    'wrong-type required.dublin/experts',
  ]);
  expect(issuesOf(GOOD.replace('[2027-01, 2026-11]', '[monthly, 2026-11]'))).toHaveLength(1);
  expect(issuesOf(GOOD.replace(/required: .*/, 'required: {}'))).toHaveLength(1);
});

it('the page has a row for each key of the schema, in its order', () => {
  const page = readFileSync(join(ROOT, 'src/planning/HIRING-PLAN.md'), 'utf8');
  const { properties } = hiringJsonSchema() as { readonly properties: object };
  expect([...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key]) => key)).toEqual(Object.keys(properties));
});

it('the example is a plan', () => {
  const text = readFileSync(join(ROOT, 'scenarios/first-steps/hiring.yaml'), 'utf8');
  expect(parseHiringPlan('hiring.yaml', text, GROUPS).ok).toBe(true);
});
