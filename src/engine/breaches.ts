import { LAW_READING, type LawReading } from '#domain';

/**
 * Seeded breaches: ways in which a vendor could break its promises, each of which the auditor must find. A faulty
 * policy decides wrongly, faulty conduct acts wrongly, and a faulty record tells wrongly what was done.
 */
export interface Faults {
  /** How the vendor reads the law. */
  readonly lawReading: LawReading;
  // Policy.
  readonly storeOutside: boolean;
  readonly storeFirstElsewhere: boolean;
  readonly replicateOutside: boolean;
  readonly failOverOutside: boolean;
  readonly ignoreAccessZone: boolean;
  readonly ignoreWorkingCopyZone: boolean;
  readonly ignoreBasis: boolean;
  readonly ignoreLeaving: boolean;
  readonly ignorePersonnel: boolean;
  readonly ignoreSubcontracts: boolean;
  readonly ignoreConsentEnd: boolean;
  readonly ledgerOutside: boolean;
  readonly staleLaw: boolean;
  readonly ignoreLocality: boolean;
  readonly lookIntoCases: boolean;
  readonly consultAnybody: boolean;
  readonly ignoreKinds: boolean;
  readonly ignoreSlowdown: boolean;
  readonly longestLine: boolean;
  // Conduct.
  readonly browse: boolean;
  readonly forgetErasure: boolean;
  readonly keepWorkingCopy: boolean;
  readonly restoreErased: boolean;
  readonly falseReason: boolean;
  readonly falseCause: boolean;
  readonly forgetReview: boolean;
  readonly ignoreHold: boolean;
  readonly approveAlone: boolean;
  readonly overstay: boolean;
  readonly forgetEmergencies: boolean;
  // Record.
  readonly copyOfNothing: boolean;
  readonly omitTransfer: boolean;
  readonly omitException: boolean;
  readonly omitNotice: boolean;
  readonly omitView: boolean;
  readonly omitWait: boolean;
  readonly backdate: boolean;
  readonly anonymousAccess: boolean;
  readonly anonymousCustomer: boolean;
}

export const NO_FAULTS: Faults = {
  lawReading: LAW_READING,
  storeOutside: false,
  storeFirstElsewhere: false,
  replicateOutside: false,
  failOverOutside: false,
  ignoreAccessZone: false,
  ignoreWorkingCopyZone: false,
  ignoreBasis: false,
  ignoreLeaving: false,
  ignorePersonnel: false,
  ignoreSubcontracts: false,
  ignoreConsentEnd: false,
  ledgerOutside: false,
  staleLaw: false,
  ignoreLocality: false,
  lookIntoCases: false,
  consultAnybody: false,
  ignoreKinds: false,
  ignoreSlowdown: false,
  longestLine: false,
  browse: false,
  forgetErasure: false,
  keepWorkingCopy: false,
  restoreErased: false,
  falseReason: false,
  falseCause: false,
  forgetReview: false,
  ignoreHold: false,
  approveAlone: false,
  overstay: false,
  forgetEmergencies: false,
  copyOfNothing: false,
  omitTransfer: false,
  omitException: false,
  omitNotice: false,
  omitView: false,
  omitWait: false,
  backdate: false,
  anonymousAccess: false,
  anonymousCustomer: false,
};

export interface Breach {
  readonly name: string;
  readonly sentence: string;
  readonly faults: Partial<Faults>;
  /** Exactly the invariants that report it. */
  readonly reportedBy: readonly string[];
  /** The scenario in which it shows; `css-2014-drill` where left out. */
  readonly drill?: 'law-drill' | 'break-glass' | 'second-opinion' | 'chat-desk' | 'own-lines';
}

