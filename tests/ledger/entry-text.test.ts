import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ACT_KINDS,
  type ActKind,
  actKind,
  BASIS_KINDS,
  NO_CASE,
  NONE_16,
  NONE_32,
  TRANSITION_EVENTS,
} from '#domain';
import { describeEntry, type EntryText } from '#ledger';
import { anyAct } from './examples.ts';

type Fields = readonly [aux: number, a: number, b: number, c: number, d: number];
const NONE: Fields = [0, NONE_16, NONE_16, NONE_32, NONE_32];

const fieldsOf = (kind: ActKind, [aux, a, b, c, d]: Fields) =>
  describeEntry(5, actKind(kind), aux, 9, a, b, c, d).fields;

/** One act of each kind, with every field other than the rest. */
const EXAMPLES: Readonly<Record<ActKind, readonly [Fields, EntryText['fields']]>> = {
  duty: [[1, 2, 3, 4, 5], { begins: true, groupIndex: 2, shiftIndex: 3, agentCount: 4, firstAgentIndex: 5 }],
  centre: [[0, 2, 0, 0, 0], { isUp: false, centreIndex: 2 }],
  'data centre': [[1, 2, 0, 0, 0], { isUp: true, dataCentreIndex: 2 }],
  law: [[0, 2, 0, 0, 0], { changeIndex: 2 }],
  open: [
    [1 | (2 << 2), 7, 3 | (1 << 8), 70_000, 4 | (5 << 8) | (3 << 16)],
    {
      channel: 'e-mail',
      severity: 'C',
      streamIndex: 7,
      declaredLanguageIndex: 3,
      declaredProductIndex: 1,
      customerIndex: 70_000,
      trueLanguageIndex: 4,
      trueProductIndex: 5,
      solvedAtTier: 3,
    },
  ],
  transition: [
    [2, 3, 4, 0, 0],
    { event: 'ASSIGN', stateBefore: 'open.waiting.queued', stateAfter: 'open.working' },
  ],
  store: [
    [1, 2, 3, 0b1000001, 0],
    { role: 'replica', placeIndex: 2, copiedFromPlaceIndex: 3, itemClasses: ['content', 'audit'] },
  ],
  delete: [[4, 2, 0, 0b100, 0], { role: 'working copy', placeIndex: 2, itemClasses: ['note'] }],
  transfer: [
    [1, 2, 3, 4, 5],
    { basis: BASIS_KINDS[1] ?? '', exporterIndex: 2, importerIndex: 3, placeIndex: 4, instrumentIndex: 5 },
  ],
  wait: [[3, 2, 1, 0, 0], { cause: 'residency leaves no eligible centre', tier: 2, stage: 1, severity: 'A' }],
  assign: [
    [1, 2, 3, 4, 5],
    { preferenceRank: 1, groupIndex: 2, freeGroupCount: 3, agentIndex: 4, waitMs: 5 },
  ],
  view: [
    [0, 2, 3, 4, 5],
    { purpose: 'support', centreIndex: 2, groupIndex: 3, agentIndex: 4, placeIndex: 5 },
  ],
  'view end': [
    [1, 2, 3, 4, 5],
    { purpose: 'quality review', centreIndex: 2, groupIndex: 3, agentIndex: 4, placeIndex: 5 },
  ],
  escalate: [
    [4, 2, 3, 4, 1],
    { reason: 'follow-the-sun', centreIndex: 2, groupIndex: 3, agentIndex: 4, tier: 1 },
  ],
  severity: [[0, 0, 0, 0, 0], { severity: 'A' }],
  end: [[0, 0, 0, 0, 12_345], { waitingCount: 12_345 }],
  outcome: [[2, 0, 0, 0, 0], { solvedAtTier: 2 }],
  presence: [[0, 3, 0, 4, 0], { isBack: false, groupIndex: 3, agentIndex: 4 }],
  preempt: [[0, 3, 0, 4, 17], { groupIndex: 3, agentIndex: 4, urgentCaseNumber: 17 }],
  callback: [[1, 0, 0, 12, 90_000], { step: 'accepted', aheadCount: 12, lastWaitMs: 90_000 }],
  'after-contact work': [[1, 3, 0, 4, 0], { begins: true, groupIndex: 3, agentIndex: 4 }],
  'among several': [
    [1, 3, 0, 4, 90_000],
    { isAfterContact: true, groupIndex: 3, agentIndex: 4, workMs: 90_000 },
  ],
  consultation: [[1, 3, 0, 4, 0], { step: 'goes on alone', groupIndex: 3, agentIndex: 4 }],
  commitment: [
    [0, 2, 3, 4, 5],
    { step: 'joins', centreIndex: 2, groupIndex: 3, aheadCount: 4, expectedDelayMs: 5 },
  ],
  'serve out': [[0, 0, 0, 0, 0], {}],
  overtime: [[1, 3, 0, 4, 0], { stays: true, groupIndex: 3, agentIndex: 4 }],
  'follow-up': [[1, 0, 0, 0, 70_000], { isMessage: true, earlierCase: 70_000 }],
  disclosure: [[1, 3, 0, 0, 0], { hasBasis: true, disclosureIndex: 3 }],
  'ledger kept': [[0, 2, 0, 0, 0], { dataCentreIndex: 2 }],
  'policy refresh': [[0, 0, 0, 705_032_704, 1], { asOfMs: 5_000_000_000 }],
  'emergency access': [
    [1, 4, 7, 12, 3_600_000],
    { step: 'opened', centreIndex: 4, emergency: 7, agentIndex: 12, windowMs: 3_600_000 },
  ],
  'notice of disclosure': [[0, 3, 0, 0, 0], { disclosureIndex: 3 }],
  exception: [[0, 2, 1, 7, 0], { relies: 'consent', centreIndex: 2, consentIndex: 1, agentIndex: 7 }],
  refuse: [[2, 0, 0, 20, 5], { channel: 'web', inSystemCount: 20, waitingCount: 5 }],
};

