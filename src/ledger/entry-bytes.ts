import { ENTRY_BYTES } from './layout.ts';

/**
 * The 24 bytes of one entry as they stand in the ledger (`layout.ts`): for logs that hash entries one by one. The array is
 * new each time.
 */
export function entryBytes(
  timeMs: number,
  kind: number,
  aux: number,
  caseNumber: number,
  a: number,
  b: number,
  c: number,
  d: number,
): Uint8Array {
  const bytes = new Uint8Array(ENTRY_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, timeMs % 2 ** 32, true);
  view.setUint16(4, Math.floor(timeMs / 2 ** 32), true);
  view.setUint8(6, kind);
  view.setUint8(7, aux);
  view.setUint32(8, caseNumber, true);
  view.setUint16(12, a, true);
  view.setUint16(14, b, true);
  view.setUint32(16, c, true);
  view.setUint32(20, d, true);
  return bytes;
}
