import { type Policy, parsePolicy } from '#bundle';
import { readRegularFile } from '../files/regular-file.ts';
import { decodeUtf8, sha256 } from '../host.ts';
import { attempt, complained } from '../problem.ts';

/** Longest policy that is read: some thousand lines. */
const BYTES_MAX = 1 << 20;

/** Reads a policy (C2SP, tlog-policy), or says what is wrong with each line. */
export function readPolicy(path: string): Policy {
  return attempt(path, 'name a file with lines log, witness, group and quorum', () => {
    const bytes = readRegularFile(path, BYTES_MAX);
    // A policy is bytes. Those that are not UTF-8 are taken one by one, which keeps different names different.
    const policy = parsePolicy(decodeUtf8(bytes) ?? bytes.toString('latin1'), sha256);
    if (policy.ok) return policy.value;
    return complained(
      'bad input',
      policy.problem.map(({ code, column, line, message, remedy, value }) => ({
        message: `${path}:${line}:${column}  ${code}: ${message}${value === '' ? '' : ` (${value})`}`,
        remedy,
      })),
    );
  });
}
