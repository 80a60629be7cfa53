import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BundleVerdict } from '#bundle';
import { JUDGED_OUTSIDE } from '../../../src/bundle/format/bundle-format.ts';
import { programOf } from '../../programs.ts';
import { ROOT } from '../../running.ts';

/** `examples/verify.py`: a verifier in Python that shares no code with this project. */
export const SECOND_VERIFIER = join(ROOT, 'examples/verify.py');

/** Counts of one promise, as both verifiers find them. */
interface Counted {
  readonly checks: number;
  readonly violations: number;
  readonly undecided: number;
  readonly first: {
    readonly caseNumber: number | null;
    readonly entry: number;
    readonly timeMs: number;
  } | null;
}

/** An answer of the second verifier. */
export interface SecondVerdict {
  readonly isSound: boolean;
  readonly differences: readonly string[];
  /** Null if the bundle is too damaged. */
  readonly judged: Readonly<Record<string, Counted>> | null;
  readonly judgedNow: Readonly<Record<string, Counted>>;
  readonly cases?: number;
  readonly exitCode: number;
  /** What is wrong with each of the statements that were asked about; null for nothing. */
  readonly statements?: readonly (string | null)[];
}

/** What the second verifier finds wrong with each of several statements about a bundle; null for nothing. */
export function problemsOfStatements(
  bundle: string,
  statements: readonly string[],
): readonly (string | null)[] {
  const encoded = statements.map((text) => Buffer.from(text).toString('base64'));
  const { stderr, stdout } = spawnSync(programOf('python'), [SECOND_VERIFIER, '--batch'], {
    input: `${JSON.stringify({ bundle, statements: encoded })}\n`,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (stderr !== '') throw new Error(stderr.slice(-2000));
  return (JSON.parse(stdout) as { readonly statements: readonly (string | null)[] }).statements;
}

/** A bundle in a folder, with files that are replaced or (null) missing. */
interface Request {
  readonly bundle: string;
  readonly core: boolean;
  readonly changed?: Readonly<Record<string, Uint8Array | null>>;
  /** In base64. */
  readonly statements?: readonly string[];
}

/** Asks the second verifier about many bundles at once, in one process. */
export function secondVerdicts(requests: readonly Request[]): readonly SecondVerdict[] {
  const { stderr, stdout } = spawnSync(programOf('python'), [SECOND_VERIFIER, '--batch'], {
    input: requests.map(lineOf).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const lines = stdout.split('\n').filter((line) => line !== '');
  if (lines.length !== requests.length)
    throw new Error(`${lines.length} answers to ${requests.length} requests: ${stderr.slice(-2000)}`);
  return lines.map((line) => JSON.parse(line) as SecondVerdict);
}

function lineOf({ changed = {}, ...rest }: Request): string {
  const encoded = Object.entries(changed).map(([path, bytes]) => [
    path,
    bytes === null ? null : Buffer.from(bytes).toString('base64'),
  ]);
  return `${JSON.stringify({ ...rest, changed: Object.fromEntries(encoded) as object })}\n`;
}

/** A process of the second verifier that answers one request after the other. */
export interface LongLived {
  readonly child: ChildProcess;
  /** Rejects if the process ends before it answers. */
  ask(request: Request): Promise<SecondVerdict>;
}

export function secondVerifier(): LongLived {
  const child = spawn(programOf('python'), [SECOND_VERIFIER, '--batch'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the second verifier ended with ${String(code)} before it answered`);
  });
  // It may end at any time after its last answer.
  ended.catch(() => undefined);
  return {
    child,
    async ask(request) {
      const answered = once(lines, 'line');
      child.stdin.write(lineOf(request));
      const [line] = (await Promise.race([answered, ended])) as [string];
      return JSON.parse(line) as SecondVerdict;
    },
  };
}

/** What the project's auditor counts, in the form of the second verifier. */
export function countsOf({ audit }: BundleVerdict): Pick<SecondVerdict, 'judged' | 'judgedNow' | 'cases'> {
  if (audit === null) return { judged: null, judgedNow: {} };
  const countedOf = (rows: typeof audit.invariants) =>
    Object.fromEntries(
      rows
        .filter(({ id }) => JUDGED_OUTSIDE.some((judged) => judged === id))
        .map(({ checks, counterexample, id, undecided, violations }) => {
          const first =
            counterexample === null
              ? null
              : {
                  caseNumber: counterexample.caseNumber,
                  entry: counterexample.entry,
                  timeMs: counterexample.timeMs,
                };
          const open = undecided.reduce((sum, { count }) => sum + count, 0);
          return [id, { checks, violations, undecided: open, first } satisfies Counted];
        }),
    );
  return {
    judged: countedOf(audit.invariants),
    judgedNow: countedOf(audit.invariantsNow),
    cases: audit.cases,
  };
}

/** How the verifiers differ about a bundle, in a sentence; null if they agree. Counts are compared if the bundle is in order. */
export function disagreement(ours: BundleVerdict, theirs: SecondVerdict): string | null {
  const isSound = ours.firstDifference === null;
  const wrongStatement = theirs.statements?.find((problem) => problem !== null);
  if (isSound !== (theirs.isSound && wrongStatement === undefined)) {
    const found = ours.firstDifference ?? 'nothing';
    const theirFirst = theirs.differences[0] ?? wrongStatement ?? 'nothing';
    return `one finds ${JSON.stringify(found)}, the other ${JSON.stringify(theirFirst)}`;
  }
  if (!isSound) return null;
  const { cases, judged: all, judgedNow } = countsOf(ours);
  // Left to the audit where the scenario has rules that FORMAT.md does not describe (9.9).
  const isLeft = theirs.judged !== null && theirs.judged.R27 === undefined;
  const judged = isLeft ? { ...all, R27: undefined } : all;
  const mine = JSON.stringify({ cases, judged, judgedNow });
  const others = JSON.stringify({
    cases: theirs.cases,
    judged: theirs.judged,
    judgedNow: theirs.judgedNow,
  });
  return mine === others ? null : `one counts ${mine}, the other ${others}`;
}
