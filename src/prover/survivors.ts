/** Mutants that break no promise, and why. A reader should be able to agree with each reason. */
export const SURVIVORS: readonly { readonly what: RegExp; readonly why: string }[] = [
  { what: /guard needsNoTriage/, why: 'Triage is skipped: nothing is promised about it.' },
  {
    what: /guard drawsOutcomes/,
    why: 'Each contact finds anew which tier solves the case: in this world all do so anyway.',
  },
  {
    what: /guard needsCustomer/,
    why: 'A case without a question to the customer is resolved by the time limit: later, not elsewhere.',
  },
  {
    what: /guard handsOver/,
    why: 'The event is put to the machine only where the case is to be handed over.',
  },
  { what: /guard (closes|erases)AtOnce/, why: 'Closing and erasing come earlier than they have to.' },
  {
    what: /action (noteWorkLeft|notePause)/,
    why: 'Handling takes another time: a matter of service, not of promises.',
  },
  {
    what: /action forgetAgent/,
    why: 'The next assignment writes over it, and nobody sees the case in between.',
  },
  { what: /action raiseTierForSeverity/, why: 'Tier 1 goes on with the case: slower, and permitted.' },
  {
    what: /action startPool/,
    why: 'A case that was offered beyond its region is offered so at once the next time: to permitted groups only.',
  },
  {
    what: /action (noteNoReply|noteReopened)/,
    why: 'The next contact draws it anew; until then a timer may be due once more, in a state that has it.',
  },
  {
    what: /action (restContact|recordAbandonment|recordClearing|recordLoss|recordResolution|recordReopening)/,
    why: 'It feeds measures of service and nothing else.',
  },
  {
    what: /(guard (isCalledBack|isCalledNoMore)|action (noteCallBack|noteCall|noteUnreached|recordUnreached)) /,
    why: 'Nobody is called back in this world: the life cycle’s own tests look at it.',
  },
  { what: /guard restsMeanwhile/, why: 'Nobody’s work is interrupted for an urgent case in this world.' },
  { what: /action (pauseClock|resumeClock)/, why: 'They feed the clocks of targets and nothing else.' },
  { what: /action retire/, why: 'The record of an erased case is not used again: memory, not data.' },
  {
    what: /promise \S+: (storage|backup) anywhere/,
    why: 'Placements and evacuations name data centres inside the zone only; `begins with …, unchecked` is the one that does not.',
  },
  {
    what: /promise inside: (workingCopy|processing|access) anywhere/,
    why: 'Its other dimensions forbid the same centres: to see a case is to access and to process it.',
  },
  {
    what: /placement \S+ begins with \S+$/,
    why: 'The policy does not trust the list: a data centre that the promise forbids is passed by.',
  },
  { what: /placement default begins with/, why: 'This promise restricts no place.' },
  {
    what: /entity (ireland|contact-sofia|contact-manila) relies/,
    why: 'Inside the free flow no basis is needed; elsewhere an instrument for another country carries nothing.',
  },
];
