import { bruteForce, findSmall, smallInstance } from './small-rosters.ts';

/** `npm run validate:rosters -- 100 160`: the search against brute force for instances from the first number to the last. */
const [first = 35, last = 100] = process.argv.slice(2).map(Number);
let [answers, differences] = [0, 0];
for (let seed = first; seed <= last; seed++) {
  const instance = smallInstance(seed);
  const expected = await bruteForce(instance);
  const outcome = await findSmall(instance);
  const cost = outcome.kind === 'found' ? outcome.result.cost : null;
  const isEqual =
    cost === expected.cost || Math.abs((cost ?? Number.NaN) - (expected.cost ?? Number.NaN)) < 1e-6;
  if (cost !== null) answers++;
  if (!isEqual) differences++;
  process.stdout.write(
    `${seed}: ${cost ?? outcome.kind}, brute force ${expected.cost ?? 'none'} (${expected.tried} rosters)\n`,
  );
}
process.stdout.write(
  `${answers} instances with an answer, ${differences} with another one than brute force\n`,
);
process.exitCode = differences === 0 ? 0 : 1;
