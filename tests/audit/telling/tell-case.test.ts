import { describe, expect, it } from 'vitest';
import { entriesAt, storyOf, tellCase } from '#audit';
import { NONE_32 } from '#domain';
import type { EntrySource } from '#ledger';
import { LedgerBuilder, QUEUED } from '../ledger-builder.ts';

/** A German case that Dublin cannot solve by day, and nobody may work at night. */
const eventful = () =>
  new LedgerBuilder()
    .begin()
    .at(7)
    .intake(0, { stream: 2, language: 1, trueLanguage: 0, solvedAtTier: 2 })
    .intake(1, { stream: 0 })
    .dublinTakes(0)
    .dublinCloses()
    .endView(0, 0, 0, 0, 0)
    .escalate(0, 'follow-the-sun', 1, [0, 0, 0])
    .move(0, 'SHIFT_END', 'open.working', QUEUED)
    .wait(0, 'residency leaves no eligible centre')
    .at(10)
    .severity(0, 'A')
    .escalate(0, 'severity', 2)
    .move(0, 'severityRaise', QUEUED, QUEUED)
    .wait(0, 'residency leaves no eligible centre', 2, 0, 'A')
    .dublinReopens()
    .dublinTakes(0, 6, 4);

describe('tellCase', () => {
  it('gives each entry with its instant in UTC, then where the data was, who saw it and why the case waited', () => {
    const ledger = eventful();
    const lines = tellCase(storyOf(ledger.ledger(), 0), ledger.scenario);
    expect(lines.slice(0, 4)).toEqual([
      '2014-11-03T07:00:00.000Z  opened by e-mail, severity B, de for sql (actually en for sql), tier 2 solves it; ' +
        'customer 7 of strict-de in DE',
      '2014-11-03T07:00:00.000Z  primary stored at dublin (IE), from the customer',
      '2014-11-03T07:00:00.000Z  replica stored at amsterdam (NL), copied from dublin (IE)',
      '2014-11-03T07:00:00.000Z  submitted → open.triage (SUBMIT)',
    ]);
    const text = lines.join('\n');
    expect(text).toContain('assigned to agent 0 of dublin-t1 after 0 s; 1 group had a free agent');
    expect(text).toContain(
      'agent 0 of dublin-t1 at dublin-desk (IE) starts viewing it, for support, read from dublin (IE)',
    );
    expect(text).toContain('escalated for follow-the-sun, leaves dublin-desk (IE), goes to tier 1');
    expect(text).toContain('waits at tier 1, stage 0, severity B: residency leaves no eligible centre');
    expect(text).toContain('the customer changes the severity to A');
    expect(lines.slice(lines.indexOf('Where its data was:'))).toEqual([
      'Where its data was:',
      '  2014-11-03T07:00:00.000Z to the end of the story                17 h  primary at dublin (IE)',
      '  2014-11-03T07:00:00.000Z to the end of the story                17 h  replica at amsterdam (NL)',
      '',
      'Who saw it:',
      '  2014-11-03T07:00:00.000Z to 2014-11-03T08:00:00.000Z             1 h  agent 0 at dublin-desk (IE), for support',
      '  2014-11-04T00:00:00.000Z to the end of the story                 0 s  agent 6 at dublin-desk (IE), for support',
      '',
      'Why it waited:',
      '  2014-11-03T08:00:00.000Z to 2014-11-03T10:00:00.000Z             2 h  residency leaves no eligible centre',
      '  2014-11-03T10:00:00.000Z to 2014-11-04T00:00:00.000Z            14 h  residency leaves no eligible centre',
    ]);
  });

  it('describes transfers with their basis, and events of the world', () => {
    const ledger = new LedgerBuilder()
      .begin()
      .at(1)
      .centre(false, 0)
      .dataCentre(false, 1)
      .law()
      .intake(0)
      .redmondTakes(0);
    ledger.store(0, 'cache', 2, 0, 0b11).delete(0, 'cache', 2).centre(true, 0).raw(99, 0, 0, 0, 0, 0, 0);
    ledger.transfer(0, 'same-entity', 0xffff, 1, 4).endView(0, 9, 9, NONE_32, 9);
    const all = ledger.entries.map((_, index) => index);
    const text = tellCase(entriesAt(ledger.ledger(), all), ledger.scenario).join('\n');
    for (const sentence of [
      '2 agents of dublin-t1 (from number 0) begin duty',
      'agent 4 of bangalore-t1 begins duty',
      'centre dublin-desk (IE) goes down',
      'data centre amsterdam (NL) goes down',
      'a zone changes, a basis begins or ends, or data goes to another company',
      'made available by vendor-ie to vendor-us at redmond (US), basis: framework SAFE_HARBOR_EU_US',
      'made available by the customer to vendor-us at redmond (US), basis: same-entity',
      'cache deleted at virginia (US)',
      'cache stored at virginia (US), copied from dublin (IE): content, attachment',
      'centre dublin-desk (IE) is up again',
      'an act of unknown kind 99',
      'agent none of group 9 at place 12 stops viewing it',
      'Why it waited: it did not wait',
    ]) {
      expect(text).toContain(sentence);
    }
  });
});

describe('storyOf', () => {
  it('gives the entries of one case, up to the requested number', () => {
    const ledger = eventful().ledger();
    const story = storyOf(ledger, 1);
    expect(story.length).toBe(3);
    expect(story.every(({ caseNumber }) => caseNumber === 1)).toBe(true);
    expect(storyOf(ledger, 0, 7).map(({ index }) => index)).toEqual([5, 6, 7]);
  });
});

describe('entriesAt', () => {
  it('reads only the blocks of the entries, in order', () => {
    const ledger = eventful().ledger();
    const read: number[] = [];
    const blocks: EntrySource = {
      forEach: () => expect.unreachable(),
      blockEntries: 2,
      forEachInBlocks: (numbers, visit) => {
        for (const number of numbers) {
          read.push(number);
          ledger.forEach((entry) => {
            if (Math.floor(entry.index / 2) === number) visit(entry);
          });
        }
      },
    };
    expect(entriesAt(blocks, [7, 1, 6]).map(({ index }) => index)).toEqual([1, 6, 7]);
    expect(read).toEqual([0, 3]);
  });
});
