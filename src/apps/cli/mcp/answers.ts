import type { AuditReport } from '#audit';
import type { Evaluation } from '#statements';
import { boundsOf, type Estimate } from '#statistics';

/** Characters of an answer, at most: more than an assistant reads with care. */
export const ANSWER_MOST = 20_000;

/** Replaces each estimate in a result by its value and the ends of its interval, which are null if there is none. */
export function estimated(result: unknown): object {
  return JSON.parse(JSON.stringify(result), (key, value: unknown) => {
    if (UNTOLD.includes(key)) return undefined;
    if (!isEstimate(value)) return value;
    const { halfWidth, level, mean } = value;
    // JSON has no infinite numbers.
    const { high, low } = halfWidth === null ? { low: null, high: null } : boundsOf(value);
    return { value: mean, low, high, level };
  }) as object;
}

/** Keys that answers leave out: they explain how a figure was found. */
const UNTOLD = ['pairing', 'isChosen', 'screened'];

function isEstimate(value: unknown): value is Estimate {
  return typeof value === 'object' && value !== null && 'mean' in value && 'halfWidth' in value;
}

/** Makes the answer of one scenario file or several, each with its issues. Hours without anybody are among the warnings, too. */
export function checked(verdicts: object | readonly object[]): object {
  const [only, ...others] = [verdicts].flat().map((one) => ({ ...one, coverage: undefined }));
  return others.length === 0 ? (only ?? {}) : { scenarios: [only, ...others] };
}

interface RunResult {
  readonly folder: string;
  readonly answer:
    | readonly string[]
    | { readonly sentences: readonly string[]; readonly targets: readonly object[] };
  readonly targets?: readonly object[];
  readonly ledger?: object | null;
  readonly audit?: AuditReport | null;
  readonly measures?: readonly { readonly values: unknown }[];
  readonly [other: string]: unknown;
}

/** Makes the answer of one run, with its verdicts, or of replications, with the measures of all cases and segments. */
export function ran({ answer, audit, folder, ledger, measures, targets, ...rest }: RunResult): object {
  const { idle, law, level, replications, seed } = rest;
  if ('sentences' in answer) {
    const shown = measures?.map(({ values, ...measure }) => measure);
    const { sentences, targets: judged } = answer;
    return estimated({ answer: sentences, targets: judged, replications, level, seed, measures: shown, law });
  }
  const promises = audit === null || audit === undefined ? null : judged(audit);
  return { answer, targets, promises, run: folder, ledger, idle, law };
}

/** Makes the answer of an audit: every invariant that was broken or tested, and the names of all others. Its counts are exact. */
export function judged({ damage, invariants, root, verdict, ...rest }: AuditReport): object {
  const tested = invariants.filter(
    ({ checks, undecided, violations }) => checks + violations + undecided.length > 0,
  );
  const { nearMisses } = rest as { nearMisses?: unknown };
  const rows = tested.map(({ checks, counterexample, id, title, undecided, violations }) =>
    violations === 0 && undecided.length === 0
      ? { id, title, checks, violations }
      : { id, title, checks, violations, undecided, first: counterexample },
  );
  const untested = invariants.filter((one) => !tested.includes(one)).map(({ id, title }) => `${id} ${title}`);
  return { verdict, damage, root, invariants: rows, untested, nearMisses };
}

/** Makes the answer of an evaluation: its first sentences, and each requirement with its reason. */
export function evaluated({ answer, notSaid, of, requirements, rows, runs }: Evaluation): object {
  const shown = rows.map(({ id, outcome, says, source, text }) => ({ id, says, outcome, text, source }));
  return { requirements, of, runs, answer, rows: shown, notSaid };
}

/**
 * The answer as JSON of at most that many characters. Where it would be longer, its longest lists lose their ends, and `leftOut` says how many
 * entries each has lost.
 */
export function fitted(answer: object, most = ANSWER_MOST): string {
  const leftOut: Record<string, number> = {};
  let fitting: Record<string, unknown> = { ...answer };
  for (;;) {
    const text = JSON.stringify(fitting);
    if (text.length <= most) return text;
    const [longest] = Object.entries(fitting)
      .filter(
        (entry): entry is [string, readonly unknown[]] => Array.isArray(entry[1]) && entry[1].length > 1,
      )
      .sort(([, one], [, other]) => JSON.stringify(other).length - JSON.stringify(one).length);
    if (longest === undefined) return JSON.stringify({ cutOff: text.slice(0, Math.floor(most / 3)) });
    const [name, list] = longest;
    const left = Math.floor(list.length * LEFT);
    leftOut[name] = (leftOut[name] ?? 0) + list.length - left;
    fitting = { ...fitting, [name]: list.slice(0, left), leftOut };
  }
}

/** The part of a list that stays when an answer is too long. */
const LEFT = 0.8;
