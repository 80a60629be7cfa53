import { describe, expect, it } from 'vitest';
import { ALL_CLASSES } from '#audit';
import { actKind, NO_CASE, NONE_16 } from '#domain';
import { LedgerBuilder, QUEUED, quietDay, resultOf, violated, withNightfall } from '../../ledger-builder.ts';

const begun = () => new LedgerBuilder().begin().at(1);
const reports = (ledger: LedgerBuilder, message: string) => {
  expect(violated(ledger)).toEqual(['R18']);
  expect(resultOf(ledger, 'R18').counterexample?.message).toContain(message);
};

describe('R18 log = world', () => {
  it('finds nothing on a quiet day', () => {
    const { checks, violations } = resultOf(quietDay(), 'R18');
    expect(violations).toBe(0);
    expect(checks).toBeGreaterThan(40);
  });

  it('reports an entry that is dated back', () => {
    const ledger = begun().open(0).at(0.5).store(0, 'primary', 0).at(1).store(0, 'replica', 1, 0);
    reports(withNightfall(ledger), '1800000 ms before');
  });

  it('reports a run that ends early for a false reason, and entries that follow the end', () => {
    const ended = (waiting: number) =>
      begun().intake(0).at(2).raw(actKind('end'), 0, NO_CASE, 0, 0, 0, waiting);
    const messageOf = (ledger: LedgerBuilder) => resultOf(ledger, 'R18').counterexample?.message;
    expect(messageOf(ended(1))).toBeUndefined();
    expect(messageOf(ended(7))).toContain('stops because 7 cases wait, but 1 do');
    expect(messageOf(ended(1).open(1))).toContain('after the end of the run');
  });

  it('reports case numbers that are skipped or used twice', () => {
    reports(withNightfall(begun().open(1)), 'case 0 is next');
    reports(withNightfall(begun().open(0).open(0)), 'case 1 is next');
  });

  it('reports an arrival stream that does not exist', () => {
    reports(withNightfall(begun().open(0, { stream: 9 })), 'stream 9');
  });

  it('reports a transition that does not continue from the last', () => {
    const ledger = begun()
      .intake(0)
      .assign(0, 0, 0)
      .view(0, 0, 0, 0, 0)
      .move(0, 'ASSIGN', 'open.triage', 'open.working');
    reports(withNightfall(ledger.at(2).dublinSolves(0)), 'but the case is in open.waiting.queued');
  });

  it('reports what happens to a case before it is opened or after it has ended', () => {
    reports(withNightfall(begun().delete(0, 'primary', 0)), 'never opened');
    const ended = quietDay();
    reports(ended.at(33).move(0, 'reopening', 'erased', QUEUED), 'has ended');
  });

  it('reports the deletion of a copy that does not exist', () => {
    reports(withNightfall(begun().open(0).store(0, 'primary', 0).delete(0, 'primary', 1)), 'did not exist');
    const unlikeRole = begun().open(0).store(0, 'primary', 0).delete(0, 'replica', 0);
    reports(withNightfall(unlikeRole), 'did not exist');
  });

  it('reports a copy that already exists, or at no place', () => {
    reports(withNightfall(begun().open(0).store(0, 'primary', 0).store(0, 'primary', 0)), 'already exists');
    expect(violated(withNightfall(begun().open(0).store(0, 'primary', 99)))).toContain('R18');
  });

  it('reports a copy whose role or item classes do not exist, and does not take it for a copy at another place', () => {
    const unknownClass = begun().open(0).store(0, 'primary', 0).store(0, 'replica', 1, 0, 1024);
    const unknownRole = begun().open(0).raw(actKind('store'), 8, 0, 0, NONE_16, ALL_CLASSES, 0);
    for (const ledger of [unknownClass, unknownRole]) {
      expect(violated(withNightfall(ledger))).toContain('R18');
      expect(violated(withNightfall(ledger))).not.toContain('R1');
      expect(resultOf(ledger, 'R18').counterexample?.message).toContain('a role or item classes');
    }
  });

  it('reports a view that ends without having begun, and no other invariant does', () => {
    const ledger = begun()
      .intake(0)
      .assign(0, 0, 0)
      .move(0, 'ASSIGN', QUEUED, 'open.working')
      .at(2)
      .dublinSolves(0);
    reports(withNightfall(ledger), 'had not begun');
  });

  it('reports a view that begins while another goes on, or that reads where no copy is', () => {
    const twice = begun().intake(0).dublinTakes(0).view(0, 0, 0, 0, 0).at(2).dublinSolves(0);
    reports(withNightfall(twice), 'a view begins while');
    const empty = begun().open(0).store(0, 'primary', 0).move(0, 'SUBMIT', 'submitted', QUEUED);
    empty
      .assign(0, 0, 0)
      .view(0, 0, 0, 0, 1)
      .move(0, 'ASSIGN', QUEUED, 'open.working')
      .at(2)
      .endView(0, 0, 0, 0, 1);
    reports(withNightfall(empty), 'which has no copy of it');
  });

  it('reports duty that the scenario does not have, or that is not recorded', () => {
    reports(
      new LedgerBuilder().begin().at(7).duty(false, 0).at(8).duty(false, 4).dublinReopens().end(),
      'at another time than in the scenario',
    );
    reports(begun().at(8).duty(false, 0).dublinReopens().end(), 'at another time than in the scenario');
    const more = begun().at(8).raw(actKind('duty'), 0, NO_CASE, 0, 0, 99, 0).duty(false, 4);
    reports(more.dublinReopens().end(), 'with other agents than in the scenario');
    reports(begun().dublinCloses(), 'lacks a work window');
    reports(withNightfall(begun().raw(actKind('duty'), 1, NO_CASE, 9, 0, 1, 0)), 'does not exist');
  });

  it('reports outages of no place, or of a place that is already down', () => {
    reports(withNightfall(begun().centre(false, 7)), 'does not exist');
    reports(withNightfall(begun().centre(true, 0)), 'as up, but already is');
    reports(withNightfall(begun().dataCentre(false, 0).dataCentre(false, 0)), 'as down, but already is');
  });

  it('reports an act of an unknown kind', () => {
    reports(withNightfall(begun().open(0).raw(200, 0, 0, 0, 0, 0, 0)), 'no act of kind 200');
  });
});
