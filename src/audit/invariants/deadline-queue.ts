import type { RunMs } from '#domain';
/** Deadlines at a constant delay, so in first-in, first-out order. Each carries one number. */
export class DeadlineQueue {
  private readonly dueMs: number[] = [];
  private readonly values: number[] = [];
  private head = 0;
  /** Number of deadlines removed so far. */
  private cutOff = 0;

  /** Infinity if the queue is empty. */
  get firstMs(): number {
    return this.dueMs[this.head] ?? Number.POSITIVE_INFINITY;
  }

  /** The number that the first deadline carries. */
  get first(): number {
    return this.values[this.head] as number;
  }

  /** Running number of the first deadline. */
  get firstNumber(): number {
    return this.cutOff + this.head;
  }

  /** Returns the running number of the deadline. */
  push(dueMs: RunMs, value: number): number {
    this.dueMs.push(dueMs);
    return this.cutOff + this.values.push(value) - 1;
  }

  takeFirst(): number {
    const value = this.values[this.head] as number;
    this.head++;
    // Past deadlines are removed from time to time, so that memory follows the number of future ones.
    if (this.head >= 4096 && this.head * 2 >= this.dueMs.length) {
      this.dueMs.splice(0, this.head);
      this.values.splice(0, this.head);
      this.cutOff += this.head;
      this.head = 0;
    }
    return value;
  }
}
