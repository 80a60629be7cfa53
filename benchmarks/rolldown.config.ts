import { defineConfig } from 'rolldown';
import { commandLine } from '../rolldown.config.ts';

/** The programs that are timed, built the way the package is. */
export default defineConfig({
  ...commandLine,
  input: {
    'whole-run/model': 'benchmarks/whole-run/model.ts',
    'whole-run/audit-loop': 'benchmarks/whole-run/audit-loop.ts',
    'whole-run/command-line': 'benchmarks/whole-run/command-line.ts',
    'peers/simjs-model': 'benchmarks/peers/simjs-model.ts',
  },
  output: { ...commandLine.output, dir: 'dist/benchmarks' },
});
