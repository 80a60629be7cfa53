import { usageOfProcess } from '../whole-run/usage.ts';
import { runMmc } from './mmc-simjs.ts';
import { runSkills } from './skills-simjs.ts';

/** `npm run bench:simjs -- mmc SIZE SEED` or `-- skills DAYS SEED`: one run of a model with simjs. The last line is JSON. */
const [model, size, seed] = process.argv.slice(2);
if ((model !== 'mmc' && model !== 'skills') || !(Number(size) > 0) || !Number.isInteger(Number(seed))) {
  console.error('usage: npm run bench:simjs -- mmc|skills SIZE SEED');
  process.exit(2);
}
const run = model === 'mmc' ? runMmc : runSkills;
console.log(JSON.stringify({ model, ...run(Number(size), Number(seed)), ...usageOfProcess() }));
