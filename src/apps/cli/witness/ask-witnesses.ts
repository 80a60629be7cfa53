import { listInWords } from '#base';
import {
  BUNDLE,
  type CheckSignature,
  cosignedAt,
  isOf,
  type NoteParts,
  type Policy,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  parseWitnessKey,
  rootsFromTiles,
  submissionText,
  vouchersOf,
  type WitnessKey,
} from '#bundle';
import { consistencyProofFrom } from '#ledger';
import { sha256 } from '../../shared/host.ts';
import { complained, interrupted, refuse } from '../../shared/problem.ts';
import { note } from '../../shared/terminal.ts';
import { checkFor, readPolicy } from '../../shared/verify/trusted-things.ts';

/** Whom `bundle` asks, and what it needs. */
export interface Asked {
  readonly isNone: boolean;
  readonly urls: readonly string[];
  readonly policy: Policy | null;
}

/** A log that has been written, and that is to be cosigned. */
export interface LogToCosign {
  /** A signed note. */
  readonly checkpoint: string;
  readonly key: string;
  read(path: string): Uint8Array | null;
}

/** Why a witness has not cosigned. `isOfLog`: it has seen another log. */
interface NotCosigned {
  readonly problem: string;
  readonly remedy: string;
  readonly isOfLog: boolean;
}

/** How long a witness may take to answer, ms. */
const ANSWER_MS = 30_000;
/** Longest answer that is read, in UTF-16 units. */
const ANSWER_MAX = 1 << 17;
/** A witness says once how many leaves it has cosigned. If other checkpoints come in between, it is asked again. */
const TRIES = 3;
const WITHOUT_TIME = '1970-01-01T00:00:00Z';

export function witnessesToAsk(urls: readonly string[], policyPath: string | undefined): Asked {
  const wrong = urls.find((url) => !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol));
  if (wrong !== undefined)
    return refuse(
      `--witness ${wrong} is not the URL of a service`,
      'write e.g. --witness http://127.0.0.1:8411',
    );
  const policy = policyPath === undefined ? null : readPolicy(policyPath);
  const listed = (policy?.witnesses ?? []).flatMap(({ url }) => url ?? []);
  const all = [...new Set([...urls, ...listed].map((url) => url.replace(/\/+$/, '')))];
  return { urls: all, policy, isNone: all.length === 0 && policy === null };
}

/**
 * The checkpoint with the cosignatures of the witnesses. Without a policy all of them must cosign; with one, enough of them for its quorum.
 */
export async function cosigned(
  { policy, urls }: Asked,
  log: LogToCosign,
  signal: AbortSignal,
): Promise<string> {
  const failed: NotCosigned[] = [];
  const lines: string[] = [];
  for (const url of urls) {
    const keys = (policy?.witnesses ?? []).filter((one) => one.url?.replace(/\/+$/, '') === url);
    const answer = await askWitness(
      url,
      keys.map(({ key }) => key),
      log,
      signal,
    );
    if (signal.aborted) return interrupted('nothing has been written');
    if ('problem' in answer) failed.push({ ...answer, problem: `${url}: ${answer.problem}` });
    else {
      lines.push(...answer.lines.filter((line) => !lines.includes(line)));
      note(`${url}: cosigned by ${listInWords(answer.names)}`);
    }
  }
  const checkpoint = log.checkpoint + lines.join('');
  const missing = policy === null ? null : await problemOfPolicy(checkpoint, log.key, policy);
  if (policy === null ? failed.length === 0 : missing === null) {
    for (const { problem } of failed)
      note(`not cosigned: ${problem}; the quorum of the policy is reached without it`);
    return checkpoint;
  }
  const complaints = failed.map(({ problem, remedy }) => ({ message: `not cosigned: ${problem}`, remedy }));
  if (missing !== null)
    complaints.push({
      message: missing,
      remedy: 'ask more witnesses with --witness, or give them a URL in the policy',
    });
  return complained(failed.some(({ isOfLog }) => isOfLog) ? 'violation' : 'bad input', complaints);
}

/** Why a verifier with this policy would not accept the checkpoint; null if it would. */
async function problemOfPolicy(checkpoint: string, keyText: string, policy: Policy): Promise<string | null> {
  const key = parseVerifierKey(sha256, keyText);
  const parts = parseNote(checkpoint);
  if (key === null || 'problem' in parts) return 'the checkpoint cannot be read';
  const check = await checkFor(policy.witnesses.map((one) => one.key));
  const others = parts.signatures.filter(({ name }) => name !== key.name);
  const { problems } = vouchersOf(
    { text: parts.text, others },
    key,
    { witnesses: [], policy },
    sha256,
    check,
  );
  return problems[0] ?? null;
}

