/**
 * Agents who are on duty, at a centre that is up, and free: one list per group, the longest idle first. Joining and
 * leaving cost O(1): the lists are linked through two columns.
 */
export class IdleAgents {
  /** First agent of each group's list, −1 when nobody is idle. */
  readonly head: Int32Array;
  /** When an agent became idle, as a running number: smaller is longer idle, over all groups. */
  readonly since: Float64Array;
  private readonly tail: Int32Array;
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private readonly listed: Uint8Array;
  private readonly groupOf: Int32Array;
  private counter = 0;

  constructor(groupOfAgent: Int32Array, groups: number) {
    this.groupOf = groupOfAgent;
    this.head = new Int32Array(groups).fill(-1);
    this.tail = new Int32Array(groups).fill(-1);
    this.since = new Float64Array(groupOfAgent.length);
    this.next = new Int32Array(groupOfAgent.length);
    this.previous = new Int32Array(groupOfAgent.length);
    this.listed = new Uint8Array(groupOfAgent.length);
  }

  isIdle(agent: number): boolean {
    return this.listed[agent] === 1;
  }

  add(agent: number): void {
    const group = this.groupOf[agent] as number;
    const last = this.tail[group] as number;
    this.since[agent] = this.counter++;
    this.previous[agent] = last;
    this.next[agent] = -1;
    if (last === -1) this.head[group] = agent;
    else this.next[last] = agent;
    this.tail[group] = agent;
    this.listed[agent] = 1;
  }

  remove(agent: number): void {
    const group = this.groupOf[agent] as number;
    const before = this.previous[agent] as number;
    const after = this.next[agent] as number;
    if (before === -1) this.head[group] = after;
    else this.next[before] = after;
    if (after === -1) this.tail[group] = before;
    else this.previous[after] = before;
    this.listed[agent] = 0;
  }
}
