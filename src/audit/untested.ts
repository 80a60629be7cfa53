import type { Scenario } from '#domain';
import { leavingsOf } from './leavings.ts';

/** What has to be in a scenario for the invariant to be of use, and what does not happen in a run that never puts it to the test. */
interface Untested {
  /** Null where the scenario has what it takes. */
  readonly lack?: (scenario: Scenario) => string | null;
  readonly absent: string;
}

const NOBODY_SAW = 'nobody saw a case';
const NOTHING_STORED = 'nothing was stored';

const UNTESTED: Readonly<Record<string, Untested>> = {
  R1: { absent: NOTHING_STORED },
  R2: { absent: 'no copy was made from another one' },
  R3: {
    absent:
      'no replica or backup was made, no copy moved, and nothing was stored while a data centre was down',
  },
  R4: { absent: NOBODY_SAW },
  R5: {
    lack: ({ promises }) =>
      promises.some(({ zones }) => Object.values(zones).some(({ personnel }) => personnel !== 'ANY'))
        ? null
        : 'no promise says where people have to reside',
    absent: 'nobody saw a case whose promise says where people have to reside',
  },
  R6: { absent: NOBODY_SAW },
  R7: { absent: 'no data left the free flow of a law that protects it' },
  R8: {
    lack: ({ retention }) =>
      retention.basisEnd === undefined
        ? 'no time is promised in which copies are gone when a basis ends'
        : null,
    absent: 'no copy rested where a basis had ended and its grace was over',
  },
  R9: {
    lack: ({ promises }) =>
      promises.every(({ subcontractors }) => subcontractors === undefined)
        ? 'no promise says anything of subcontractors'
        : null,
    absent: 'nothing was stored or seen of a case whose promise says something of subcontractors',
  },
  R10: { absent: 'no case was given to anybody' },
  R11: {
    lack: ({ routing: { stages } }) =>
      stages.every(({ prefer }) => prefer[0] === 'local specialist')
        ? null
        : 'the routing rule does not prefer local specialists before all others',
    absent: 'no case went to somebody outside of its region',
  },
  R12: {
    lack: ({ segments }) =>
      segments.every(({ consents = [] }) => consents.length === 0) ? 'no customer gave a consent' : null,
    absent: 'nobody relied on a consent',
  },
  R13: {
    lack: ({ promises }) =>
      promises.every(({ breakGlass }) => breakGlass === undefined) ? 'no promise has emergency access' : null,
    absent: 'no case was opened in an emergency',
  },
  R14: { absent: 'no two cases waited that are alike to the router' },
  R15: { absent: 'no case was erased or due to be' },
  R16: { absent: 'no working copy was deleted or due to be' },
  R17: { absent: NOTHING_STORED },
  R18: { absent: 'nothing was recorded' },
  R19: {
    lack: ({ ledger }) => (ledger === undefined ? 'nothing is said of where the ledger is kept' : null),
    absent: 'no case was opened',
  },
  R20: { absent: 'no act was recorded that names an agent' },
  R21: { absent: 'the rules changed for nobody' },
  R22: {
    lack: (scenario) =>
      leavingsOf(scenario, scenario.retention.leavingLeadMs ?? 0).length === 0
        ? 'no country of the scenario leaves a zone that a promise names'
        : null,
    absent: 'nothing rested in a country that leaves a zone',
  },
  R23: { absent: 'no case waited' },
  R24: { absent: 'nothing was recorded that a customer is told' },
  R25: { absent: 'the beginning of the ledger, in which breaches are seeded, has a place for none' },
  R26: {
    lack: ({ disclosures = [] }) => (disclosures.length === 0 ? 'no authority wanted anything' : null),
    absent: 'nothing was disclosed to an authority',
  },
};

/** Why nothing put the invariant to the test in a run of the scenario: the rest of a sentence that begins with "since". */
export function whyUntested(id: string, scenario: Scenario): string {
  const row = UNTESTED[id];
  if (row === undefined) throw new RangeError(`no invariant ${id}`);
  return row.lack?.(scenario) ?? row.absent;
}
