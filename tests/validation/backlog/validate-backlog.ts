import { proofTable, prove } from './proof.ts';

/** Prints how well runs from open cases foretell what became of them: `npm run validate:backlog -- <cuts> <runs> <runs from nothing>`. */
const [cuts = 40, runs = 79, coldRuns = 20] = process.argv.slice(2).map(Number);
const proof = prove(cuts, runs, coldRuns, (soFar) => {
  process.stderr.write(`${soFar.cuts} of ${cuts} cuts\n`);
  if (soFar.cuts % 10 === 0 && soFar.cuts < cuts) process.stderr.write(`${proofTable(soFar)}\n`);
});
process.stdout.write(proofTable(proof));
