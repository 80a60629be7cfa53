import { plural } from '#base';
import {
  checkProofs,
  isTlogProof,
  openParts,
  parseNote,
  parseStatement,
  parseTlogProof,
  parseVerifierKey,
  problemOfTlogProof,
  type TlogProof,
  type VerifierKey,
  type Vouchers,
  vouchersOf,
  vouchersText,
} from '#bundle';
import { readText, sha256 } from '../host.ts';
import { colour, print, printJson } from '../print.ts';
import { type Outcome, orRefuse, refuse } from '../problem.ts';
import type { TrustedThings } from './trusted-things.ts';

interface CheckedProofs {
  /** Null if every entry is in the log of the checkpoint, and its signatures are as the reader asks. */
  readonly problem: string | null;
  readonly vouchers: Vouchers | null;
}

/** Verifies proofs without their bundle: a statement, or a proof of one leaf (`.tlog-proof`). */
export function verifyProofs(path: string, given: TrustedThings, asJson: boolean): Outcome {
  const remedy = 'name what `meridian bundle` or `meridian statement` wrote';
  const text = orRefuse(readText(path), remedy);
  if (isTlogProof(text)) return verifyTlogProof(path, text, given, asJson);
  const statement = parseStatement(text);
  if (statement === null) return refuse(`${path} is neither a bundle nor a statement nor a proof`, remedy);
  const { customer, proofs } = statement;
  const key = given.trustedKey ?? parseVerifierKey(sha256, proofs.key);
  const problem =
    key === null ? 'the statement contains no valid key' : checkProofs(proofs, key, sha256, given.check);
  const found =
    problem !== null || key === null ? { problem, vouchers: null } : vouched(proofs.checkpoint, key, given);
  return report(found, asJson, [
    `${plural(proofs.entries.length, 'entry', 'entries')} about ${customer} are in the log of the checkpoint.`,
    `The proofs do not show that the rows match the entries, or that none was left out. With the bundle: ` +
      `meridian verify <bundle> --statement ${path}`,
  ]);
}

function verifyTlogProof(path: string, text: string, given: TrustedThings, asJson: boolean): Outcome {
  const proof = parseTlogProof(text);
  if ('problem' in proof) return report({ problem: `${path}: ${proof.problem}`, vouchers: null }, asJson, []);
  // A proof does not hold the key of its log.
  const origin = proof.text.slice(0, proof.text.indexOf('\n'));
  const keys =
    given.trustedKey === null
      ? (given.policy?.logs ?? []).filter(({ name }) => name === origin)
      : [given.trustedKey];
  if (keys.length === 0) {
    return refuse(
      `no key is given for the log of ${path}, ${origin}`,
      'give the key of the log with --key, or a policy that lists the log with --policy',
    );
  }
  const problem = problemOfTlogProof(proof, sha256);
  // A log may have had several keys.
  const tried = keys.map((key) => vouched(proof.checkpoint, key, given));
  const found = problem === null ? (tried.find((one) => one.problem === null) ?? tried[0]) : undefined;
  return report(found ?? { problem, vouchers: null }, asJson, linesAbout(proof, origin));
}

function linesAbout({ index, leaf }: TlogProof, origin: string): readonly string[] {
  if (index === 0) {
    return [
      `What the entries mean (leaf 0) is in the log ${origin}, and the lines after the root of the checkpoint are the same.`,
    ];
  }
  const bytes = `Its bytes: ${Buffer.from(leaf).toString('hex')}`;
  return [`Leaf ${index} (entry ${index - 1} of the ledger) is in the log ${origin}.`, bytes];
}

/** Whether the key has signed the checkpoint, and those have cosigned it whom the reader asks for. */
function vouched(checkpoint: string, key: VerifierKey, given: TrustedThings): CheckedProofs {
  const parts = parseNote(checkpoint);
  const opened = 'problem' in parts ? parts : openParts(sha256, given.check, parts, key);
  if ('problem' in opened) return { problem: `checkpoint: ${opened.problem}`, vouchers: null };
  const { problems, vouchers } = vouchersOf(opened, key, given, sha256, given.check);
  return { problem: problems.length === 0 ? null : `checkpoint: ${problems[0]}`, vouchers };
}

function report({ problem, vouchers }: CheckedProofs, asJson: boolean, lines: readonly string[]): Outcome {
  if (asJson) printJson({ firstDifference: problem, vouchers });
  else {
    const [first = '', ...rest] = problem === null ? lines : [`First difference: ${problem}`];
    print(colour(problem === null ? 'good' : 'bad', first));
    if (vouchers !== null) print(vouchersText(vouchers));
    for (const line of rest) print(line);
  }
  return problem === null ? 'clean' : 'violation';
}