describe('describeEntry', () => {
  it.each(ACT_KINDS)('names the fields of “%s”', (kind) => {
    const [fields, text] = EXAMPLES[kind];
    expect(fieldsOf(kind, fields)).toEqual(text);
  });

  it('keeps time, kind and case; acts of the world have no case', () => {
    const view = describeEntry(5_000_000_000, actKind('view'), 0, 12, 0, 0, 0, 0);
    expect(view).toMatchObject({ timeMs: 5_000_000_000, kind: 'view', caseNumber: 12 });
    expect(describeEntry(0, actKind('law'), 0, NO_CASE, 0, 0, 0, 0).caseNumber).toBeNull();
  });

  it('names timers after the events', () => {
    expect(fieldsOf('transition', [TRANSITION_EVENTS.indexOf('patience'), 0, 0, 0, 0]).event).toBe(
      'patience',
    );
  });

  it('says null where a field holds the mark for none', () => {
    expect(fieldsOf('store', NONE).copiedFromPlaceIndex).toBeNull();
    expect(fieldsOf('transfer', NONE)).toMatchObject({ exporterIndex: null, instrumentIndex: null });
    expect(fieldsOf('view', NONE).agentIndex).toBeNull();
    expect(fieldsOf('escalate', NONE)).toMatchObject({
      centreIndex: null,
      groupIndex: null,
      agentIndex: null,
    });
  });

  it('shows what it does not know as numbers, and never fails', () => {
    expect(describeEntry(1, 200, 1, 2, 3, 4, 5, 6)).toEqual({
      timeMs: 1,
      kind: 'unknown 200',
      caseNumber: 2,
      fields: { aux: 1, a: 3, b: 4, c: 5, d: 6 },
    });
    expect(fieldsOf('wait', [99, 0, 0, 7, 0])).toMatchObject({ cause: 'unknown 99', severity: 'unknown 7' });
    expect(fieldsOf('delete', [0, 0, 0, 0b10000001, 0]).itemClasses).toEqual(['content', 'unknown 128']);
    fc.assert(
      fc.property(anyAct, (act) => {
        const { fields, kind } = describeEntry(...act);
        // That a line is served out says all that there is to say.
        expect(Object.keys(fields).length > 0 || kind === 'serve out', kind).toBe(true);
      }),
    );
  });
});
