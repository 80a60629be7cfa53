import { parseArgs } from 'node:util';
import { BAD_INPUT } from '../shared/exit-codes.ts';
import { complain } from '../shared/print.ts';
import { verify } from '../shared/verify/verify.ts';

/**
 * The verifier as a program of its own. It contains neither the engine nor the router, so an auditor can read all that it does.
 * `AUDITOR_INDEPENDENCE` says what auditor and simulator share.
 */
const USAGE =
  'meridian-verify <bundle> [--checkpoint <earlier>] [--statement <file>] [--key <name+id+base64>] [--witness <name+id+base64>] [--core] [--json], ' +
  'or meridian-verify <log> --scenario <scenario> [--violations <folder>] [--json]';

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      checkpoint: { type: 'string' },
      statement: { type: 'string' },
      scenario: { type: 'string' },
      violations: { type: 'string' },
      key: { type: 'string' },
      witness: { type: 'string', multiple: true },
      core: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
  const [bundle] = positionals;
  if (bundle === undefined || positionals.length > 1) {
    process.exitCode = BAD_INPUT;
    complain('name one bundle', USAGE);
  } else {
    const { core, json, ...texts } = values;
    await verify(bundle, {
      ...texts,
      ...(core === true ? { core } : {}),
      ...(json === true ? { json } : {}),
    });
  }
} catch (error) {
  process.exitCode = BAD_INPUT;
  complain(error instanceof Error ? error.message : 'bad arguments', USAGE);
}
