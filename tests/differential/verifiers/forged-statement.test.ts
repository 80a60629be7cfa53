import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Statement } from '#statements';
import { meridian, newFolder } from '../../apps/cli/cli.ts';
import { makeBundle, type SmallBundle } from '../../bundle/small-bundle.ts';
import { problemsOfStatements } from './second-verifier.ts';

/** Statements that say something else than the entries that they prove. Their proofs are all in order. */

type Row = Record<string, unknown>;
type Loose = Record<string, Row[]> & { what: Record<string, Row[]> };

let made: SmallBundle;
let text: string;
beforeAll(() => {
  made = makeBundle('first-steps', '30 h', { formats: ['csv'] });
  const out = join(newFolder(), 'statement');
  expect(meridian('statement', made.folder, '--customer', 'premier-de', '--out', out).code).toBe(0);
  text = readFileSync(join(out, 'statement.json'), 'utf8');
});

const row = (rows: Row[] | undefined, i = 0): Row => {
  const found = rows?.[i];
  if (found === undefined) throw new Error('the statement has no such row');
  return found;
};
const added = (rows: Row[] | undefined, change: Row) => rows?.push({ ...row(rows), ...change });

/** What is forged, where the answer must find it, and how. */
type Forgery = readonly [what: string, where: string, forge: (statement: Loose) => void];

const FORGERIES: readonly Forgery[] = [
  ['a recipient is removed', 'recipients', ({ recipients }) => recipients?.shift()],
  [
    'the country of a recipient is changed',
    'recipients[0].country',
    (s) => Object.assign(row(s.recipients), { country: 'DE' }),
  ],
  [
    'a recipient has seen fewer cases',
    'recipients[0].cases',
    (s) => Object.assign(row(s.recipients), { cases: 0 }),
  ],
  ['a recipient is added', 'recipients', (s) => added(s.recipients, { entity: 'nobody' })],
  [
    'the basis of a receipt is changed',
    'receipts',
    (s) => Object.assign(row(row(s.recipients).receipts as Row[]), { basis: 'consent' }),
  ],
  [
    'a company that could receive it is named as one that did not',
    'possibleRecipients',
    (s) => s.possibleRecipients?.push({ ...row(s.recipients), ways: [] }),
  ],
  [
    'the country of a copy is changed',
    'where[0].country',
    (s) => Object.assign(row(s.where), { country: 'DE' }),
  ],
  [
    'the place of a copy is changed',
    'where[0].place',
    (s) => Object.assign(row(s.where), { place: 'data centre berlin' }),
  ],
  [
    'a copy is called deleted',
    'deleted',
    (s) =>
      Object.assign(s.where?.find(({ deleted }) => deleted === null) ?? {}, {
        deleted: '2014-11-04T00:00:00.000Z',
      }),
  ],
  ['a copy is left out', 'where', ({ where }) => where?.pop()],
  ['an access is left out', 'who', ({ who }) => who?.pop()],
  [
    'the agent of an access is changed',
    'who[0].agent',
    (s) => Object.assign(row(s.who), { agent: 'berlin/german#1' }),
  ],
  ['an access was shorter', 'who[0].seconds', (s) => Object.assign(row(s.who), { seconds: 1 })],
  [
    'a case was opened later',
    'what.cases[0].opened',
    (s) => Object.assign(row(s.what.cases), { opened: '2014-11-04T00:00:00.000Z' }),
  ],
  ['a case is left out', 'what.cases', ({ what }) => what.cases?.pop()],
  ['a transfer is left out', 'what.transfers', ({ what }) => what.transfers?.pop()],
  [
    'a transfer went elsewhere',
    'what.transfers[0].country',
    (s) => Object.assign(row(s.what.transfers), { country: 'IE' }),
  ],
  [
    'a transfer is valid by the law of today',
    'what.transfers[0].today',
    (s) => Object.assign(row(s.what.transfers), { today: { standing: 'valid', reason: null } }),
  ],
  ['a deletion is added', 'what.deletions', (s) => s.what.deletions?.push(row(s.where))],
  [
    'a promise is stricter',
    'promises[0].zones',
    (s) => Object.assign(row(s.promises), { zones: { access: ['EEA'] } }),
  ],
  [
    'a violation of the audit is left out',
    'audit[',
    (s) =>
      Object.assign(s.audit?.find(({ today }) => today !== null && (today as Row).violations !== 0) ?? {}, {
        today: null,
      }),
  ],
  [
    'a note is added',
    'notes',
    (s) => (s.notes as unknown as string[]).push('No other entity has seen your data.'),
  ],
  [
    'a sentence is added about the law',
    'law',
    (s) => (s.law as unknown as string[]).push('No other entity has seen your data.'),
  ],
  ['an omission is left out', 'notModelled', (s) => s.notModelled?.pop()],
  ['what the scenario does not say is left out', 'notSaid', (s) => s.notSaid?.pop()],
  [
    'a key is added',
    'certified',
    (s) => Object.assign(s, { certified: 'No other entity has seen your data.' }),
  ],
  [
    'a proof is left out',
    'leaves out entry',
    (s) => (s.proofs as unknown as { entries: Row[] }).entries.pop(),
  ],
];

describe('a statement whose proofs are in order', () => {
  it('is accepted by the second program if its rows are what the entries give', () => {
    expect(problemsOfStatements(made.folder, [text])).toEqual([null]);
    const { recipients, what } = JSON.parse(text) as Statement;
    expect(recipients.length).toBeGreaterThan(1);
    expect(what.transfers.length).toBeGreaterThan(0);
  });

  it('is refused, with the value and the place, if they are not', () => {
    const forged = FORGERIES.map(([, , forge]) => {
      const statement = JSON.parse(text) as Loose;
      forge(statement);
      expect(JSON.stringify(statement, null, 1)).not.toBe(text.trimEnd());
      return JSON.stringify(statement, null, 1);
    });
    const problems = problemsOfStatements(made.folder, forged);
    FORGERIES.forEach(([what, where], i) => {
      expect(problems[i], what).toContain(where);
    });
  });

  it('is refused if a key is there twice, of which readers see the first and programs the last', () => {
    const twice = text.replace(
      '{\n "format": 2,',
      '{\n "format": 2,\n "notes": ["No other entity has seen your data."],',
    );
    expect(problemsOfStatements(made.folder, [twice])[0]).toContain('not a statement');
  });
});
