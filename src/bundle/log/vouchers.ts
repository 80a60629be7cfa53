import { type Digest, listInWords } from '#base';
import { sameBytes } from '#ledger';
import { cosignedAt, type WitnessKey } from './cosignature.ts';
import { isReached, type Policy } from './policy.ts';
import { type CheckSignature, isOf, keyIdText, type NoteSignature, type VerifierKey } from './signed-note.ts';

/** Who has signed a checkpoint, and what the reader wanted to know of it. */
export interface Vouchers {
  /** The key of the log: name and id. Its signature was checked before. */
  readonly log: string;
  /** Cosignatures that were checked with a key of the reader. `name`: of the key. `at`: when the witness says that it saw the log. */
  readonly cosigned: readonly { readonly name: string; readonly at: string }[];
  /** Witnesses whose keys the reader gave, and who have not cosigned. */
  readonly missing: readonly string[];
  /** Cosignatures of others: name and key id. Nobody has checked them. */
  readonly unjudged: readonly string[];
  /** What the policy asks, and whether it is given; null without a policy. */
  readonly policy: {
    readonly quorum: string;
    readonly isReached: boolean;
    readonly listsLogs: boolean;
  } | null;
}

/** Keys that a reader trusts for cosignatures. */
export interface TrustedWitnesses {
  /** All of these must have cosigned. */
  readonly witnesses: readonly WitnessKey[];
  /** Its quorum must have cosigned, and it must list the log. */
  readonly policy: Policy | null;
}

/** Checks the signature lines of a checkpoint other than the log's. `problems`: why the reader does not accept it. */
export function vouchersOf(
  { others, text }: { readonly text: string; readonly others: readonly NoteSignature[] },
  key: VerifierKey,
  { policy, witnesses }: TrustedWitnesses,
  digest: Digest,
  check: CheckSignature,
): { readonly vouchers: Vouchers; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const known = new Map<string, WitnessKey>();
  for (const one of [...witnesses, ...(policy?.witnesses ?? []).map((listed) => listed.key)])
    known.set(`${one.name} ${one.keyId}`, one);
  const seen = new Map<string, string>();
  const wrong = new Set<string>();
  const unjudged: string[] = [];
  for (const line of others) {
    const [id, witness] = [...known].find(([, one]) => isOf(line, one)) ?? [];
    if (id === undefined || witness === undefined) {
      unjudged.push(`${line.name} with key ${line.keyId}`);
      continue;
    }
    const at = cosignedAt(check, text, line, witness);
    if (at === null) {
      if (!wrong.has(id)) problems.push(`${witness.name} has not cosigned this text`);
      wrong.add(id);
    } else if (at > (seen.get(id) ?? '')) seen.set(id, at);
  }
  for (const { keyId, name } of witnesses) {
    const id = `${name} ${keyId}`;
    if (!seen.has(id) && !wrong.has(id)) problems.push(`there is no cosignature of ${name}`);
  }
  const missing = [...known].flatMap(([id, { name }]) => (seen.has(id) || wrong.has(id) ? [] : [name]));
  const cosigned = [...seen].map(([id, at]) => ({ name: known.get(id)?.name ?? '', at }));
  const judged = policy === null ? null : judgedBy(policy, key, new Set(seen.keys()));
  if (judged !== null) problems.push(...judged.problems);
  const vouchers: Vouchers = {
    log: `${key.name} with key ${keyIdText(digest, key)}`,
    cosigned,
    missing,
    unjudged,
    policy: judged?.verdict ?? null,
  };
  return { vouchers, problems };
}

/** `seen`: names and ids of the keys whose cosignatures are in order. */
function judgedBy(policy: Policy, key: VerifierKey, seen: ReadonlySet<string>) {
  const cosigned = policy.witnesses
    .filter((one) => seen.has(`${one.key.name} ${one.key.keyId}`))
    .map(({ name }) => name);
  const reached = isReached(policy.quorum, new Set(cosigned));
  const isListed = policy.logs.some(
    ({ name, publicKey }) => name === key.name && sameBytes(publicKey, key.publicKey),
  );
  const problems: string[] = [];
  if (policy.logs.length > 0 && !isListed) problems.push(`the policy does not list its log, ${key.name}`);
  if (!reached) {
    const who = cosigned.length === 0 ? 'none' : `only ${listInWords(cosigned)}`;
    problems.push(
      `the quorum ${policy.quorumName} of the policy is not reached: ${who} of its witnesses cosigned`,
    );
  }
  const verdict = { quorum: policy.quorumName, isReached: reached, listsLogs: policy.logs.length > 0 };
  return { verdict, problems };
}

/** Who vouches for a checkpoint, in a few sentences. */
export function vouchersText({ cosigned, log, missing, policy, unjudged }: Vouchers): string {
  const parts: string[] = [];
  if (policy !== null) {
    const is = policy.isReached ? 'is reached' : 'is not reached';
    parts.push(
      policy.quorum === 'none'
        ? 'The policy asks for no cosignature.'
        : `The quorum ${policy.quorum} of the policy ${is}.`,
    );
  }
  const seen = cosigned.map(({ at, name }) => `${name} (saw it at ${at})`);
  parts.push(
    seen.length > 0
      ? `Who vouches: its maker, ${log}, and ${listInWords(seen)}.`
      : `Who vouches: only its maker, ${log}.`,
  );
  if (policy?.listsLogs === false)
    parts.push('The policy lists no log, so it does not judge the key of the maker.');
  if (missing.length > 0) parts.push(`Not cosigned by ${listInWords(missing)}.`);
  if (unjudged.length > 0) {
    parts.push(
      `Cosignatures that are there and were not judged: ${unjudged.join(', ')}; give the keys with --policy or --witness.`,
    );
  } else if (seen.length + missing.length === 0) parts.push('No witness has cosigned the checkpoint.');
  return parts.join(' ');
}
