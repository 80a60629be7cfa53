// A routing preference of one's own: who may take a case is decided before; this only orders them. `meridian run --preference` takes
// this file, too.
import { readScenario, simulate } from 'meridian';
import { definePreference } from 'meridian/preference';

/** Keeps busy centres free: the group with the largest share of its agents idle goes first. */
const makePreference = definePreference(() => ({
  name: 'largest idle share',
  rank: ({ idleCount, onDuty }) => -idleCount / onDuty,
}));
export default makePreference;

// Run by itself, it compares the two.
if (process.argv[1]?.endsWith('own-preference.mjs')) {
  const read = readScenario('scenarios/three-centres');
  if (!read.ok) throw new Error('the scenario is wrong: `meridian validate` says where');
  const usual = simulate(read.value, { ledger: false });
  const own = simulate(read.value, { ledger: false, preference: makePreference(read.value) });
  const seconds = ({ summary }) =>
    summary.channels.find(({ id }) => id === 'phone').speedOfAnswerS.toFixed(2);
  console.log(
    `calls are answered after ${seconds(usual)} s, and after ${seconds(own)} s with the preference`,
  );
}
