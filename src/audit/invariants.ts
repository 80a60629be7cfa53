/** What one invariant says, and where it comes from. Reports print it; the checks are in `invariants/`. */
export interface InvariantRow {
  readonly id: string;
  readonly title: string;
  /** For everybody. */
  readonly sentence: string;
  /** For those who want to know exactly. Live(x,t): copy x stored at or before t and not yet deleted. */
  readonly statement: string;
  /** What made the promise, or the law. */
  readonly source: string;
  /** One way to break it. */
  readonly brokenBy: string;
}

/**
 * The invariants that the auditor judges, in the order of reports. Numbers follow the project's list of
 * promises.
 */
export const INVARIANTS: readonly InvariantRow[] = [
  {
    id: 'R1',
    title: 'Storage',
    sentence: 'Every live copy is in a country that its promise allows, at every moment.',
    statement:
      'For all copies x and times t: Live(x,t) implies that for each item class of x the country of ' +
      'its place is in the zone that the promise names for the class and for the role of x (primary, ' +
      'replica, log: storage; backup: backup; cache, working copy: workingCopy), the zone taken at t; and where the promise asks ' +
      'who stores for a certificate, the entity of the place has one that neither it nor its edition has ended at t. ' +
      'Judged at each store and at each change of a zone. And where the promise says where data is stored first: for all stores ' +
      'at t of what the customer sent, the country of the place is in that zone, taken at t.',
    source: "The vendor's promise on where support data is stored",
    brokenBy: 'a primary copy in a data centre outside of the promised zone; a country that leaves the zone',
  },
  {
    id: 'R2',
    title: 'Derivation',
    sentence: 'A copy is made only from a copy of the same case that is there, and carries nothing more.',
    statement:
      'For all stores of a copy from another place: a copy of the same case is live at that place, and the item classes of ' +
      'the new copy are among those there. Its promise, and so its boundary, is that of the case.',
    source: "The vendor's promise on where support data is stored: copies of copies included",
    brokenBy: 'a replica made from a data centre that has no copy of the case',
  },
  {
    id: 'R3',
    title: 'Failover',
    sentence:
      'Replicas, backups and failover targets are inside the boundary too, also while a data centre is down.',
    statement:
      'For all stores of a replica or backup, of a primary copied from another place, and of a primary ' +
      'while a data centre of its placement is down: the place is allowed as R1 has it.',
    source: "The vendor's promise on where support data is stored, failover included",
    brokenBy: 'new cases stored outside of the boundary while the data centre inside is down',
  },
  {
    id: 'R4',
    title: 'Access place',
    sentence: 'Whoever sees a case is, the whole time, where its promise allows.',
    statement:
      'For all views v and all t in v: the country of the centre is in the zones that the promise ' +
      'names for access and for processing of each item class seen, taken at t. Judged at the ' +
      'beginning and at each change of a zone.',
    source: 'Promises that restrict access or processing, beside storage',
    brokenBy: 'a case whose promise restricts access worked from outside of the access zone',
  },
  {
    id: 'R5',
    title: 'Person rule',
    sentence: 'Who sees data resides, the whole time, where the promise asks for.',
    statement:
      'For all views v of case c and all t in v, where the promise of c restricts personnel: the country in which the agents of the ' +
      'group reside is in the zone that the promise names for each item class seen, taken at t. Judged at the beginning and at ' +
      'each change of a zone. Citizenship and clearance are not told by scenarios.',
    source: 'Promises on personnel, such as sovereign cloud offers',
    brokenBy: 'an agent in Dublin who resides in Boston, on a case for residents of the Union',
  },
  {
    id: 'R6',
    title: 'Purpose',
    sentence:
      'A case is seen only by the agent to whom it is assigned at that time, or whom that one consults, and only to support the customer.',
    statement:
      'For all views v of case c by agent g: the last assignment of c names g, no view of c has ended ' +
      "since, and the purpose of v is 'support'; or it is 'consultation', and the case is in the hands of another agent, alone so far.",
    source: "The vendor's promise on who can access support data; GDPR Art. 5(1)(b)",
    brokenBy: 'an agent who looks into a case again after work on it has ended',
  },
  {
    id: 'R7',
    title: 'Basis',
    sentence:
      'Data that leaves the free flow of its law goes only to whoever has a legal basis at that time.',
    statement:
      'For all stores and views at a place whose country is outside of the free flow of a law that protects the data at t, or ' +
      "may (that of the customer's country; that of the company that exports): the entry before is a transfer that names " +
      'the case, the place, the entity that holds the place, and the exporter (the entity of the place copied or read ' +
      'from, or the customer). Its basis is `same-entity` if and only if both are one entity. It carries the transfer at ' +
      't under each of these laws, or it does not, or that is open: then the act is counted as not judged, with the ' +
      'reason. All of it by the law as it was known at t; and again by the law as it is known today, which is counted apart.',
    source: 'Directive 95/46/EC Arts 25-26; GDPR Arts 44-47; Swiss FADP; UK GDPR',
    brokenBy: 'a transfer relied on a framework that has been struck down',
  },
  {
    id: 'R8',
    title: 'End of a basis',
    sentence: 'When a legal basis ends, what was held under it moves or is deleted in time.',
    statement:
      'For all streams s and places p: if at t the last basis ends on which data of s may be at p, and none begins before ' +
      't + grace, no copy of a case of s is live at p after t + grace. (That nothing relies on the basis any more is R7.) Judged ' +
      'where the scenario has a grace, when it has passed within the horizon.',
    source: 'CJEU C-362/14, C-311/18; GDPR Art. 44',
    brokenBy: 'copies at an importer whose framework was struck down a month ago',
  },
  {
    id: 'R9',
    title: 'Subcontractor',
    sentence:
      'Only subcontractors that were announced, in the countries listed, with the duties passed on in writing.',
    statement:
      'For all stores at a place, and views by agents, of entity e at t, where the promise says something of subcontractors: e is no ' +
      'subcontractor, or the promise admits those announced, and e is announced at t, the country of the place is listed for e, ' +
      'and the contract with e passes the duties on at t. Of a view both the company of the centre and the employer are asked. ' +
      'Copies that rest when a contract ends are not judged.',
    source: 'GDPR Art. 28(2), (4); 45 CFR 164.308(b)',
    brokenBy: 'a subcontractor used before it was announced',
  },
  {
    id: 'R10',
    title: 'Escalation',
    sentence:
      'Every hand-over has a reason that was true at that moment, and whoever gets a case was eligible.',
    statement:
      'For all escalations: uptime: the centre is down; follow-the-sun: the agent is outside of duty; ' +
      'language: the case was routed in another language than its own, or its agents do not serve it; ' +
      'expertise: it was routed for another product, or needs a higher tier; severity: the customer ' +
      'raised it to A; returned: a contact found that the tier below is the one for it; ' +
      'absence: the agent is away; residency: promise or law forbid the centre. For all assignments: tier, expertise, language, channel, promise ' +
      'and law fit, the centre is up, the agent is on duty, not away, and has nothing in hand, or no more than the group may have beside it. The same of who is consulted, by the tier and ' +
      'product that the scenario asks for; language and channel do not matter. A case that joins the line of a centre or group joins the one that the rule of the scenario ' +
      'gives at that moment, leaves it only for a reason, and is taken by nobody else.',
    source: "The vendor's words: escalated by uptime, language and technical expertise",
    brokenBy: 'a hand-over explained with an outage that there was not',
  },
  {
    id: 'R11',
    title: 'Necessity',
    sentence: "Nobody outside of the customer's region is used while somebody eligible inside is free.",
    statement:
      'For all assignments of a case to a group outside of its region at t, where every stage of the routing rule prefers local ' +
      'specialists before all else: no group inside that may take the case, and whose conditions hold, has an agent who was free ' +
      'before t and is so at t. (Where the rule says something else, it is not promised.)',
    source: 'GDPR Art. 5(1)(c), applied to access; the routing preference `local specialist`',
    brokenBy: 'a case that goes overseas although a local expert is idle',
  },
  {
    id: 'R12',
    title: 'Consent',
    sentence:
      'An access outside of the boundary is covered by a consent that was given before, for this, and has not ended.',
    statement:
      'For all views v that name a consent and all t in v: customers of the segment gave it at or before t, it holds at t, it names what ' +
      'the promise does not allow (access, processing), and the country of the centre is in its zone at t. (A view outside that names ' +
      'none breaks R4; stored copies are never covered.) Judged at the beginning, and whenever a zone or a consent changes.',
    source: 'GDPR Art. 7, Art. 49(1)(a); promises with consent',
    brokenBy: 'a consent signed the day after',
  },
  {
    id: 'R13',
    title: 'Break-glass',
    sentence:
      'An emergency access is opened by two persons for a bounded time, told to the customer, and reviewed.',
    statement:
      'For all emergencies: the promise knows of them; the case has severity A, and has waited as long as the promise asks for because ' +
      'residency leaves no eligible centre; two agents of the group that approves them are on duty and approve it, neither of whom is to ' +
      'see the case; the centre keeps no copy; nobody sees it after the window; and the customer is told, and it is reviewed by ' +
      'that group, each within its time. (Storage is never relaxed: R1. A view outside that is no emergency, and on no consent, breaks R4.)',
    source: 'Practice of emergency access (ISO/IEC 27001 controls of access)',
    brokenBy: 'an emergency access that nobody reviewed',
  },
  {
    id: 'R14',
    title: 'Router view',
    sentence:
      'Routing knows of a case only what is on a list: of cases alike in that, the first to come is the first to go.',
    statement:
      'For all assignments of a waiting case c at t: no case that joined a queue before c, and since then has waited with its data ' +
      'readable, agrees with c in what routing may know beside age: zone tag (arrival stream), language, product, tier and severity. ' +
      'Counted where another such case waits; not for cases that kept an older place, nor where the scenario has another order of age.',
    source: 'GDPR Art. 25(1)',
    brokenBy: 'a router that looks into cases, and takes those first that are soon done',
  },
  {
    id: 'R15',
    title: 'Erasure',
    sentence: 'When retention and grace after the closing of a case are over, no copy of it is left.',
    statement:
      'For all cases closed at t and not re-opened: no copy of the case is live after t + eraseAfter + ' +
      'grace, or after the end of the legal holds that t + eraseAfter falls into, + grace; and no last copy is deleted during a ' +
      'hold. Judged when that time has passed within the horizon, or earlier when the last copy is ' +
      'deleted.',
    source: "The vendor's promise on what is done with support data; GDPR Art. 5(1)(e)",
    brokenBy: 'a replica that is forgotten when the case is erased',
  },
  {
    id: 'R16',
    title: 'Working copies',
    sentence: 'A working copy at a centre is gone soon after the case has left its agent.',
    statement:
      'For all working copies at a centre: deleted within the time that the scenario allows after the ' +
      'view at that centre has ended, unless another view at the centre began before.',
    source: 'Residency of what agents keep on local support systems',
    brokenBy: 'working copies purged only when the case is erased',
  },
  {
    id: 'R17',
    title: 'No resurrection',
    sentence: 'What was erased never comes back.',
    statement: 'No copy of a case is stored after the last copy of it was deleted.',
    source: 'GDPR Art. 17; the same promise as erasure',
    brokenBy: 'a restored backup that brings an erased case back',
  },
  {
    id: 'R18',
    title: 'Log = world',
    sentence: 'The ledger and what was done correspond one to one.',
    statement:
      'Times do not decrease; case numbers are 0, 1, 2 … in the order of opening; each transition ' +
      'starts in the state in which the last one ended; what is deleted or read is live; a centre with a local system works on a copy there; a ' +
      'view ends that had begun; a refusal names the cases that are on the lines; each message left, and ' +
      'nobody else, is followed by a case; only who went without an answer comes again, once; ' +
      'lines that close for the day are cleared or served out as the scenario says; who is consulted stays for the part that it says, and what ' +
      'is in hand with others ends when, as slowly as it says, all of it is done; a contact waits for somebody, or goes on alone, only while nobody is free for it; nothing happens to a case before its opening or after its end; places ' +
      "go down and come up by turns; work windows are the scenario's. (Integrity of the bytes is " +
      "proved by the ledger's seal.)",
    source: 'What makes every other verdict worth something',
    brokenBy: 'an access that is not recorded; an entry that is dated back',
  },
  {
    id: 'R19',
    title: 'Residency of the log',
    sentence: 'Personal data in the ledger itself rests where the promise allows.',
    statement:
      'For all cases c of which the ledger tells at t, where the scenario says where the ledger is kept: the data centre at which it is ' +
      'kept at t is in the zone that the promise of c names for storage of the item class `audit`, taken at t. Judged at each ' +
      'opening, at each move of the ledger, and at each change of a zone. (It holds numbers in place of names and contents.)',
    source: "The vendor's promise on where support data is stored, logs included",
    brokenBy: 'a European ledger kept in the United States',
  },
  {
    id: 'R20',
    title: 'Attribution',
    sentence: 'Each assignment and each access names one agent.',
    statement:
      'For all assignments, views and ends of views: the agent exists and is of the group and centre ' +
      'named.',
    source: "The vendor's promise: who can access your data",
    brokenBy: 'accesses recorded without the agent',
  },
  {
    id: 'R21',
    title: 'Fresh policy',
    sentence: 'No decision uses rules that are older than their last change.',
    statement:
      'For all assignments and stores at t: the ledger says by the law of which instant the vendor decides at t, and since that instant, ' +
      'up to t, no zone, promise, consent, contract or legal basis has changed who may work the cases of some stream, or which data ' +
      'centre may hold them. Counted from the first such change on.',
    source: 'What makes rules that change over time worth something',
    brokenBy: 'a router that learns of a court ruling a day late',
  },
  {
    id: 'R22',
    title: 'Evacuation',
    sentence: 'When a country leaves the boundary, no copy is there; and none is put there shortly before.',
    statement:
      'For all instants t at which a zone loses country k: no live copy whose promise names the zone for it is in k at t, and no ' +
      'primary, replica or backup that needs the zone is stored in k in [t - lead, t), lead being what the scenario says.',
    source: "The vendor's promise on where support data is stored; withdrawal of a member state",
    brokenBy: 'a London data centre still full on 31 December 2020',
  },
  {
    id: 'R23',
    title: 'No silent starvation',
    sentence: 'Nobody waits without a recorded cause, and the cause is true.',
    statement:
      'At the end of every instant: each case in open.waiting.queued or stalled has a recorded cause ' +
      'since it began to wait, and the cause is the first true one of the decision list in ' +
      "docs/waiting-causes.md; where it is 'no agent free', no agent of a staffed group that may take the " +
      'case is free. A contact rests only while its agent is off duty, away or at a centre that is down, or its data ' +
      'cannot be read; and that agent goes on with it. A case is refused ' +
      'if and only if the lines of its channel are full: as many cases as ' +
      'they take wait or are in hand, or as many as may wait do, and nobody is free for it. Who becomes free takes of those who wait ' +
      'the kind that the group takes first.',
    source: 'A promise is a hard constraint: service gets worse visibly before a promise is broken',
    brokenBy: 'every waiting customer told that no agent is free',
  },
  {
    id: 'R24',
    title: 'Truthful answer',
    sentence:
      'The ledger tells whose each case is, and what each copy is and holds, so that each customer can be answered.',
    statement:
      "For all cases c: the opening of c names one of the customers of its stream; for all stores: role and item classes are the model's, and " +
      'there are some. Then every statement s about customer k over ledger L can be made: `meridian verify --statement` holds that ' +
      's = statement(k, L), byte for byte.',
    source: "The vendor's promise: customers will know; GDPR Art. 15",
    brokenBy: 'cases recorded without the customer',
  },
  {
    id: 'R25',
    title: 'Detection',
    sentence:
      'Breaches that the auditor seeds into a copy of the record are found by the invariants that are meant to find them.',
    statement:
      'For all seeds s of the auditor for which the first entries of ledger L give occasion, and whose invariant finds no violation in L: ' +
      'the audit of those entries with s put in finds more violations of its invariant than without. (That each breach of ' +
      "`meridian breaches` is reported by exactly its invariants, the project's tests show.)",
    source: 'An audit that cannot fail is none',
    brokenBy: 'an auditor who does not look',
  },
  {
    id: 'R26',
    title: 'Authority',
    sentence:
      'A disclosure to an authority records its basis, and the customer is told unless that is forbidden.',
    statement:
      'For all disclosures of data of a case: the scenario has it, at that time and of that segment; a basis is recorded; and within the ' +
      'time that the scenario gives a notice is recorded, unless an order forbids it.',
    source: 'GDPR Art. 48; transparency reports',
    brokenBy: 'an answer to a subpoena of which nobody was told',
  },
];
