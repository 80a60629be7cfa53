import { HOUR_MS, MINUTE_MS } from '#base';
import type { Scenario } from '#domain';
import { GrowingTable } from './growing.ts';

/** Approximate maximum number of frames. The step is chosen long enough. */
const FRAMES_MAX = 3000;
const STEPS_MS = [1, 2, 5, 15, 30].map((minutes) => minutes * MINUTE_MS);

/** Movements between two places in a frame. The recorder defines the meaning of `kind`. */
function flowColumns(room: number) {
  return {
    kind: new Uint8Array(room),
    from: new Uint16Array(room),
    to: new Uint16Array(room),
    count: new Uint32Array(room),
  };
}

/**
 * The state of the world at the beginning of every step, for drawing any moment. All arrays by frame, then by row.
 */
export interface FrameArrays {
  readonly stepMs: number;
  readonly frames: number;
  readonly onDuty: Uint16Array;
  readonly busy: Uint16Array;
  /** Waiting cases that the centre may take. Each case is in the queue of all such centres. */
  readonly queue: Uint32Array;
  /**
   * Live copies at each place: data centres, then centres. Copies under a promise with a boundary are counted
   * separately.
   */
  readonly copies: Uint32Array;
  readonly boundCopies: Uint32Array;
  /** Waiting cases by the customers' country. */
  readonly waiting: Uint32Array;
  readonly flows: ReturnType<typeof flowColumns>;
  /** By frame: index of its first movement; one more at the end. */
  readonly firstFlow: Uint32Array;
}

/** Records the levels of a run step by step, and the movements in each step. */
export class Frames {
  readonly stepMs: number;
  readonly frames: number;
  readonly onDuty: Int32Array;
  readonly busy: Int32Array;
  /** 1 for up, 0 for down. */
  readonly centreUp: Uint8Array;
  readonly dataCentreUp: Uint8Array;
  readonly copies: Int32Array;
  readonly boundCopies: Int32Array;
  readonly waiting: Int32Array;
  private readonly queue: Int32Array;
  private readonly kept: Omit<FrameArrays, 'flows'>;
  private readonly flows = new GrowingTable(flowColumns);
  private readonly inStep = new Map<number, number>();
  private frame = 0;
  private nextMs = 0;

  /** `queue`: queue lengths by centre, maintained by the caller. */
  constructor(scenario: Scenario, countries: number, queue: Int32Array) {
    const { centres, dataCentres, horizonMs } = scenario;
    const steps = [...STEPS_MS, HOUR_MS];
    this.stepMs =
      steps.find((step) => horizonMs / step <= FRAMES_MAX) ??
      Math.ceil(horizonMs / FRAMES_MAX / HOUR_MS) * HOUR_MS;
    this.frames = Math.ceil(horizonMs / this.stepMs) + 1;
    const places = dataCentres.length + centres.length;
    this.onDuty = new Int32Array(centres.length);
    this.busy = new Int32Array(centres.length);
    this.centreUp = new Uint8Array(centres.length).fill(1);
    this.dataCentreUp = new Uint8Array(dataCentres.length).fill(1);
    this.copies = new Int32Array(places);
    this.boundCopies = new Int32Array(places);
    this.waiting = new Int32Array(countries);
    this.queue = queue;
    const { frames, stepMs } = this;
    this.kept = {
      stepMs,
      frames,
      onDuty: new Uint16Array(frames * centres.length),
      busy: new Uint16Array(frames * centres.length),
      queue: new Uint32Array(frames * centres.length),
      copies: new Uint32Array(frames * places),
      boundCopies: new Uint32Array(frames * places),
      waiting: new Uint32Array(frames * countries),
      firstFlow: new Uint32Array(frames + 1),
    };
  }

  /** Records the present state for every step that has begun by `timeMs`. */
  reach(timeMs: number): void {
    while (this.nextMs <= timeMs && this.frame < this.frames) this.note();
  }

  /** A copy of the present state of the world. */
  now(timeMs: number) {
    return {
      timeMs,
      onDuty: this.onDuty.slice(),
      busy: this.busy.slice(),
      queue: this.queue.slice(),
      centreUp: this.centreUp.slice(),
      dataCentreUp: this.dataCentreUp.slice(),
      copies: this.copies.slice(),
      boundCopies: this.boundCopies.slice(),
      waiting: this.waiting.slice(),
    };
  }

  flow(kind: number, from: number, to: number): void {
    const key = (kind * PLACES + from) * PLACES + to;
    this.inStep.set(key, (this.inStep.get(key) ?? 0) + 1);
  }

  /** All frames of a run that is over. */
  finish(): FrameArrays {
    while (this.frame < this.frames) this.note();
    this.keepFlows();
    const { columns, length } = this.flows;
    this.kept.firstFlow[this.frames] = length;
    return {
      ...this.kept,
      flows: {
        kind: columns.kind.slice(0, length),
        from: columns.from.slice(0, length),
        to: columns.to.slice(0, length),
        count: columns.count.slice(0, length),
      },
    };
  }

  private note(): void {
    const { frame, kept } = this;
    this.keepFlows();
    kept.firstFlow[frame] = this.flows.length;
    kept.onDuty.set(this.onDuty, frame * this.onDuty.length);
    kept.busy.set(this.busy, frame * this.busy.length);
    kept.queue.set(this.queue, frame * this.queue.length);
    kept.copies.set(this.copies, frame * this.copies.length);
    kept.boundCopies.set(this.boundCopies, frame * this.boundCopies.length);
    kept.waiting.set(this.waiting, frame * this.waiting.length);
    this.frame++;
    this.nextMs += this.stepMs;
  }

  /** Assigns the movements since the last frame to it. */
  private keepFlows(): void {
    for (const [key, count] of this.inStep) {
      const row = this.flows.length;
      this.flows.reach(row);
      const c = this.flows.columns;
      c.to[row] = key % PLACES;
      c.from[row] = Math.floor(key / PLACES) % PLACES;
      c.kind[row] = Math.floor(key / PLACES / PLACES);
      c.count[row] = count;
    }
    this.inStep.clear();
  }
}

/** Greater than the index of every place. */
const PLACES = 1 << 16;
