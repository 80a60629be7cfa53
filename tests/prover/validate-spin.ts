import { parseArgs } from 'node:util';
import { AssertionError } from '#base';
import { loadScenario, scenarioNames } from '../running.ts';
import { mutantsOf } from './mutants/mutants.ts';
import { byProof, bySpin, type Compared, compared, kindsOf, type SpinFindings } from './spin.ts';

/**
 * `npm run validate:spin`: explores the cases of the given scenarios (default: all) by proof and by SPIN, and prints a table. `--cases`: a row
 * for each kind of streams. `--mutants`: the mutants of the proving ground that the proof kills, and whether SPIN kills them too.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { cases: { type: 'boolean' }, mutants: { type: 'boolean' } },
});
let differing = 0;

function isEqual({ proof, spin }: Compared): boolean {
  return JSON.stringify(proof) === JSON.stringify(spin);
}

function row(cells: readonly (string | number)[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

function compareScenario(name: string): void {
  const scenario = loadScenario(name);
  const all = kindsOf(scenario).map((stream) => {
    const one = compared(scenario, stream);
    if (values.cases === true)
      row([`${name} ${one.name}`, one.proof.states, one.spin.states, verdictOf(one)]);
    if (!isEqual(one)) differing++;
    return one;
  });
  const sum = (side: 'proof' | 'spin') => all.reduce((total, one) => total + one[side].states, 0);
  row([name, all.length, sum('proof'), sum('spin'), all.every(isEqual) ? 'the same' : 'DIFFERENT']);
}

function verdictOf(one: Compared): string {
  const { broken, isLeftOpen } = one.spin;
  if (!isEqual(one)) return `DIFFERENT: ${JSON.stringify(one)}`;
  return broken.length > 0 ? `broken: ${broken.join(', ')}` : isLeftOpen ? 'undecided' : 'holds';
}

/**
 * By the stream in which the proof finds the mutant's shortest counterexample. Where an assertion of the program stops the proof, there is
 * nothing to write as a model. Where an index leaves its table, SPIN says so, which kills the mutant, too; properties cannot be compared then.
 */
function compareMutants(): void {
  const scenario = loadScenario('proving-ground');
  let [found, left, stopped] = [0, 0, 0];
  for (const mutant of mutantsOf(scenario)) {
    for (const stream of kindsOf(scenario)) {
      const proof = tried(() => byProof(scenario, stream, mutant));
      if (typeof proof === 'string') {
        stopped++;
        row([mutant.name, `the proof stops: ${proof}`, 'no model']);
        break;
      }
      if (proof.broken.length === 0) continue;
      const { spin } = bySpin(scenario, stream, mutant);
      const isFound = proof.broken.join() === spin.broken.join();
      if (spin.leavesTables) left++;
      else if (isFound) found++;
      else differing++;
      const told = isFound ? 'the same' : JSON.stringify({ proof, spin });
      row([mutant.name, proof.broken.join(', '), spin.leavesTables ? 'an index leaves its table' : told]);
      break;
    }
  }
  process.stdout.write(
    `${found} mutants are found broken by both, with the same properties; at ${left}, SPIN reports an index outside of its table; ` +
      `${differing} are judged differently; at ${stopped}, an assertion stops the proof\n`,
  );
}

/** What the proof finds, or the assertion that stopped it. */
function tried(work: () => SpinFindings): SpinFindings | string {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AssertionError)) throw error;
    return error.message;
  }
}

/** A proof covers arriving cases only. */
const provable = scenarioNames().filter((name) => loadScenario(name).backlog === undefined);
if (values.mutants === true) compareMutants();
else for (const name of positionals.length > 0 ? positionals : provable) compareScenario(name);
process.exitCode = differing > 0 ? 1 : 0;
