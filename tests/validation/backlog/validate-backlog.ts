import { proofTable, prove } from './proof.ts';

/** Prints how well runs from open cases foretell what became of them: `npm run validate:backlog -- <cuts> <runs>`. */
const [cuts = 40, runs = 79] = process.argv.slice(2).map(Number);
process.stdout.write(proofTable(prove(cuts, runs, 20)));
