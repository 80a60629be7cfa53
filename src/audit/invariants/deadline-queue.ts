import type { RunMs } from '#domain';
/** Deadlines at a constant delay, and therefore first in, first out. Each carries one number. */
export class DeadlineQueue {
  private dueMs: number[] = [];
  private values: number[] = [];
  private head = 0;
  /** How many have been cut off before the first place. */
  private cutOff = 0;

  /** Infinity when there is none. */
  get firstMs(): number {
    return this.dueMs[this.head] ?? Number.POSITIVE_INFINITY;
  }

  /** The number that the first carries. */
  get first(): number {
    return this.values[this.head] as number;
  }

  /** Running number of the first. */
  get firstNumber(): number {
    return this.cutOff + this.head;
  }

  /** The deadline's running number. */
  push(dueMs: RunMs, value: number): number {
    this.dueMs.push(dueMs);
    return this.cutOff + this.values.push(value) - 1;
  }

  takeFirst(): number {
    const value = this.values[this.head] as number;
    this.head++;
    // Memory follows the deadlines to come: the part that has been read is cut off now and then.
    if (this.head >= 4096 && this.head * 2 >= this.dueMs.length) {
      this.dueMs = this.dueMs.slice(this.head);
      this.values = this.values.slice(this.head);
      this.cutOff += this.head;
      this.head = 0;
    }
    return value;
  }
}