export const BREACHES: readonly Breach[] = [
  {
    name: 'store-outside',
    sentence: 'The primary copy is put into a data centre that the promise forbids.',
    faults: { storeOutside: true },
    reportedBy: ['R1'],
  },
  {
    name: 'store-first-elsewhere',
    sentence: 'What customers send is stored first outside of the zone in which the promise says that it is.',
    faults: { storeFirstElsewhere: true },
    reportedBy: ['R1'],
  },
  {
    name: 'replicate-outside',
    sentence: 'The replica is put into a data centre that the promise forbids.',
    faults: { replicateOutside: true },
    reportedBy: ['R1', 'R3'],
  },
  {
    name: 'copy-of-nothing',
    sentence: 'The replica is made from a place that holds no copy of the case.',
    faults: { copyOfNothing: true },
    reportedBy: ['R2'],
  },
  {
    name: 'fail-over-outside',
    sentence: 'While the first data centre is down, new cases are stored outside of the promised boundary.',
    faults: { failOverOutside: true },
    reportedBy: ['R1', 'R3'],
  },
  {
    name: 'copy-outside',
    sentence: 'A centre with a local support system outside of the boundary takes restricted cases.',
    faults: { ignoreWorkingCopyZone: true },
    reportedBy: ['R1', 'R10'],
  },
  {
    name: 'view-from-anywhere',
    sentence: 'Cases whose promise restricts access are worked from outside of the access zone.',
    faults: { ignoreAccessZone: true },
    reportedBy: ['R4', 'R10'],
  },
  {
    name: 'browse',
    sentence: 'An agent looks again into a case that is no longer assigned to anybody.',
    faults: { browse: true },
    reportedBy: ['R6'],
  },
  {
    name: 'no-basis',
    sentence: 'Data goes to an entity that can show no legal basis for receiving it.',
    faults: { ignoreBasis: true },
    reportedBy: ['R7', 'R10'],
  },
  {
    name: 'unrecorded-transfer',
    sentence: 'Transfers happen but are not recorded.',
    faults: { omitTransfer: true },
    reportedBy: ['R7'],
  },
  {
    name: 'needlessly-outside',
    sentence: 'Cases go to other regions although somebody in their own is free.',
    faults: { ignoreLocality: true },
    reportedBy: ['R11'],
  },
  {
    name: 'consult-anybody',
    sentence: 'An agent consults whoever is free, also where promise or law forbid that the case is seen.',
    faults: { consultAnybody: true },
    reportedBy: ['R4', 'R10'],
    drill: 'second-opinion',
  },
  {
    name: 'whoever-waits-longest',
    sentence: 'Agents take who has waited longest, whatever kinds of cases their group takes first.',
    faults: { ignoreKinds: true },
    reportedBy: ['R23'],
    drill: 'chat-desk',
  },
  {
    name: 'several-at-full-speed',
    sentence: 'Contacts that are in hand together end as early as if each were alone.',
    faults: { ignoreSlowdown: true },
    reportedBy: ['R18'],
    drill: 'chat-desk',
  },
  {
    name: 'longest-line',
    sentence: 'Cases that find nobody free join the worst of the lines.',
    faults: { longestLine: true },
    reportedBy: ['R10'],
    drill: 'own-lines',
  },
  {
    name: 'ended-consent',
    sentence: 'Accesses go on relying on a consent that has ended.',
    faults: { ignoreConsentEnd: true },
    reportedBy: ['R10', 'R12'],
    drill: 'law-drill',
  },
  {
    name: 'unrecorded-exception',
    sentence: 'Accesses outside of the promise do not say on which consent they rely.',
    faults: { omitException: true },
    reportedBy: ['R4'],
    drill: 'law-drill',
  },
  {
    name: 'ignored-hold',
    sentence: 'Cases are erased although a legal hold is in force.',
    faults: { ignoreHold: true },
    reportedBy: ['R15'],
    drill: 'law-drill',
  },
  {
    name: 'silent-disclosure',
    sentence: 'Customers are not told that their data was handed over to an authority.',
    faults: { omitNotice: true },
    reportedBy: ['R26'],
    drill: 'law-drill',
  },
  {
    name: 'ledger-outside',
    sentence: 'The ledger is kept in a data centre that a promise forbids for it.',
    faults: { ledgerOutside: true },
    reportedBy: ['R19'],
    drill: 'break-glass',
  },
  {
    name: 'lone-approver',
    sentence: 'A single person opens cases in an emergency.',
    faults: { approveAlone: true },
    reportedBy: ['R13'],
    drill: 'break-glass',
  },
  {
    name: 'overstayed-emergency',
    sentence: 'Who got a case in an emergency goes on seeing it when the time is over.',
    faults: { overstay: true },
    reportedBy: ['R13'],
    drill: 'break-glass',
  },
  {
    name: 'unreviewed-emergency',
    sentence: 'Nobody reviews emergency accesses afterwards.',
    faults: { forgetEmergencies: true },
    reportedBy: ['R13'],
    drill: 'break-glass',
  },
  {
    name: 'forgotten-review',
    sentence:
      'Copies are left where they are when their legal basis has ended, or their country is about to leave.',
    faults: { forgetReview: true },
    reportedBy: ['R1', 'R8', 'R22'],
    drill: 'law-drill',
  },
  {
    name: 'last-minute',
    sentence: 'New copies are still put into a country that is about to leave the boundary.',
    faults: { ignoreLeaving: true },
    reportedBy: ['R1', 'R22'],
    drill: 'law-drill',
  },
  {
    name: 'stale-law',
    sentence: 'The rules that decide are always those before the last change.',
    faults: { staleLaw: true },
    reportedBy: ['R4', 'R7', 'R10', 'R21', 'R22'],
    drill: 'law-drill',
  },
  {
    name: 'anybody',
    sentence: 'Cases whose promise names where people must reside are worked by others.',
    faults: { ignorePersonnel: true },
    reportedBy: ['R5', 'R10'],
    drill: 'law-drill',
  },
  {
    name: 'unbound-subcontractor',
    sentence: 'Subcontractors that were not announced, or are not bound in writing, get data all the same.',
    faults: { ignoreSubcontracts: true },
    reportedBy: ['R9', 'R10'],
    drill: 'law-drill',
  },
  {
    name: 'false-reason',
    sentence: 'Every hand-over is explained with uptime, whatever the reason was.',
    faults: { falseReason: true },
    reportedBy: ['R10'],
  },
  {
    name: 'forgotten-erasure',
    sentence: 'When retention ends, the replica is forgotten.',
    faults: { forgetErasure: true },
    reportedBy: ['R15'],
  },
  {
    name: 'kept-working-copy',
    sentence: 'Working copies are purged only when the case is erased.',
    faults: { keepWorkingCopy: true },
    reportedBy: ['R16'],
  },
  {
    name: 'restored-case',
    sentence: 'Erased cases come back from a backup.',
    faults: { restoreErased: true },
    reportedBy: ['R17'],
  },
  {
    name: 'unrecorded-view',
    sentence: 'The beginning of an access is not recorded.',
    faults: { omitView: true },
    reportedBy: ['R18'],
  },
  {
    name: 'backdated-entry',
    sentence: 'Storing is recorded an hour before it was done.',
    faults: { backdate: true },
    reportedBy: ['R18'],
  },
  {
    name: 'anonymous-access',
    sentence: 'Accesses are recorded without the agent.',
    faults: { anonymousAccess: true },
    reportedBy: ['R20'],
  },
  {
    name: 'curious-router',
    sentence: 'Of waiting cases those are taken first that a low tier will solve, which nobody can know yet.',
    faults: { lookIntoCases: true },
    reportedBy: ['R14'],
  },
  {
    name: 'nameless-customer',
    sentence: 'Cases are recorded without the customer whose they are.',
    faults: { anonymousCustomer: true },
    reportedBy: ['R24'],
  },
  {
    name: 'false-cause',
    sentence: 'Every waiting case is told that no agent is free.',
    faults: { falseCause: true },
    reportedBy: ['R23'],
  },
  {
    name: 'silent-wait',
    sentence: 'Cases wait without a recorded cause.',
    faults: { omitWait: true },
    reportedBy: ['R23'],
  },
];

export function faultsOf(breach: string): Faults | null {
  const found = BREACHES.find(({ name }) => name === breach);
  return found === undefined ? null : { ...NO_FAULTS, ...found.faults };
}
