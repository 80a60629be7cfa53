/**
 * What happens in a run, told as a stream of acts. An act is seven numbers: the ledger stores them as they are,
 * statistics counts them, and a run creates no object for them. Simulated time is read from the clock.
 *
 *   kind  aux   case   a          b             c              d
 *   ----  ----  -----  ---------  ------------  -------------  ----------------------------------------
 *   u8    u8    u32    u16        u16           u32            u32
 *
 * A *place* is a data centre (its index) or a service centre's local system (`dataCentres.length` + its index).
 * NONE_16 and NONE_32 stand for "none"; acts of the world carry NO_CASE.
 */
export const ACT_KINDS = [
  /** Work windows of agents begin or end. aux 1 begins, 0 ends · a group · b shift · c agents · d first agent */
  'duty',
  /** aux 1 up, 0 down · a centre */
  'centre',
  /** aux 1 up, 0 down · a data centre */
  'data centre',
  /** The set of countries of some zone, or the force of some basis, changes now. a running number of the change */
  'law',
  /** A case is opened. aux channel | severity << 2 · a arrival stream · b declared language | declared product << 8
   *  · c customer · d true language | true product << 8 | tier that solves it << 16 */
  'open',
  /** A macrostep of the life cycle. aux event · a state before · b state after (indices of CASE_STATES) */
  'transition',
  /** aux role · a place · b place it was copied from, or NONE_16 (from the customer) · c item classes */
  'store',
  /** aux role · a place · c item classes */
  'delete',
  /** Data is made available to an entity. aux basis kind · a exporting entity or NONE_16 (the customer) · b importing
   *  entity · c place where it is stored or centre from which it is seen (`dataCentres.length` + centre)
   *  · d instrument: its index in the importer's list, or NONE_32 */
  'transfer',
  /** A case waits. aux cause · a tier · b routing stage · c severity */
  'wait',
  /** A routing decision. aux preference rank of the winner · a group · b groups that had somebody free · c agent
   *  · d milliseconds waited, at most 2^32 − 2 */
  'assign',
  /** An agent begins to see a case. aux purpose · a centre · b group · c agent · d place that is read */
  'view',
  /** An agent ceases to see a case. Fields as in `view` */
  'view end',
  /** A case leaves a centre, tier or skill. aux reason · a centre or NONE_16 · b group or NONE_16 · c agent or NONE_32
   *  · d tier that is to have it now */
  'escalate',
  /** The customer changes the severity. aux severity */
  'severity',
  /** The run is ended before its horizon, because the waiting line grows without bound; nothing follows. d cases that wait */
  'end',
  /** What the contact that was just assigned will find: another tier than was known is the one that solves the case
   *  (a lower one: the case goes back). aux tier */
  'outcome',
  /** A single agent goes away, or comes back. aux 1 back, 0 away · a group · c agent */
  'presence',
  /** A case is refused because the lines of its channel are full. aux channel · c cases of the channel in the system,
   *  waiting or in hand · d those of them that wait */
  'refuse',
  /** A case that has just been opened follows an earlier one of the same customer. aux 0 the customer gave up or was refused
   *  then, and comes again; 1 the customer has just left a message · d the earlier case */
  'follow-up',
  /** An agent does work that a contact has left, after the case has gone, or is done with it. aux 1 begins, 0 done · a group
   *  · c agent. The case is named where it begins; and, where agents have several in hand, where it is done, too (the case may
   *  have been erased by then) */
  'after-contact work',
  /** An agent lets go of a case, to take one of a higher severity at once. a group · c agent · d the case that is to be taken */
  'preempt',
  /** A customer is offered to be called back, or is called. aux index of CALLBACK_STEPS · c cases of the channel that wait before
   *  it, d ms that the customer of the channel waited who was answered last (both where it is offered) */
  'callback',
  /** The access that follows at once is outside of the promise, and relies on an exception. aux 0 a consent · a centre · b its number in
   *  the list of the segment · c agent */
  'exception',
  /** Data of a case is handed over to an authority. aux 1 where a basis is recorded · a disclosure of the scenario */
  'disclosure',
  /** The customers are told of a disclosure. a disclosure of the scenario */
  'notice of disclosure',
  /** The line of a waiting case closes for the day, and those who could take it stay until it is served. */
  'serve out',
  /** An agent whose duty is over stays to serve such cases, or goes home. aux 1 stays, 0 goes · a group · c agent */
  'overtime',
  /** A case is opened outside of its promise for a time. aux index of EMERGENCY_STEPS · a centre from which it is seen, or NONE_16 · b number
   *  of the emergency · c who approves, sees, or reviews it, or NONE_32 · d how long it is open, ms. Once it is open the case is
   *  not named any more: it may be erased before it is reviewed */
  'emergency access',
  /** The vendor works out anew who may do what, since promise or law have changed. c, d by the law of which instant: milliseconds since
   *  the start, as c + d · 2^32 */
  'policy refresh',
  /** The ledger is kept at a data centre from now on, and no longer where it was. a data centre */
  'ledger kept',
  /** An agent is to consult another about the case in hand, and nobody is free. aux index of CONSULTATION_STEPS · a group · c agent.
   *  (Who is consulted sees the case: a `view` for that purpose, as long as it takes.) */
  'consultation',
  /** Work begins whose speed depends on how much else its agent has in hand. aux 0 a contact, 1 the work that it has left · a group
   *  · c agent · d how long it takes with nothing else in hand, ms, at most 2^32 − 2 */
  'among several',
  /** A case that waits joins the line of one centre or group, or is open to all. aux index of COMMITMENT_STEPS · a centre, b group
   *  (NONE_16 where it is the whole centre, and both where it is open to all) · c cases of its tier that wait in that line already
   *  · d expected delay, ms: of the rule `minimum expected delay` */
  'commitment',
] as const;
export type ActKind = (typeof ACT_KINDS)[number];

/** Numbers that are told in two words of 32 bits: low + high · WORD_32. */
export const WORD_32 = 2 ** 32;
export const NO_CASE = 0xffffffff;
export const NONE_16 = 0xffff;
export const NONE_32 = 0xffffffff;

/** Whose line a waiting case is in, as the ledger numbers it: that of one centre or group, or that of all who may take it. */
export const COMMITMENT_STEPS = ['joins', 'is open to all'] as const;
export type CommitmentStep = (typeof COMMITMENT_STEPS)[number];

/** What becomes of customers who could be called back, as the ledger numbers it. */
export const CALLBACK_STEPS = ['declined', 'accepted', 'reached', 'not reached'] as const;
export type CallbackStep = (typeof CALLBACK_STEPS)[number];

/** How an emergency goes on, as the ledger numbers it: two persons approve it, it is opened, its customer is told, it is reviewed. */
export const EMERGENCY_STEPS = ['approved', 'opened', 'told', 'reviewed'] as const;
export type EmergencyStep = (typeof EMERGENCY_STEPS)[number];

/** Purposes for which a case may be seen. */
export const ACCESS_PURPOSES = ['support', 'quality review', 'none', 'consultation'] as const;

/** Receives the acts of a run in the order in which they happen. Fields: see ACT_KINDS. */
export interface Observer {
  act(
    timeMs: number,
    kind: number,
    aux: number,
    caseNumber: number,
    a: number,
    b: number,
    c: number,
    d: number,
  ): void;
}

/** The index of an act kind, for comparing with numbers in hot code. */
export function actKind(kind: ActKind): number {
  return ACT_KINDS.indexOf(kind);
}
