import { queueWorld, split } from './queue-worlds.ts';
import { judgeRare, LONG_WAIT, LOST_AT_6, LOST_AT_10, LOST_AT_15, type RareCase } from './rare-cases.ts';

/**
 * Rare events compared with their exact probabilities, and how often the intervals hold them. Prints the tables of
 * docs/how-rare-is-never.md. `npm run validate:rare -- ⟨runs⟩ ⟨paths⟩ ⟨repetitions⟩`.
 */
const [runs = 20, paths = 200, repetitions = 100] = process.argv.slice(2).map(Number);
const print = (text: string) => process.stdout.write(`${text}\n`);
const figure = (value: number) => value.toPrecision(3);

function line(rare: RareCase): string {
  const { cpuSeconds, exact, halfWidth, mean, result, z } = judgeRare(rare, { runs, paths, seed: 'rare' });
  const { crude, levels, notices } = result;
  const share = crude === null ? '–' : `${(100 * crude.share).toPrecision(2)} %`;
  const cells = [
    rare.title,
    figure(exact),
    `${figure(mean)} ± ${figure(halfWidth)}`,
    z.toFixed(1),
    levels.length - 1,
    notices.toLocaleString('en-GB'),
    share,
    cpuSeconds.toFixed(0),
  ];
  return `| ${cells.join(' | ')} |`;
}

print(`${runs} runs of ${paths} paths a stage.\n`);
print('| case | exact | splitting (95 %) | errors off | levels | events | of crude work | CPU s |');
print('|---|---|---|---|---|---|---|---|');
for (const rare of [LOST_AT_10, LOST_AT_15, LONG_WAIT]) print(line(rare));

/** How often the 95 % interval of a few small runs holds the exact value. */
const world = queueWorld(LOST_AT_6.world);
let held = 0;
for (let k = 0; k < repetitions; k++) {
  const { result } = split(world, LOST_AT_6.world.warmUp, {
    event: LOST_AT_6.event,
    runs: 10,
    paths: 10,
    seed: `coverage ${k}`,
  });
  if (Math.abs(result.estimate.mean - LOST_AT_6.exact) <= result.estimate.halfWidth) held++;
}
print(
  `\n${LOST_AT_6.title}: ${held} of ${repetitions} intervals of 10 runs of 10 paths hold ${figure(LOST_AT_6.exact)}.`,
);
