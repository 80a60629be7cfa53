import { type Model, runModel } from './run-model.ts';
import { usageOfProcess } from './usage.ts';

/**
 * `npm run bench:model -- mmc SIZE SEED` or `-- skills SIZE SEED`: one run of a model through the product's engine. The
 * last line is JSON, so that it can stand beside other simulators. SIZE: customers (mmc), days (skills).
 */
const [model, size, seed] = process.argv.slice(2);
if ((model !== 'mmc' && model !== 'skills') || !(Number(size) > 0) || seed === undefined) {
  console.error('usage: npm run bench:model -- mmc|skills SIZE SEED');
  process.exit(2);
}
console.log(JSON.stringify({ ...runModel(model as Model, Number(size), seed), ...usageOfProcess() }));