/** Asks one witness. Its cosignatures are checked with its keys: those of the policy, or those that the service itself names. */
async function askWitness(
  url: string,
  trusted: readonly WitnessKey[],
  log: LogToCosign,
  signal: AbortSignal,
): Promise<{ readonly lines: readonly string[]; readonly names: readonly string[] } | NotCosigned> {
  try {
    const keys = trusted.length > 0 ? trusted : await keysAt(url, signal);
    if (keys.length === 0) {
      const remedy = `give a policy with --policy, and in it: witness <name> <key> ${url}`;
      return { problem: 'the key of this witness is not known', remedy, isOfLog: false };
    }
    return await submitted(url, keys, log, signal);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = cause instanceof Error ? cause.message : String(cause);
    return { problem: `no answer (${why})`, remedy: 'start the witness, or leave it out', isOfLog: false };
  }
}

/** The keys that a witness of this program names. Other witnesses need not name theirs. */
async function keysAt(url: string, signal: AbortSignal): Promise<readonly WitnessKey[]> {
  const { status, text } = await fetched(`${url}/`, {}, signal);
  if (status !== 200) return [];
  const keys = text.split('\n').map((line) => parseWitnessKey(sha256, line));
  return keys.filter((key) => key !== null);
}

async function submitted(url: string, keys: readonly WitnessKey[], log: LogToCosign, signal: AbortSignal) {
  const own = parseNote(log.checkpoint) as NoteParts;
  const size = parseCheckpoint(own.text)?.size ?? 0;
  const rootOver = rootsFromTiles(sha256, (path) => log.read(BUNDLE.log + path), size);
  const check = await checkFor(keys);
  let known = 0;
  for (let i = 0; i < TRIES; i++) {
    const proof = known === 0 || known > size ? [] : consistencyProofFrom(rootOver, size, known);
    const body = submissionText(known, proof, log.checkpoint);
    const { status, text, type } = await fetched(`${url}/add-checkpoint`, { method: 'POST', body }, signal);
    if (status === 200) return cosignaturesIn(text, own, keys, check);
    const knownSize = /^(0|[1-9]\d*)\n$/.exec(text)?.[1];
    if (status !== 409 || type !== 'text/x.tlog.size' || knownSize === undefined)
      return refusalAt(status, text);
    known = Number(knownSize);
    if (known > size) {
      const problem = `this witness has cosigned ${known} leaves of the log, and this bundle has ${size}`;
      return { problem, remedy: 'bundle the longer run: a log may not become shorter', isOfLog: true };
    }
  }
  return { problem: 'its size changes with every question', remedy: 'try again', isOfLog: false };
}

function refusalAt(status: number, text: string): NotCosigned {
  const said = text.trim().slice(0, 200);
  const problem = `it answers ${status}${said === '' ? '' : `: ${said}`}`;
  if (status === 409 || status === 422) {
    const remedy =
      'this log is not the one that the witness has seen under this name: find out which of the two was changed';
    return { problem, remedy, isOfLog: true };
  }
  const isUnknown = status === 403 || status === 404;
  const remedy = isUnknown
    ? 'give the witness the key of this log (`meridian witness --log`); `meridian bundle` prints it'
    : 'ask its operator';
  return { problem, remedy, isOfLog: false };
}

/** The lines of an answer that are cosignatures with the keys. Others are left out. */
function cosignaturesIn(text: string, own: NoteParts, keys: readonly WitnessKey[], check: CheckSignature) {
  const parts = parseNote(`${own.text}\n${text}`);
  const remedy = 'ask its operator which key it signs with';
  if ('problem' in parts)
    return { problem: `its answer is not a cosignature: ${parts.problem}`, remedy, isOfLog: false };
  const lines = text.split('\n').slice(0, -1);
  const found = parts.signatures.flatMap((signature, i) => {
    const key = keys.find((one) => isOf(signature, one));
    const at = key === undefined ? null : cosignedAt(check, parts.text, signature, key);
    // The protocol forbids a cosignature without a time.
    if (key === undefined || at === null || at === WITHOUT_TIME) return [];
    return [{ line: `${lines[i]}\n`, name: key.name }];
  });
  if (found.length === 0)
    return { problem: 'its answer has no cosignature with its key', remedy, isOfLog: false };
  return { lines: found.map(({ line }) => line), names: [...new Set(found.map(({ name }) => name))] };
}

async function fetched(
  url: string,
  request: { readonly method?: string; readonly body?: string },
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly type: string | null; readonly text: string }> {
  const ends = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
  const response = await fetch(url, { ...request, redirect: 'error', signal: ends });
  let text = '';
  const decoder = new TextDecoder();
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > ANSWER_MAX) throw new Error('its answer is too long');
  }
  return { status: response.status, type: response.headers.get('content-type'), text };
}
