import { base64Of, bytesOfBase64 } from '#base';

/** How long a log is and what it holds (C2SP, tlog-checkpoint): three lines, to be signed as a note. */
export interface Checkpoint {
  /** Which log: also the name of its key. */
  readonly origin: string;
  /** Leaves. */
  readonly size: number;
  readonly root: Uint8Array;
}

const ROOT_BYTES = 32;

export function checkpointText({ origin, root, size }: Checkpoint): string {
  return `${origin}\n${size}\n${base64Of(root)}\n`;
}

/** The checkpoint of its text, or null when the text is not exactly what is written for one. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin = '', sizeText = '', rootText = ''] = text.split('\n');
  const size = Number(sizeText);
  const root = bytesOfBase64(rootText);
  if (origin === '' || !Number.isSafeInteger(size) || size < 0 || root?.length !== ROOT_BYTES) return null;
  const checkpoint = { origin, size, root };
  return checkpointText(checkpoint) === text ? checkpoint : null;
}
