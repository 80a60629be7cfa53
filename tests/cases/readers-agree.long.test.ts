import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CaseLife, CaseLives } from '#cases';
import { CASE_STATES, NONE, openCaseOf, type Scenario } from '#domain';
import { type EntryVisitor, openLedger } from '#ledger';
import { startFollowing } from '#prover';
import { PRIMARY, placeOfCopy, REPLICA, roleOfCopy } from '../../src/audit/facts/copy-list.ts';
import type { Facts } from '../../src/audit/facts/facts.ts';
import { Auditor } from '../../src/audit/reading/auditor.ts';
import type { RunTally } from '../../src/bundle/recount/counts/run-tally.ts';
import { openRecount } from '../../src/bundle/recount/recount.ts';
import { ADVERSE_BASES } from '../generators/adverse-world.ts';
import { openCases } from '../generators/open-cases.ts';
import { runInMemory, sha256, successOf } from '../running.ts';

/**
 * The auditor, the prover's follower and the recount read acts for themselves, and share no code with `cases`. They agree with it about
 * every open case, in the middle of a run and at its end.
 */

/** Shows the entries of a run of the scenario before `untilMs`. */
function readUntil(scenario: Scenario, untilMs: number, readers: readonly EntryVisitor[]): void {
  successOf(openLedger(runInMemory(scenario).ledger, sha256)).forEach((entry) => {
    if (entry.timeMs < untilMs) for (const visit of readers) visit(entry);
  });
}

const OVER: readonly number[] = (['closed', 'erased', 'refused'] as const).map((name) =>
  CASE_STATES.indexOf(name),
);

const open = (lives: CaseLives): readonly CaseLife[] => [...lives.open()];

function auditorAgrees(lives: CaseLives, { cases }: Facts): void {
  const audited: number[] = [];
  cases.forEach(({ number, state }) => {
    if (!OVER.includes(state)) audited.push(number);
  });
  expect(audited.sort((one, other) => one - other)).toEqual(open(lives).map(({ caseNumber }) => caseNumber));
  for (const life of open(lives)) {
    const { agent, caseNumber, contacts, group, language, primary, product, replica, severity, state } = life;
    const { stream, tier } = life;
    const one = cases.get(caseNumber);
    expect(one, `case ${caseNumber}`).toMatchObject({ language, product, severity, state, stream, tier });
    if (contacts > 0) expect([one?.lastGroup, one?.lastAgent]).toEqual([group, agent]);
    const places = (role: number) =>
      one?.held.codes.filter((copy) => roleOfCopy(copy) === role).map(placeOfCopy);
    expect(places(PRIMARY), `case ${caseNumber}`).toEqual(primary === NONE ? [] : [primary]);
    expect(places(REPLICA), `case ${caseNumber}`).toEqual(replica === NONE ? [] : [replica]);
  }
}

function recountAgrees(lives: CaseLives, { cases, scenario }: RunTally): void {
  for (const life of open(lives)) {
    const { agent, caseNumber, contacts, group, product, resolvedMs, severity, stream, tier } = life;
    const one = cases.of(caseNumber);
    expect(one, `case ${caseNumber}`).toMatchObject({ product, severity, stream, tier });
    if (contacts > 0) expect([one?.group, one?.agent], `case ${caseNumber}`).toEqual([group, agent]);
    // The recount adds what was before the run.
    if (openCaseOf(scenario, caseNumber) === undefined)
      expect([one?.contacts, one?.wasResolved]).toEqual([contacts, resolvedMs !== NONE]);
  }
}

/** The follower holds every situation in which a case may be. One of them is that in which it is. */
function followerAgrees(lives: CaseLives, follower: ReturnType<typeof startFollowing>): void {
  const { cases } = follower as unknown as {
    readonly cases: ReadonlyMap<
      number,
      { readonly reached: ReadonlyMap<string, { readonly node: unknown }> }
    >;
  };
  for (const life of open(lives)) {
    const { caseNumber, language, primary, product, replica, state, stream, tier } = life;
    const nodes = [...(cases.get(caseNumber)?.reached.values() ?? [])].map(({ node }) => node);
    const situation = { language, primary, product, replica, state, stream, tier };
    expect(nodes, `case ${caseNumber}`).toContainEqual(
      expect.objectContaining({ situation: expect.objectContaining(situation) }),
    );
  }
}

/** Compares after the acts before `untilMs`. Gives the number of open cases. */
function compareAt(scenario: Scenario, untilMs: number): number {
  const lives = new CaseLives(scenario);
  const auditor = new Auditor(scenario);
  const recount = openRecount(scenario, 0);
  // Cases that are open at the start are not explored.
  const follower = scenario.backlog === undefined ? startFollowing(scenario) : null;
  const readers = [lives.visit, auditor.visit, recount.visit, ...(follower === null ? [] : [follower.visit])];
  readUntil(scenario, untilMs, readers);
  auditorAgrees(lives, auditor.facts);
  recountAgrees(lives, recount.finish().tally);
  if (follower !== null) {
    follower.finish();
    followerAgrees(lives, follower);
  }
  return open(lives).length;
}

describe.each(ADVERSE_BASES)('adverse worlds made from $name', ({ worlds }) => {
  const seed = Number(process.env.ADVERSE_SEED ?? 20261201);
  const numRuns = Number(process.env.ADVERSE_WORLDS ?? 2);
  const withBacklog = worlds.chain((world) =>
    openCases(world).map((backlog) => (backlog.length === 0 ? world : { ...world, backlog })),
  );

  it.each([
    ['without open cases at the start', worlds],
    ['with open cases at the start', withBacklog],
  ])('are read alike by all, %s', (_, some) => {
    let compared = 0;
    fc.assert(
      fc.property(some, fc.double({ min: 0.5, max: 1, noNaN: true }), (scenario, part) => {
        compared += compareAt(scenario, Math.round(part * scenario.horizonMs));
      }),
      { numRuns, seed, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(0);
  });
});
