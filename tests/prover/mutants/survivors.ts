/** Mutants that break no promise, each with a reason that a reader can check. */
export const SURVIVORS: readonly { readonly what: RegExp; readonly why: string }[] = [
  { what: /guard needsNoTriage/, why: 'Cases skip triage, about which nothing is promised.' },
  {
    what: /guard drawsOutcomes/,
    why: 'Each contact draws again which tier solves the case. In this scenario every contact does so anyway.',
  },
  {
    what: /guard needsCustomer/,
    why: 'A case without a question to the customer is resolved by the time limit instead: later, but at the same place.',
  },
  {
    what: /guard handsOver/,
    why: 'The engine puts the event to the machine only if the case must be handed over.',
  },
  { what: /guard (closes|erases)AtOnce/, why: 'Cases are closed and erased earlier than necessary.' },
  {
    what: /action (noteWorkLeft|notePause)/,
    why: 'Only the handling time changes, which affects the service but no promise.',
  },
  {
    what: /action forgetAgent/,
    why: 'The next assignment overwrites the agent, and nobody sees the case before that.',
  },
  {
    what: /action raiseTierForSeverity/,
    why: 'Tier 1 continues with the case, which is slower but permitted.',
  },
  {
    what: /action startPool/,
    why: 'A case that was offered beyond its region before is offered there at once the next time, but only to permitted groups.',
  },
  {
    what: /action (noteNoReply|noteReopened)/,
    why: 'The next contact draws it again. Until then a timer may be due once more, in a state that has this timer.',
  },
  {
    what: /action (restContact|recordAbandonment|recordClearing|recordLoss|recordResolution|recordReopening)/,
    why: 'It only affects measures of service.',
  },
  {
    what: /(guard (isCalledBack|isCalledNoMore)|action (noteCallBack|noteCall|noteUnreached|recordUnreached)) /,
    why: 'This scenario has no callbacks. The tests of the life cycle cover them.',
  },
  { what: /action stayInTier/, why: 'In this scenario no case is passed on within its tier.' },
  { what: /guard restsMeanwhile/, why: 'In this scenario no work is interrupted for an urgent case.' },
  { what: /action (pauseClock|resumeClock)/, why: 'They only affect the clocks of targets.' },
  {
    what: /action retire/,
    why: 'The record of an erased case is not reused. This costs memory, but affects no data.',
  },
  {
    what: /promise \S+: (storage|backup) anywhere/,
    why: 'Placements and evacuations name only data centres inside the zone, except in the mutants `begins with …, unchecked`.',
  },
  {
    what: /promise inside: (workingCopy|processing|access) anywhere/,
    why: 'The promise’s other dimensions forbid the same centres, because viewing a case is both access and processing.',
  },
  { what: /placement default begins with/, why: 'This promise restricts no place.' },
  {
    what: /placement \S+ begins with \S+$/,
    why: 'The policy checks the list, and skips a data centre that the promise forbids.',
  },
  {
    what: /entity (ireland|contact-sofia|contact-manila) relies/,
    why: 'Inside the free flow no basis is needed. Elsewhere, an instrument for another country is no valid basis.',
  },
];
