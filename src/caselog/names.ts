/** Texts up to this length are copied by the runtime when they are cut from a longer text. */
const COPIED_LENGTH = 12;

/** Texts, numbered in the order in which they come. */
export class Names {
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [];

  get count(): number {
    return this.texts.length;
  }

  has(text: string): boolean {
    return this.numbers.has(text);
  }

  /** The number of a text, which is new or known. */
  numberOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const own = copyOf(text);
    const number = this.texts.length;
    this.numbers.set(own, number);
    this.texts.push(own);
    return number;
  }

  /** The text with this number; null for a negative one. */
  textOf(number: number): string | null {
    return this.texts[number] ?? null;
  }
}

/** A copy with memory of its own. A text that was cut from a longer one otherwise keeps that one alive: here, a piece of the log. */
export function copyOf(text: string): string {
  return text.length <= COPIED_LENGTH ? text : (JSON.parse(JSON.stringify(text)) as string);
}
