/** A part of an auditor's invariant that the exploration leaves out. */
export interface OpenPart {
  readonly id: string;
  readonly what: string;
}

/** What a proof checks, and how much of an auditor's invariant that covers. */
export interface PropertyRow {
  /** The invariant's id if all of it is checked; otherwise the id, a full stop, and a name for the part. */
  readonly id: string;
  readonly name: string;
  /** Exactly what is checked at each explored step. */
  readonly sentence: string;
  /** How it is stricter than the invariant, in words. A step that breaks it need not break the invariant. */
  readonly stricter?: string;
}

/** In the order of reports. */
export const PROPERTIES = [
  {
    id: 'R1',
    name: 'Copies are where the promise allows',
    sentence:
      'Each copy is stored where promise and certificates allow it, and they still allow it after each change of the law. What a customer sends is stored first where the promise says.',
  },
  {
    id: 'R2',
    name: 'Copies are made from live copies, and hold no more',
    sentence:
      'Each copy that is made from another place is made from one with a live copy of the case, and holds no item class that the copies there lack.',
    stricter: 'R2 also accepts a copy of what came back after the erasure, which breaks R17.',
  },
  {
    id: 'R3',
    name: 'Failover stays inside the boundary',
    sentence:
      'Replicas, moved primaries, and primaries that are stored while a data centre of the placement is or may be down are stored where R1 allows it.',
  },
  {
    id: 'R4',
    name: 'Cases are seen from allowed places only',
    sentence:
      'At its start and after each change of the law, each view is from a centre inside the zones for access and processing, unless it names a consent (R12) or an emergency (R13), or the conditions hold on which the promise lets people outside see cases: an escort watches from where it wants one, and the customer has given the approval that it asks for.',
  },
  {
    id: 'R5',
    name: 'Viewers reside where the promise requires',
    sentence:
      'At its start and after each change of the law, each view is by agents of a group that resides in the zone for personnel.',
  },
  {
    id: 'R6.group-has-it',
    name: 'Only a group that has the case sees it',
    sentence:
      'A view for support is by the group to which the case is assigned. A view for a consultation starts while somebody has the case and nobody else is consulted. There is one escort at most.',
  },
  {
    id: 'R7',
    name: 'Transfers are recorded, on a valid basis',
    sentence:
      'Each copy and each view outside the free flow follows a recorded transfer between the right entities, whose basis is valid by the law as it was known then.',
  },
  {
    id: 'R8',
    name: 'Copies are gone when a grace period ends',
    sentence:
      'When the grace period of an ended basis is over, no copy is live at a place that nothing else allows.',
  },
  {
    id: 'R9',
    name: 'Only admitted subcontractors get data',
    sentence:
      'The company at each place with a copy or a view, and the employer of each viewer, is no subcontractor, or is one that the promise admits at that moment; and the customers have the agreement with the vendor that their law asks for, if the scenario says when they have it. These companies have the certificates that the promise asks for.',
  },
  {
    id: 'R10.group-eligible',
    name: 'Only an eligible group gets the case',
    sentence:
      'Each agent who is assigned a case, or is consulted, belongs to a group that tier, product, language, channel, promise and law allow. An escort is somebody whom promise and law allow. Where the promise lets people outside see cases on conditions, their groups count as eligible under escort or with an approval; R4 is about the conditions.',
  },
  {
    id: 'R10.reason-fits',
    name: 'Hand-overs state why they happened',
    sentence:
      'When a case goes from an agent back into a queue, the record states the reason for which the life cycle handed it over, the group that had it, and the tier to which it goes.',
  },
  {
    id: 'R12',
    name: 'Consents cover accesses that name them',
    sentence:
      'At its start and after each change of the law, a view that names a consent relies on one that was given, is valid, and covers the centre.',
  },
  {
    id: 'R13.group-eligible',
    name: 'Only eligible groups get emergency access',
    sentence:
      'At its start and after each change of the law, a view in an emergency is from a centre that keeps no copy, by a group that everything except the access zone allows.',
  },
  {
    id: 'R15.erased-whole',
    name: 'Nothing is left of an erased case',
    sentence: 'In the state "erased", no copy of the case is live.',
  },
  {
    id: 'R15.none-in-hold',
    name: 'No case is erased during a legal hold',
    sentence: 'A case does not reach the state "erased" while a legal hold on its segment is in force.',
  },
  {
    id: 'R16',
    name: 'No working copy outlives its view',
    sentence: 'A working copy is live only while somebody at its centre works on the case.',
    stricter: 'R16 gives working copies some time; here they must be deleted at once.',
  },
  {
    id: 'R17',
    name: 'Erased data never comes back',
    sentence: 'No copy is stored after the last one has been deleted or the case has been erased.',
  },
  {
    id: 'R18.states-connect',
    name: 'Each transition starts where the last ended',
    sentence:
      'Each recorded transition starts in the state in which the one before it ended. A customer is asked to approve access from outside once, while the case waits, and answers once.',
  },
  {
    id: 'R18.copies-exist',
    name: 'Only live copies are read or deleted',
    sentence:
      'Only live copies are deleted. Each view reads from a place with a live copy. A centre with a local system has a working copy while it works on the case.',
  },
  {
    id: 'R18.views-recorded',
    name: 'Views are open exactly during work',
    sentence:
      'A view is open if and only if the case is worked on. Each view or consultation that ends has started before.',
  },
  {
    id: 'R20.group-named',
    name: 'Acts name an agent of their group',
    sentence:
      "Assignments, views and ends of views name an agent who exists in the named group, and the group's centre.",
  },
  {
    id: 'R22',
    name: 'Countries that leave hold no copies',
    sentence:
      'When a country leaves a zone, no copy that needs the zone is live there. In the lead time before that, no such copy is stored there permanently.',
  },
] as const satisfies readonly PropertyRow[];
export type PropertyId = (typeof PROPERTIES)[number]['id'];

