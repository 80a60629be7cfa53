import type { RandomStream } from '#base';
import type { Files } from '../../bundle/small-bundle.ts';
import { below, oneOf } from '../../fuzz/rounds.ts';
import type { Attack } from './attacks.ts';
import type { Base } from './bases.ts';
import { statementOver } from './core-bundle.ts';

/** Statements for customers whose values are changed. Their bundles are in order. */

/**
 * Where the second verifier asks only for a form, and says so to its reader: words of the law, what others could have received, near misses,
 * countries in any order, and how many violations are the customer's own. The project's verifier compares every byte of these.
 */
const BY_FORM: ReadonlySet<string> = new Set([
  ...['possibleRecipients', 'receipts', 'nearMisses', 'zones', 'standing', 'reason', 'basis', 'yours'],
]);

/** By bundle, then by segment. */
const known = new WeakMap<Files, Map<string, string | null>>();

/** The statement for the customers of a segment; null if they have no case. */
function soundStatement(files: Files, segment: string): string | null {
  const ofBundle = known.get(files) ?? new Map<string, string | null>();
  known.set(files, ofBundle);
  const made = ofBundle.get(segment) ?? statementOver(files, segment);
  ofBundle.set(segment, made);
  return made;
}

type Tree = Record<string, unknown>;

/**
 * Changes up to two values or rows of a statement about a bundle in order; in one of ten attacks nothing, so that both verifiers have to accept
 * it.
 */
export function statementAttack(
  base: Base,
  stream: RandomStream,
  files: Files = base.files,
): Omit<Attack, 'kind'> {
  const made = base.scenario.segments.flatMap(({ id }) => soundStatement(files, id) ?? []);
  if (made.length === 0) return { base, files, told: `${base.name}: no case` };
  const statement = JSON.parse(oneOf(stream, made)) as Tree;
  const told: string[] = [];
  for (let left = stream.uniform() < 0.1 ? 0 : 1 + below(stream, 2); left > 0; left--)
    told.push(changeOne(statement, stream));
  return {
    base,
    files,
    told: `${base.name}: statement ${told.join(', ')}`,
    statement: `${JSON.stringify(statement, null, 1)}\n`,
  };
}

const ODD = [null, {}, [], '', 'x', -1, 0, 1, 1.5, 1e21, true, false, '2014-11-04T00:00:00.000Z', 'DE'];

/** Changes a value at any depth, or removes it, or repeats a row. Returns its path. */
function changeOne(statement: Tree, stream: RandomStream): string {
  let holder: Tree | unknown[] = statement;
  const path: string[] = [];
  for (;;) {
    const keys = Object.keys(holder).filter((key) => !BY_FORM.has(key));
    const key = oneOf(stream, [...keys, ...(stream.uniform() < 0.03 ? ['more'] : [])]);
    path.push(key);
    const value = (holder as Tree)[key];
    const inner = value !== null && typeof value === 'object' ? Object.keys(value) : [];
    if (inner.every((name) => BY_FORM.has(name)) || stream.uniform() < 0.15) {
      replace(holder, key, stream);
      return path.join('.');
    }
    holder = value as Tree;
  }
}

function replace(holder: Tree | unknown[], key: string, stream: RandomStream): void {
  const kind = stream.uniform();
  if (Array.isArray(holder) && kind < 0.4) {
    const at = Number(key);
    if (kind < 0.2) holder.splice(at, 1);
    else holder.splice(at, 0, structuredClone(holder[at]));
  } else if (kind < 0.5) delete (holder as Tree)[key];
  else if (kind < 0.75) (holder as Tree)[key] = oneOf(stream, ODD);
  else (holder as Tree)[key] = nearTo((holder as Tree)[key], Object.values(holder), stream);
}

/** A value like this one: of the same row, or a number beside it. */
function nearTo(value: unknown, others: readonly unknown[], stream: RandomStream): unknown {
  if (typeof value === 'number') return value + oneOf(stream, [-1, 1, 2 ** 32]);
  if (typeof value === 'boolean') return !value;
  return structuredClone(oneOf(stream, others));
}
