import { parseArgs } from 'node:util';
import { refuse } from '../shared/problem.ts';
import { runCommand } from '../shared/run-command.ts';
import { type VerifyOptions, verify } from '../shared/verify/verify.ts';

/**
 * The verifier as a separate program. It contains neither the engine nor the router, so an auditor can read all its
 * code. `AUDITOR_INDEPENDENCE` says what auditor and simulator share.
 */
const USAGE =
  'meridian-verify <bundle> [--checkpoint <earlier>] [--statement <file>] [--key <name+id+base64>] [--witness <name+id+base64>] [--policy <file>] [--core] [--json], ' +
  'meridian-verify <statement or proof> [--key …] [--policy <file>] [--json], or meridian-verify <log> --scenario <scenario> [--violations <folder>] [--json]';

await runCommand((context) => {
  context.begin(false);
  let given: { readonly positionals: readonly string[]; readonly values: object };
  try {
    given = parseArgs({
      allowPositionals: true,
      options: {
        checkpoint: { type: 'string' },
        statement: { type: 'string' },
        scenario: { type: 'string' },
        violations: { type: 'string' },
        key: { type: 'string' },
        witness: { type: 'string', multiple: true },
        policy: { type: 'string' },
        core: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : 'bad arguments', USAGE);
  }
  const [bundle] = given.positionals;
  if (bundle === undefined || given.positionals.length > 1) return refuse('name one bundle', USAGE);
  return verify(bundle, given.values as VerifyOptions);
});
