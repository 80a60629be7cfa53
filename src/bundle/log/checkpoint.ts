import { base64Of, bytesOfBase64 } from '#base';

/** The length and root of a log (C2SP, tlog-checkpoint), to be signed as a note. */
export interface Checkpoint {
  /** Name of the log, and of its key. */
  readonly origin: string;
  /** Number of leaves. */
  readonly size: number;
  readonly root: Uint8Array;
  /** The meaning of the log's entries (`log-context.ts`), one line each, after the three lines that every checkpoint has. */
  readonly context: readonly string[];
}

const ROOT_BYTES = 32;

export function checkpointText({ context, origin, root, size }: Checkpoint): string {
  return [origin, size, base64Of(root), ...context, ''].join('\n');
}

/** Parses a checkpoint. Null unless the text is exactly as one is written. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin = '', sizeText = '', rootText = '', ...context] = text.split('\n').slice(0, -1);
  const size = Number(sizeText);
  const root = bytesOfBase64(rootText);
  if (origin === '' || !Number.isSafeInteger(size) || size < 0 || root?.length !== ROOT_BYTES) return null;
  if (context.includes('')) return null;
  const checkpoint = { origin, size, root, context };
  return checkpointText(checkpoint) === text ? checkpoint : null;
}
