import type { Faults } from './faults.ts';
import * as conduct from './faulty-conduct.ts';
import * as policies from './faulty-policies.ts';
import * as records from './faulty-records.ts';

/**
 * Seeded breaches: ways in which a vendor could break its promises. The auditor must find each of them. A faulty policy makes a wrong
 * decision, faulty conduct is a wrong act, and a faulty record is a wrong account of what was done.
 */
interface Breach {
  readonly name: string;
  readonly sentence: string;
  readonly faults: Faults;
  /** The invariants that report the breach, all of them and no others. */
  readonly reportedBy: readonly string[];
  /** The scenario in which the breach shows. Left out: FIRST_DRILL. */
  readonly drill?: string;
}

/** Where most breaches show. */
export const FIRST_DRILL = 'css-2014-drill';

export const BREACHES: readonly Breach[] = [
  {
    name: 'store-outside',
    sentence: 'The primary copy is stored in a data centre that the promise forbids.',
    faults: { policy: (world) => new policies.PrimaryOutside(world) },
    reportedBy: ['R1'],
  },
  {
    name: 'store-first-elsewhere',
    sentence: 'What customers send is first stored outside the zone that the promise names for it.',
    faults: { policy: (world) => new policies.StoredFirstElsewhere(world) },
    reportedBy: ['R1'],
  },
  {
    name: 'replicate-outside',
    sentence: 'The replica is stored in a data centre that the promise forbids.',
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
    sentence: 'While the first data centre is down, new cases are stored outside the promised boundary.',
    faults: { policy: (world) => new policies.FailOverOutside(world) },
    reportedBy: ['R1', 'R3'],
  },
  {
    name: 'copy-outside',
    sentence: 'A centre outside the boundary that keeps local copies takes restricted cases.',
    faults: { policy: (world) => new policies.WorkingCopiesAnywhere(world) },
    reportedBy: ['R1', 'R10'],
  },
  {
    name: 'view-from-anywhere',
    sentence: 'Agents outside the access zone work on cases whose promise restricts access.',
    faults: { policy: (world) => new policies.AccessFromAnywhere(world) },
    reportedBy: ['R4', 'R10'],
  },
  {
    name: 'software-for-everybody',
    sentence: 'Software gets cases although promise or law forbid its place, its company or its purpose.',
    faults: { policy: (world) => new policies.SoftwareForEverybody(world) },
    reportedBy: ['R9'],
    drill: 'ai-first-line',
  },
  {
    name: 'browse',
    sentence: 'An agent views a case again after it is no longer assigned to anybody.',
    faults: { dataEffects: conduct.browsing },
    reportedBy: ['R6'],
  },
  {
    name: 'no-basis',
    sentence: 'A company receives data without a legal basis.',
    faults: { policy: (world) => new policies.NoBasisNeeded(world) },
    reportedBy: ['R7', 'R10'],
  },
  {
    name: 'employer-overlooked',
    sentence: 'People see data although the company that employs them has no legal basis.',
    faults: { policy: (world) => new policies.EmployersOverlooked(world) },
    reportedBy: ['R7', 'R10'],
    drill: 'lent-experts',
  },
  {
    name: 'any-recipient',
    sentence: 'Companies rely on adequacy decisions whose scope does not cover them.',
    faults: { scenario: conduct.withoutScopes },
    reportedBy: ['R7', 'R8', 'R10', 'R21'],
    drill: 'toronto',
  },
  {
    name: 'unrecorded-transfer',
    sentence: 'Transfers are made but not recorded.',
    faults: { observer: records.omitting('transfer') },
    reportedBy: ['R7'],
  },
  {
    name: 'needlessly-outside',
    sentence: 'Cases go to other regions although an agent in their own region is free.',
    faults: { router: conduct.preferringOutside },
    reportedBy: ['R11', 'R27'],
  },
  {
    name: 'needlessly-subcontracted',
    sentence: 'Subcontractors in other regions take cases although an agent of the vendor is free.',
    faults: { router: conduct.preferringOutside },
    reportedBy: ['R27'],
    drill: 'last-resort',
  },
  {
    name: 'needlessly-consulted',
    sentence:
      'Agents consult the expert who has been free longest, even one of a subcontractor while one of the vendor is free.',
    faults: { askedFirst: (able) => able },
    reportedBy: ['R27'],
    drill: 'lent-experts',
  },
  {
    name: 'unexplained-subcontractor',
    sentence: 'Nobody records why a subcontractor had to take a case.',
    faults: { observer: records.omitting('subcontractor needed') },
    reportedBy: ['R27'],
    drill: 'last-resort',
  },
  {
    name: 'untold-plain-items',
    sentence: 'Customers are not told that items came in plain which they were to encrypt.',
    faults: { observer: records.neverToldOfPlainItems },
    reportedBy: ['R28'],
    drill: 'plain-files',
  },
  {
    name: 'kept-plain-items',
    sentence: 'What came in plain is stored, although it was to be sent back.',
    faults: { scenario: conduct.keepingPlainItems },
    reportedBy: ['R28'],
    drill: 'plain-files',
  },
  {
    name: 'consult-anybody',
    sentence: 'An agent consults any free agent, even one whom promise or law forbids to see the case.',
    faults: { policy: (world) => new policies.ConsultingAnybody(world) },
    reportedBy: ['R4', 'R10'],
    drill: 'second-opinion',
  },
  {
    name: 'seen-unescorted',
    sentence: 'Agents outside see cases without the escort that the promise wants.',
    faults: { policy: (world) => new policies.SeenUnescorted(world) },
    reportedBy: ['R4', 'R10', 'R23'],
    drill: 'under-escort',
  },
  {
    name: 'seen-unapproved',
    sentence:
      'Agents outside see cases that the customer was asked about, before the answer or in spite of it.',
    faults: { policy: (world) => new policies.SeenUnapproved(world) },
    reportedBy: ['R4', 'R10'],
    drill: 'by-approval',
  },
  {
    name: 'whoever-waits-longest',
    sentence: 'Agents take the case that has waited longest, whichever kinds their group should take first.',
    faults: { scenario: conduct.withoutKinds },
    reportedBy: ['R23'],
    drill: 'chat-desk',
  },
  {
    name: 'several-at-full-speed',
    sentence: 'Simultaneous contacts of an agent end as early as if each were the only one.',
    faults: { scenario: conduct.withoutSlowdown },
    reportedBy: ['R18'],
    drill: 'chat-desk',
  },
  {
    name: 'longest-line',
    sentence: 'Cases that find no free agent join the worst queue.',
    faults: { isBetterQueue: conduct.worstQueue },
    reportedBy: ['R10'],
    drill: 'own-lines',
  },
  {
    name: 'passed-on-to-anybody',
    sentence: 'A case that is passed on to one group is taken by another of its tier.',
    faults: { router: conduct.forgettingReceivers },
    reportedBy: ['R10', 'R18'],
    drill: 'passed-on',
  },
  {
    name: 'passed-on-blindly',
    sentence: 'Cases are passed on to a group that promise or law forbids to see them.',
    faults: { policy: (world) => new policies.PassingOnBlindly(world) },
    reportedBy: ['R4', 'R10', 'R23'],
    drill: 'passed-on',
  },
  {
    name: 'overfull-queue',
    sentence: 'Cases are passed on although the queue where they go is full.',
    faults: { scenario: conduct.withWiderQueues },
    reportedBy: ['R18'],
    drill: 'passed-on',
  },
  {
    name: 'ended-consent',
    sentence: 'Accesses still rely on a consent that has ended.',
    faults: { policy: (world) => new policies.EndlessConsents(world) },
    reportedBy: ['R10', 'R12'],
    drill: 'law-drill',
  },
  {
    name: 'unrecorded-exception',
    sentence: 'Accesses outside the promise do not say which consent they rely on.',
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
    sentence: 'Customers are not notified that their data was disclosed to an authority.',
    faults: { observer: records.omitting('notice of disclosure') },
    reportedBy: ['R26'],
    drill: 'law-drill',
  },
  {
    name: 'ledger-outside',
    sentence: 'The ledger is kept in a data centre where a promise forbids it.',
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
    sentence: 'Agents who got a case in an emergency still see it after the time allowed.',
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
      'Copies stay where they are although their legal basis has ended or their country is about to leave the zone.',
    faults: { policy: (world) => new policies.RestingAnywhere(world) },
    reportedBy: ['R1', 'R8', 'R22'],
    drill: 'law-drill',
  },
  {
    name: 'last-minute',
    sentence: 'New copies are stored in a country that is about to leave the boundary.',
    faults: { policy: (world) => new policies.NeverLeaving(world) },
    reportedBy: ['R1', 'R22'],
    drill: 'law-drill',
  },
  {
    name: 'stale-law',
    sentence: 'Every decision follows the rules from before their last change.',
    faults: { policy: (world) => new policies.StaleLaw(world) },
    reportedBy: ['R4', 'R7', 'R10', 'R21', 'R22'],
    drill: 'law-drill',
  },
  {
    name: 'anybody',
    sentence: 'Agents who reside outside the promised zone work on the cases.',
    faults: { policy: (world) => new policies.AgentsFromAnywhere(world) },
    reportedBy: ['R5', 'R10'],
    drill: 'law-drill',
  },
  {
    name: 'unbound-subcontractor',
    sentence: 'Subcontractors that were not announced, or are not bound in writing, still receive data.',
    faults: { policy: (world) => new policies.AnySubcontractor(world) },
    reportedBy: ['R9', 'R10'],
    drill: 'law-drill',
  },
  {
    name: 'without-agreement',
    sentence:
      'Cases are taken although their customers have not signed the agreement that their law asks for.',
    faults: { policy: (world) => new policies.AgreementsUnread(world) },
    reportedBy: ['R9', 'R10', 'R23'],
    drill: 'unsigned',
  },
  {
    name: 'outside-scope',
    sentence:
      'Companies work on products whose support their certificates do not cover, as the promise asks.',
    faults: { policy: (world) => new policies.ScopesUnread(world) },
    reportedBy: ['R9', 'R10'],
    drill: 'out-of-scope',
  },
  {
    name: 'lesser-standard',
    sentence: 'Subcontractors get cases without a certificate that the vendor has.',
    faults: { policy: (world) => new policies.LesserStandard(world) },
    reportedBy: ['R9', 'R10'],
    drill: 'out-of-scope',
  },
  {
    name: 'false-reason',
    sentence: 'Every hand-over is recorded with the reason uptime, whatever the real reason was.',
    faults: { observer: records.alwaysUptime },
    reportedBy: ['R10'],
  },
  {
    name: 'forgotten-erasure',
    sentence: 'When retention ends, the replica is not erased.',
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
    sentence: 'The start of an access is not recorded.',
    faults: { observer: records.omitting('view') },
    reportedBy: ['R18'],
  },
  {
    name: 'closed-unmended',
    sentence: 'Linked cases are resolved when half of the time is over in which their cause is mended.',
    faults: { scenario: conduct.mendingTooEarly },
    reportedBy: ['R18'],
    drill: 'one-cause',
  },
  {
    name: 'anonymous-access',
    sentence: 'Accesses are recorded without the agent.',
    faults: { observer: records.withoutAgents },
    reportedBy: ['R20'],
  },
  {
    name: 'curious-router',
    sentence: 'Agents first take cases that a low tier will solve, which nobody can know yet.',
    faults: { router: conduct.lookingIntoCases },
    reportedBy: ['R14'],
  },
  {
    name: 'nameless-customer',
    sentence: 'Cases are recorded without their customer.',
    faults: { observer: records.withoutCustomers },
    reportedBy: ['R24'],
  },
  {
    name: 'false-cause',
    sentence: 'The cause recorded for every wait is that no agent is free.',
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

/** The faulty parts of a run with the breach; null if there is no such breach. */
export function faultsOf(breach: string): Faults | null {
  return BREACHES.find(({ name }) => name === breach)?.faults ?? null;
}
