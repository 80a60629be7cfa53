import { describe, expect, it } from 'vitest';
import {
  boundary,
  evaluate,
  evaluateLog,
  type ImportedLog,
  importLog,
  override,
  parseScenario,
  prove,
  readInput,
  simulate,
} from '../../../src/index.ts';
import { successOf } from '../../running.ts';

const night = override(successOf(readInput('scenarios/german-night')), { horizon: '3 h' });
const scenario = successOf(parseScenario(night));
const run = simulate(scenario);

const ASKED = `meridian-requirements: 1
title: A bank
requirements:
  inside: { says: Stored in the EEA., storage: EEA, for: premier }
  here: { says: Stored in Ireland., storage: IE, for: premier }
  clear: { says: Agents are cleared., otherEvidence: clearances }
`;
const outcomesOf = (...given: Parameters<typeof evaluate>) =>
  successOf(evaluate(...given)).rows.map(({ outcome }) => outcome);

describe('evaluate', () => {
  it('judges one run as what happened, and several as samples of what can, which a proof completes', () => {
    expect(outcomesOf(run, ASKED)).toEqual(['met', 'broken', 'cannot be told']);
    const runs = [run, simulate(scenario, { replication: 1 })];
    expect(outcomesOf(runs, ASKED)).toEqual(['open', 'broken', 'cannot be told']);
    const proved = successOf(evaluate(runs, ASKED, { proof: true }));
    expect(proved.rows.map(({ outcome }) => outcome)).toEqual(['met', 'broken', 'cannot be told']);
    expect([proved.runs, proved.of]).toEqual([2, 'scenario']);
    expect(proved.rows[0]?.text).toMatch(/^proved for every possible run/);
  });

  it('does not begin once its signal is aborted, nor do boundary and prove', () => {
    const signal = AbortSignal.abort(new Error('enough'));
    for (const work of [
      () => evaluate(run, ASKED, { signal }),
      () => boundary(run.ledger as Uint8Array, scenario, { signal }),
      () => prove(scenario, { signal }),
    ])
      expect(work).toThrow('enough');
  });

  it('takes JSON, too', () => {
    const rows = { here: { says: 'Stored in Ireland.', storage: 'IE' } };
    const text = JSON.stringify({ 'meridian-requirements': 1, title: 'A bank', requirements: rows });
    expect(outcomesOf(run, text)).toEqual(['broken']);
  });

  it('fails with everything that is wrong with the requirements', () => {
    const wrong = ASKED.replace('storage: EEA', 'storge: EEA').replace('storage: IE', 'storage: Eire');
    expect(evaluate(run, wrong, { path: 'bank.yaml' })).toEqual({
      ok: false,
      problem: [
        expect.stringMatching(/^bank\.yaml:4:\d+: .*; did you mean 'storage'/),
        expect.stringMatching(/^bank\.yaml:5:\d+: 'Eire' is neither a zone nor a country; /),
      ],
    });
  });

  it('fails for a run without a ledger, for one of another scenario, and for none', () => {
    const bare = simulate(scenario, { ledger: false });
    const other = simulate(successOf(parseScenario(override(night, { horizon: '2 h' }))));
    const problemOf = (...given: Parameters<typeof evaluate>) => {
      const found = evaluate(...given);
      return found.ok ? [] : found.problem;
    };
    expect(problemOf(bare, ASKED)).toEqual([expect.stringMatching(/^the run has no ledger: /)]);
    expect(problemOf([run, other], ASKED)).toEqual([expect.stringMatching(/^run 1: .*another scenario/)]);
    expect(problemOf([], ASKED)).toEqual([expect.stringMatching(/^runs: there is none/)]);
    expect(problemOf(run, 7 as unknown as string)).toEqual([expect.stringMatching(/^requirements/)]);
  });
});

describe('evaluateLog', () => {
  const MAPPING =
    'meridian-mapping: 1\ntimeZone: Europe/Berlin\ncolumns: {case: id, time: at, segment: account, centre: centre, place: stored}\n';
  const ROWS =
    'id,at,account,centre,stored\nA,2014-11-05 09:00,premier,dublin,dublin-dc\nA,2014-11-06 09:00,premier,redmond,dublin-dc\n';
  const OF_LOG = `meridian-requirements: 1
title: A bank
requirements:
  stored: { says: Stored in the EEA., storage: EEA, for: premier }
  seen: { says: Seen from the EEA., access: EEA, for: premier }
  watched: { says: Watched from the EEA., escorted: EEA, for: premier }
`;
  const read = async (rows: string): Promise<ImportedLog> =>
    successOf(await importLog(new TextEncoder().encode(rows), MAPPING, { name: 'tickets.csv' }));

  it('says what the rows of a log show, and which column is missing', async () => {
    const { answer, of, rows } = successOf(evaluateLog(await read(ROWS), scenario, OF_LOG));
    expect(of).toBe('case log');
    expect(rows.map(({ outcome }) => outcome)).toEqual(['met', 'broken', 'cannot be told']);
    expect(rows[1]).toMatchObject({
      chances: 2,
      count: 1,
      first: { case: 'A', time: '2014-11-06T08:00:00.000Z' },
    });
    expect(answer[0]).toMatch(/^It meets 1 of 3/);
  });

  it('fails for a scenario that starts after the log, and for wrong requirements', async () => {
    const early = await read(ROWS.replaceAll('2014', '2013'));
    expect(evaluateLog(early, scenario, OF_LOG)).toEqual({
      ok: false,
      problem: [expect.stringMatching(/^scenario: it starts after the log, .*2013-11-05T08:00:00\.000Z/)],
    });
    expect(evaluateLog(early, scenario, OF_LOG.replace('storage:', 'storge:')).ok).toBe(false);
  });
});
