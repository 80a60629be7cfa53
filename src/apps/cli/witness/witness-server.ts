import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  type CheckSignature,
  type Cosigner,
  cosignatureLine,
  keyText,
  parseSubmission,
  refusalOfSubmission,
  type Submission,
  type VerifierKey,
} from '#bundle';
import { decodeUtf8, sha256 } from '../../shared/host.ts';
import { note } from '../../shared/terminal.ts';
import { DamagedState, type WitnessState } from './witness-state.ts';

export interface Witness {
  readonly cosigners: readonly Cosigner[];
  readonly logs: readonly VerifierKey[];
  readonly state: WitnessState;
  readonly check: CheckSignature;
  /** Seconds since 1970. */
  now(): number;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
}

const LOOPBACK = '127.0.0.1';
const TEXT = 'text/plain; charset=utf-8';
const SIZE = 'text/x.tlog.size';
/** Longest request, bytes: 63 hashes, and a checkpoint with 16 signatures of 5 KB each, as the specification foresees them. */
const BODY_MAX = 1 << 17;
/** How long a request may take to arrive, ms. */
const ARRIVAL_MS = 10_000;
/** How often a request is judged again because another process has changed the state. */
const TRIES = 5;

/** What the witness says to a submission. Remembers the checkpoint before it returns the cosignatures. */
export function answerTo(witness: Witness, body: Uint8Array): Answer {
  const text = decodeUtf8(body);
  const submission = text === null ? { problem: 'it is not UTF-8' } : parseSubmission(text);
  if ('problem' in submission) return { status: 400, body: `${submission.problem}\n` };
  for (let i = 0; i < TRIES; i++) {
    const answer = tryToCosign(witness, submission);
    if (answer !== null) return answer;
  }
  return { status: 503, body: 'another process works with the state of this witness; try again\n' };
}

/** Null if another process has changed the state in the meantime. */
function tryToCosign(witness: Witness, submission: Submission): Answer | null {
  const { check, cosigners, logs, now, state } = witness;
  const { checkpoint, given, note: parts } = submission;
  const isKnown = logs.some(({ name }) => name === checkpoint.origin);
  const last = isKnown ? state.last(checkpoint.origin) : null;
  const refusal = refusalOfSubmission(submission, logs, last?.checkpoint ?? null, sha256, check);
  if (refusal !== null) {
    const isStale = typeof refusal.knownSize === 'number';
    return { status: refusal.status, body: `${refusal.text}\n`, ...(isStale ? { type: SIZE } : {}) };
  }
  const seconds = now();
  const lines = cosigners.map((one) => cosignatureLine(one, parts.text, seconds));
  if (lines.includes(null))
    return { status: 400, body: 'the name of the log is too long for a cosignature with ML-DSA-44\n' };
  const body = lines.join('');
  const isNew = last === null || parts.text !== textBefore(last.note);
  if (isNew && !state.advance(checkpoint.origin, given + body, last?.number ?? -1)) return null;
  return { status: 200, body };
}

/** The text of a note that is known to be well-formed. */
function textBefore(whole: string): string {
  return whole.slice(0, whole.lastIndexOf('\n\n') + 1);
}

export interface WitnessServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves `POST /add-checkpoint` on this machine. `port`: 0 takes any free port. Rejects if the port is taken. */
export function startWitness(witness: Witness, port: number): Promise<WitnessServer> {
  const limits = {
    requestTimeout: ARRIVAL_MS,
    headersTimeout: ARRIVAL_MS,
    connectionsCheckingInterval: 1000,
  };
  const server = createServer(limits, (request, response) => {
    serve(witness, request, response).catch((error: unknown) => {
      response.destroy();
      // A connection that breaks ends only its own answer. Anything else is a mistake of this program.
      if (!(error instanceof Error && 'code' in error))
        note(`error  ${error instanceof Error ? error.stack : error}`);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      resolve({
        url: `http://${LOOPBACK}:${taken}`,
        close: () => {
          server.closeAllConnections();
          return new Promise((done) => server.close(() => done()));
        },
      });
    });
  });
}

async function serve(witness: Witness, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0];
  if (path === '/' && request.method === 'GET') return send(response, { status: 200, body: keysOf(witness) });
  if (path !== '/add-checkpoint') return send(response, { status: 404, body: 'not found\n' });
  if (request.method !== 'POST')
    return send(response, { status: 405, body: 'use POST\n' }, { Allow: 'POST' });
  const body = await bodyOf(request);
  if (body === null) {
    // The rest is not read, so the connection cannot be used again.
    return send(response, { status: 413, body: `at most ${BODY_MAX} bytes\n` }, { Connection: 'close' });
  }
  send(response, safely(witness, body));
}

/** The keys of the witness, one a line. Not part of the protocol: it spares its operator a file. */
function keysOf({ cosigners }: Witness): string {
  return cosigners.map(({ key }) => `${keyText(key)}\n`).join('');
}

/** A state that cannot be read or written is a fault of this machine, and nothing is cosigned. */
function safely(witness: Witness, body: Uint8Array): Answer {
  try {
    return answerTo(witness, body);
  } catch (error) {
    const isOfSystem = error instanceof Error && 'syscall' in error;
    if (!(error instanceof DamagedState) && !isOfSystem) throw error;
    note(`error  not cosigned: ${(error as Error).message}`);
    return { status: 500, body: 'this witness cannot read or write what it remembers\n' };
  }
}

/** Null if it is too long. The rest is then not read. */
function bodyOf(request: IncomingMessage): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (piece: Uint8Array) => {
      length += piece.length;
      if (length <= BODY_MAX) pieces.push(piece);
      else {
        request.pause();
        resolve(null);
      }
    });
    request.once('end', () => resolve(Buffer.concat(pieces)));
    request.once('error', reject);
  });
}

function send(
  response: ServerResponse,
  { body, status, type = TEXT }: Answer,
  more: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body), ...more });
  response.end(body);
}
