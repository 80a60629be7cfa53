import { base64Of, bytesOfBase64 } from '#base';

/** How long a log is and what it holds (C2SP, tlog-checkpoint), to be signed as a note. */
export interface Checkpoint {
  /** Which log: also the name of its key. */
  readonly origin: string;
  /** Leaves. */
  readonly size: number;
  readonly root: Uint8Array;
  /** What the entries of the log mean (`log-context.ts`), a line each, after the three lines that every checkpoint has. */
  readonly context: readonly string[];
}

const ROOT_BYTES = 32;

export function checkpointText({ context, origin, root, size }: Checkpoint): string {
  return [origin, size, base64Of(root), ...context, ''].join('\n');
}

/** The checkpoint of its text, or null when the text is not exactly what is written for one. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin = '', sizeText = '', rootText = '', ...context] = text.split('\n').slice(0, -1);
  const size = Number(sizeText);
  const root = bytesOfBase64(rootText);
  if (origin === '' || !Number.isSafeInteger(size) || size < 0 || root?.length !== ROOT_BYTES) return null;
  if (context.includes('')) return null;
  const checkpoint = { origin, size, root, context };
  return checkpointText(checkpoint) === text ? checkpoint : null;
}
