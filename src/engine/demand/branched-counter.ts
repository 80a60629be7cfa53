import { Counter } from '#base';
import type { Branch, RunMs } from '#domain';

/** Which cases of a stream arrive after which branch of the run. */
export class StreamBranches {
  readonly branches: readonly Branch[];
  /** The first case after each branch that the stream has reached. */
  private readonly firsts: number[] = [];

  constructor(branches: readonly Branch[]) {
    this.branches = branches;
  }

  /** The time of the next branch of the stream; Infinity after the last. */
  get nextMs(): RunMs {
    return this.branches[this.firsts.length]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  /** The case of that number is the stream's first after its next branch. */
  pass(ordinal: number): void {
    this.firsts.push(ordinal);
  }

  /** How many branches lie before the case. */
  before(ordinal: number): number {
    let count = this.firsts.length;
    while (count > 0 && (this.firsts[count - 1] as number) > ordinal) count--;
    return count;
  }

  /** How many branches the stream has passed. */
  get passed(): number {
    return this.firsts.length;
  }
}

/** The draws of a stream's cases in a run with branches: those of a case are keyed by the last branch before it arrived. */
export class BranchedCounter extends Counter {
  private readonly stream: StreamBranches;
  private readonly keyed: (count: number) => Counter;

  constructor(seed: string, replication: number, name: string, stream: StreamBranches) {
    super(seed, replication, name);
    this.stream = stream;
    this.keyed = keyedBy(seed, replication, name, stream.branches);
  }

  override word(ordinal: number, round: number): number {
    const count = this.stream.before(ordinal);
    return count === 0 ? super.word(ordinal, round) : this.keyed(count).word(ordinal, round);
  }
}

/** The counter after that many branches, 0 for none: it depends on the name of the last. */
export function keyedBy(
  seed: string,
  replication: number,
  name: string,
  branches: readonly Branch[],
): (count: number) => Counter {
  const known = new Map<number, Counter>();
  return (count) => {
    const found = known.get(count);
    if (found !== undefined) return found;
    const branch = branches[count - 1];
    const made = new Counter(
      seed,
      replication,
      branch === undefined ? name : `${name}/branch ${branch.name}`,
    );
    known.set(count, made);
    return made;
  };
}
