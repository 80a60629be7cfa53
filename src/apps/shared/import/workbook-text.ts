import type { TextPieces } from '#caselog';

/** Parts of workbooks are in UTF-8, or in UTF-16 with a byte-order mark. */
export class WorkbookText implements TextPieces {
  private decoder: InstanceType<typeof TextDecoder> | null = null;

  decode(bytes: Uint8Array, isLast: boolean): string | null {
    this.decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
    try {
      return this.decoder.decode(bytes, { stream: !isLast });
    } catch {
      return null;
    }
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