/** For partly proved invariants: the other parts, which only the audit of a run judges. */
export const LEFT_OPEN: Readonly<Record<string, readonly OpenPart[]>> = {
  R6: [{ id: 'R6.agents', what: 'which agent of the group sees the case' }],
  R10: [
    {
      id: 'R10.presence',
      what: 'whether the centre is up, and whether the agent is on duty, present and free',
    },
    {
      id: 'R10.facts',
      what: 'whether the stated outage, end of duty, absence, severity or interruption took place; which tier solves the case, and how often it may be sent back',
    },
    { id: 'R10.lines', what: 'in which queue of a centre or group a case waits' },
  ],
  R13: [
    {
      id: 'R13.conduct',
      what: 'severity, how long the case has waited, who approves, how long the case is open, notice, review',
    },
  ],
  R15: [
    {
      id: 'R15.time',
      what: 'when a closed case is erased: retention, grace and the timers that count them',
    },
  ],
  R18: [
    { id: 'R18.times', what: 'times and order of entries' },
    {
      id: 'R18.numbers',
      what: 'case numbers, and what may happen before the opening and after the end of a case',
    },
    { id: 'R18.world', what: 'records of duty, outages, presence, overtime and the end of the day' },
    {
      id: 'R18.service',
      what: 'records of refusals, messages, callbacks, outcomes, vendors, visits that follow others, replayed cases, transfers, interruptions and links to incidents: which cases are linked, and whether each is resolved after its parent, when the cause is mended',
    },
    {
      id: 'R18.work',
      what: 'whether somebody is consulted when the scenario says so, whether an escort watches from the first moment to the last, and how long consultations and concurrent contacts take',
    },
  ],
  R20: [{ id: 'R20.agents', what: 'agents other than the first and last of each group' }],
};

const SESSIONS = 'sessions of software, which are not explored';

/** What is left open besides, by invariant, if software answers before people do. */
export const SOFTWARE_LEFT_OPEN: Readonly<Record<string, readonly OpenPart[]>> = {
  R4: [{ id: 'R4.sessions', what: SESSIONS }],
  R6: [{ id: 'R6.sessions', what: SESSIONS }],
  R7: [{ id: 'R7.sessions', what: SESSIONS }],
  R9: [{ id: 'R9.sessions', what: SESSIONS }],
  R18: [{ id: 'R18.sessions', what: SESSIONS }],
};

/** An assumption that is needed besides, if software answers before people do. */
export const SOFTWARE_ASSUMPTION =
  'Nothing is proved of sessions of software, which are not explored: which cases software has, and where and by which company it processes them, only the audit of a run judges. Each case is explored as if it came straight to people; what software contains is stored, closed and erased like any other case, and nobody sees it.';

/** Invariants without a property, and why there can be none. */
export const NOT_EXPLORED: Readonly<Record<string, string>> = {
  R11: 'the exploration leaves open who is free, and where',
  R14: 'cases are explored one at a time, so none can overtake another',
  R19: 'it concerns the ledger as a whole',
  R21: 'it concerns when the vendor recomputes its rules, not a case',
  R23: 'the exploration leaves open who waits, who is free, and why',
  R24: 'nothing in the exploration depends on the customer of a case',
  R25: 'it concerns the auditor',
  R26: 'disclosures change nothing in a case',
  R27: 'the exploration leaves open who is free, and why',
  R28: 'the exploration begins when nothing is sent back any more',
};

/** The assumptions behind the answers: one paragraph, sentence by sentence. */
export const ASSUMPTIONS: readonly string[] = [
  'Cases are explored one at a time, with the life cycle, the policy and the effects on data that simulated runs execute, up to the horizon.',
  'Everything around a case is left open: at any moment any data centre may be up or down, any centre may go down, any agent may leave, any eligible group may have a free agent, and any timer may be due.',
  'Severities, durations and clock times are left open. One agent stands for all agents of a group. Dated changes (law as it was known then, evacuations, reviews, legal holds) happen at their dates.',
  'Acts that neither move nor show data are not explored: waits, refusals, callbacks, queues, disclosures and the like.',
  'A property that holds here therefore holds in every simulated run of this scenario: with any seed, outages and hours, any number of agents in the groups that have agents, and any volume and mix of its kinds of cases.',
];

/** The invariant that the property equals or is part of. */
export function invariantOf(property: string): string {
  return property.split('.')[0] ?? property;
}

/** The properties in the order of their bits in a model; the last bit stands for transfers that the law leaves open. */
export const PROPERTY_BITS: readonly PropertyId[] = PROPERTIES.map(({ id }) => id);
export const OPEN_BIT = PROPERTY_BITS.length;
