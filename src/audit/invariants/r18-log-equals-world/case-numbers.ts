import type { CaseNumber } from '#domain';

const PAGE_BITS = 15;
const PAGE_NUMBERS = 1 << PAGE_BITS;

/** A set of case numbers, one bit each: remembers something about cases that may no longer be live. */
export class CaseNumbers {
  private readonly pages = new Map<number, Uint8Array>();

  add(caseNumber: CaseNumber): void {
    const page = Math.floor(caseNumber / PAGE_NUMBERS);
    let bits = this.pages.get(page);
    if (bits === undefined) {
      bits = new Uint8Array(PAGE_NUMBERS >> 3);
      this.pages.set(page, bits);
    }
    const place = caseNumber % PAGE_NUMBERS;
    bits[place >> 3] = (bits[place >> 3] as number) | (1 << (place & 7));
  }

  /** Removes a number from the set; false if it was not in it. */
  take(caseNumber: CaseNumber): boolean {
    const bits = this.pages.get(Math.floor(caseNumber / PAGE_NUMBERS));
    const place = caseNumber % PAGE_NUMBERS;
    const mask = 1 << (place & 7);
    const byte = bits?.[place >> 3] ?? 0;
    if (bits === undefined || (byte & mask) === 0) return false;
    bits[place >> 3] = byte & ~mask;
    return true;
  }
}
