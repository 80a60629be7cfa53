import './tests/install.mjs';
import { availableParallelism } from 'node:os';
import { register } from 'tsx/esm/api';
import { configDefaults, defineConfig } from 'vitest/config';
import { leftOut } from './tests/gate.ts';
import { LongestFirst } from './tests/longest-first.ts';

// Node loads the tests and the program as they are, by tsx: Vite's own runner looks each imported name up in an object whenever it is
// used, which took an eighth more processor time. Only coverage needs it.
const isMeasured = process.argv.some((argument) => argument.startsWith('--coverage'));
if (!isMeasured) register();

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...leftOut(import.meta.dirname)],
    setupFiles: ['tests/plain-output.ts'],
    globalSetup: ['tests/temporary.ts', 'tests/build.ts', 'tests/programs.ts'],
    // One more than there are cores, since tests of brokers, browsers and programs wait for others much of the time.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    // The files share nothing but the built program, which is made before them, and modules without any state: to load them anew for
    // each file took a tenth of the time.
    isolate: false,
    execArgv: isMeasured ? [] : ['--import', 'tsx'],
    experimental: { viteModuleRunner: isMeasured, nodeLoader: isMeasured },
    // A machine with much else to do takes ten times as long: at a load of 16, three tests took 180 to 265 s.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // What a page is to show comes late on a machine with much else to do.
    expect: { poll: { timeout: 20_000 } },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: {
        'src/domain/**': { lines: 90 },
        'src/engine/**': { lines: 90 },
        'src/audit/**': { lines: 90 },
        'src/ledger/**': { lines: 90 },
      },
    },
  },
});
