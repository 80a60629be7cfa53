import type { CaseNumber } from '#domain';

const PAGE_BITS = 15;
const PAGE_NUMBERS = 1 << PAGE_BITS;

/** A set of case numbers, a bit for each: what has to be known of cases that are not live any more. */
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

  /** Takes a number out of the set; false when it was not in it. */
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
