import type { PageBytes } from './page-bytes.ts';

/** Values per group of packed bits; as many equal values make a run. */
const GROUP = 8;

/**
 * Writes some of the values in Parquet's hybrid of run lengths and packed bits. A run is looked for at the start of every group, and cut
 * where `hyparquet-writer` cuts it, so that the bytes match.
 */
export function writeRunLengths(
  page: PageBytes,
  values: Uint16Array,
  { bits, end, start }: { readonly bits: number; readonly start: number; readonly end: number },
): void {
  let packedFrom = start;
  let at = start;
  while (at < end) {
    const value = values[at] as number;
    let next = at + 1;
    while (next < end && values[next] === value) next++;
    if (next - at < GROUP) {
      at += GROUP;
      continue;
    }
    writePacked(page, values, packedFrom, Math.min(at, end), bits);
    page.varInt((next - at) << 1);
    for (let done = 0; done < bits; done += 8) page.byte((value >> done) & 0xff);
    at = next;
    packedFrom = next;
  }
  writePacked(page, values, packedFrom, end, bits);
}

/** Whole groups; the last one is padded with zeros. */
function writePacked(page: PageBytes, values: Uint16Array, from: number, to: number, bits: number): void {
  if (from >= to) return;
  const groups = Math.ceil((to - from) / GROUP);
  page.varInt((groups << 1) | 1);
  if (bits === 0) return;
  let held = 0;
  let heldBits = 0;
  for (let i = from; i < from + groups * GROUP; i++) {
    held |= (i < to ? (values[i] as number) : 0) << heldBits;
    heldBits += bits;
    for (; heldBits >= 8; heldBits -= 8) {
      page.byte(held & 0xff);
      held >>>= 8;
    }
  }
}
