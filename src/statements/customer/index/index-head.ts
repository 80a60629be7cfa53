import { type JsonForm, orNull } from '#base';

/** The form of the head of an index of cases (`IndexHead`), as a reader relies on it. */

const MOMENT = { caseNumber: orNull('count'), entry: Number.isInteger, timeMs: 'count' } as const;

const RESULT: JsonForm = {
  id: 'text',
  title: 'text',
  sentence: 'text',
  checks: 'count',
  violations: 'count',
  counterexample: orNull({ ...MOMENT, message: 'text', story: [Number.isInteger] }),
  untested: orNull('text'),
  undecided: [{ reason: 'text', count: 'count', first: MOMENT }],
};

const NEAR_MISS: JsonForm = {
  caseNumber: 'count',
  timeMs: 'count',
  margin: Number.isFinite,
  message: 'text',
  alike: 'count',
};

export const INDEX_HEAD: JsonForm = {
  root: 'text',
  entries: 'count',
  blockEntries: 'count',
  audit: {
    scenario: 'text',
    law: ['text'],
    seed: 'text',
    replication: 'count',
    root: orNull('text'),
    entries: 'count',
    cases: 'count',
    ended: orNull({ timeMs: 'count', waiting: 'count' }),
    verdict: 'text',
    invariants: [RESULT],
    invariantsNow: [RESULT],
  },
  nearMisses: [{ id: 'text', definition: 'text', looked: 'count', near: 'count', closest: [NEAR_MISS] }],
  keepings: [{ fromMs: 'count', dataCentre: 'count' }],
  judged: orNull(['text']),
};
