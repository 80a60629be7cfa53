import type { LawReading } from '#domain';
import { Policy } from '../residency/policy.ts';
import type { Faults } from './faults.ts';
import * as conduct from './faulty-conduct.ts';
import * as policies from './faulty-policies.ts';
import * as records from './faulty-records.ts';

/**
 * Seeded breaches: ways in which a vendor could break its promises, each of which the auditor must find. A faulty
 * policy decides wrongly, faulty conduct acts wrongly, and a faulty record tells wrongly what was done.
 */
interface Breach {
  readonly name: string;
  readonly sentence: string;
  readonly faults: Faults;
  /** Exactly the invariants that report it. */
  readonly reportedBy: readonly string[];
  /** The scenario in which it shows; `css-2014-drill` where left out. */
  readonly drill?: 'law-drill' | 'break-glass' | 'second-opinion' | 'chat-desk' | 'own-lines';
}

export const BREACHES: readonly Breach[] = [
  {
    name: 'store-outside',
    sentence: 'The primary copy is put into a data centre that the promise forbids.',
    faults: { policy: (world) => new policies.PrimaryOutside(world) },
    reportedBy: ['R1'],
  },
  {
    name: 'store-first-elsewhere',
    sentence: 'What customers send is stored first outside of the zone in which the promise says that it is.',
    faults: { policy: (world) => new policies.StoredFirstElsewhere(world) },
    reportedBy: ['R1'],
  },
  {
    name: 'replicate-outside',
    sentence: 'The replica is put into a data centre that the promise forbids.',
    faults: { policy: (world) => new policies.ReplicaOutside(world) },
    reportedBy: ['R1', 'R3'],
  },
  {
    name: 'copy-of-nothing',
    sentence: 'The replica is made from a place that holds no copy of the case.',
    faults: { observer: records.copiedFromItself },
    reportedBy: ['R2'],
  },
  {
    name: 'fail-over-outside',
    sentence: 'While the first data centre is down, new cases are stored outside of the promised boundary.',
    faults: { policy: (world) => new policies.FailOverOutside(world) },
    reportedBy: ['R1', 'R3'],
  },
  {
    name: 'copy-outside',
    sentence: 'A centre with a local support system outside of the boundary takes restricted cases.',
    faults: { policy: (world) => new policies.WorkingCopiesAnywhere(world) },
    reportedBy: ['R1', 'R10'],
  },
  {
    name: 'view-from-anywhere',
    sentence: 'Cases whose promise restricts access are worked from outside of the access zone.',
    faults: { policy: (world) => new policies.AccessFromAnywhere(world) },
    reportedBy: ['R4', 'R10'],
  },
  {
    name: 'browse',
    sentence: 'An agent looks again into a case that is no longer assigned to anybody.',
    faults: { dataEffects: conduct.browsing },
    reportedBy: ['R6'],
  },
  {
    name: 'no-basis',
    sentence: 'Data goes to an entity that can show no legal basis for receiving it.',
    faults: { policy: (world) => new policies.NoBasisNeeded(world) },
    reportedBy: ['R7', 'R10'],
  },
  {
    name: 'unrecorded-transfer',
    sentence: 'Transfers happen but are not recorded.',
    faults: { observer: records.omitting('transfer') },
    reportedBy: ['R7'],
  },
  {
    name: 'needlessly-outside',
    sentence: 'Cases go to other regions although somebody in their own is free.',
    faults: { router: conduct.preferringOutside },
    reportedBy: ['R11'],
  },
  {
    name: 'consult-anybody',
    sentence: 'An agent consults whoever is free, also where promise or law forbid that the case is seen.',
    faults: { policy: (world) => new policies.ConsultingAnybody(world) },
    reportedBy: ['R4', 'R10'],
    drill: 'second-opinion',
  },
  {
    name: 'whoever-waits-longest',
    sentence: 'Agents take who has waited longest, whatever kinds of cases their group takes first.',
    faults: { scenario: conduct.withoutKinds },
    reportedBy: ['R23'],
    drill: 'chat-desk',
  },
  {
    name: 'several-at-full-speed',
    sentence: 'Contacts that are in hand together end as early as if each were alone.',
    faults: { scenario: conduct.withoutSlowdown },
    reportedBy: ['R18'],
    drill: 'chat-desk',
  },
  {
    name: 'longest-line',
    sentence: 'Cases that find nobody free join the worst of the lines.',
    faults: { isBetterQueue: conduct.worstQueue },
    reportedBy: ['R10'],
    drill: 'own-lines',
  },
  {
    name: 'ended-consent',
    sentence: 'Accesses go on relying on a consent that has ended.',
    faults: { policy: (world) => new policies.EndlessConsents(world) },
    reportedBy: ['R10', 'R12'],
    drill: 'law-drill',
  },
  {
    name: 'unrecorded-exception',
    sentence: 'Accesses outside of the promise do not say on which consent they rely.',
    faults: { observer: records.omitting('exception') },
    reportedBy: ['R4'],
    drill: 'law-drill',
  },
  {
    name: 'ignored-hold',
    sentence: 'Cases are erased although a legal hold is in force.',
    faults: { scenario: conduct.withoutHolds },
    reportedBy: ['R15'],
    drill: 'law-drill',
  },
  {
    name: 'silent-disclosure',
    sentence: 'Customers are not told that their data was handed over to an authority.',
    faults: { observer: records.omitting('notice of disclosure') },
    reportedBy: ['R26'],
    drill: 'law-drill',
  },
  {
    name: 'ledger-outside',
    sentence: 'The ledger is kept in a data centre that a promise forbids for it.',
    faults: { policy: (world) => new policies.LedgerOutside(world) },
    reportedBy: ['R19'],
    drill: 'break-glass',
  },
  {
    name: 'lone-approver',
    sentence: 'A single person opens cases in an emergency.',
    faults: { observer: records.approvedAlone },
    reportedBy: ['R13'],
    drill: 'break-glass',
  },
  {
    name: 'overstayed-emergency',
    sentence: 'Who got a case in an emergency goes on seeing it when the time is over.',
    faults: { breakGlass: conduct.overstaying },
    reportedBy: ['R13'],
    drill: 'break-glass',
  },
  {
    name: 'unreviewed-emergency',
    sentence: 'Nobody reviews emergency accesses afterwards.',
    faults: { observer: records.neverReviewed },
    reportedBy: ['R13'],
    drill: 'break-glass',
  },
  {
    name: 'forgotten-review',
    sentence:
      'Copies are left where they are when their legal basis has ended, or their country is about to leave.',
    faults: { policy: (world) => new policies.RestingAnywhere(world) },
    reportedBy: ['R1', 'R8', 'R22'],
    drill: 'law-drill',
  },
  {
    name: 'last-minute',
    sentence: 'New copies are still put into a country that is about to leave the boundary.',
    faults: { policy: (world) => new policies.NeverLeaving(world) },
    reportedBy: ['R1', 'R22'],
    drill: 'law-drill',
  },
  {
    name: 'stale-law',
    sentence: 'The rules that decide are always those before the last change.',
    faults: { policy: (world) => new policies.StaleLaw(world) },
    reportedBy: ['R4', 'R7', 'R10', 'R21', 'R22'],
    drill: 'law-drill',
  },
  {
    name: 'anybody',
    sentence: 'Cases whose promise names where people must reside are worked by others.',
    faults: { policy: (world) => new policies.AgentsFromAnywhere(world) },
    reportedBy: ['R5', 'R10'],
    drill: 'law-drill',
  },
  {
    name: 'unbound-subcontractor',
    sentence: 'Subcontractors that were not announced, or are not bound in writing, get data all the same.',
    faults: { policy: (world) => new policies.AnySubcontractor(world) },
    reportedBy: ['R9', 'R10'],
    drill: 'law-drill',
  },
  {
    name: 'false-reason',
    sentence: 'Every hand-over is explained with uptime, whatever the reason was.',
    faults: { observer: records.alwaysUptime },
    reportedBy: ['R10'],
  },
  {
    name: 'forgotten-erasure',
    sentence: 'When retention ends, the replica is forgotten.',
    faults: { dataEffects: conduct.forgettingReplicas },
    reportedBy: ['R15'],
  },
  {
    name: 'kept-working-copy',
    sentence: 'Working copies are purged only when the case is erased.',
    faults: { dataEffects: conduct.keepingWorkingCopies },
    reportedBy: ['R16'],
  },
  {
    name: 'restored-case',
    sentence: 'Erased cases come back from a backup.',
    faults: { dataEffects: conduct.restoringErased },
    reportedBy: ['R17'],
  },
  {
    name: 'unrecorded-view',
    sentence: 'The beginning of an access is not recorded.',
    faults: { observer: records.omitting('view') },
    reportedBy: ['R18'],
  },
  {
    name: 'backdated-entry',
    sentence: 'Storing is recorded an hour before it was done.',
    faults: { observer: records.backdated },
    reportedBy: ['R18'],
  },
  {
    name: 'anonymous-access',
    sentence: 'Accesses are recorded without the agent.',
    faults: { observer: records.withoutAgents },
    reportedBy: ['R20'],
  },
  {
    name: 'curious-router',
    sentence: 'Of waiting cases those are taken first that a low tier will solve, which nobody can know yet.',
    faults: { router: conduct.lookingIntoCases },
    reportedBy: ['R14'],
  },
  {
    name: 'nameless-customer',
    sentence: 'Cases are recorded without the customer whose they are.',
    faults: { observer: records.withoutCustomers },
    reportedBy: ['R24'],
  },
  {
    name: 'false-cause',
    sentence: 'Every waiting case is told that no agent is free.',
    faults: { observer: records.alwaysNobodyFree },
    reportedBy: ['R23'],
  },
  {
    name: 'silent-wait',
    sentence: 'Cases wait without a recorded cause.',
    faults: { observer: records.omitting('wait') },
    reportedBy: ['R23'],
  },
];

/** What is faulty in a run with the breach; null for a breach that nobody knows. */
export function faultsOf(breach: string): Faults | null {
  return BREACHES.find(({ name }) => name === breach)?.faults ?? null;
}

/** A vendor who reads the law in another way than the auditor. */
export function misreading(law: LawReading): Faults {
  return { policy: (world) => new Policy(world, law) };
}
