/** What the auditor shares with the simulator and what it does not: one text for every document that mentions it. */
export const AUDITOR_INDEPENDENCE =
  'The auditor applies rules of its own, written a second time: boundaries, evaluation of the law, eligibility, waiting causes, and the ' +
  'judges of all invariants. It shares with the simulator the vocabulary and layout of acts, calendars, language matching, basic arithmetic, the ' +
  'readers of scenario and ledger files, the tables of the scenario, and the tables of law, which are pinned by their hashes.';
