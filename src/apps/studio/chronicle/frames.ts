import { HOUR_MS, MINUTE_MS } from '#base';
import { type Scenario, TIERS } from '#domain';
import { GrowingTable } from './growing.ts';

/** Approximate maximum number of frames. The step is chosen long enough. */
const FRAMES_MAX = 3000;
const STEPS_MS = [1, 2, 5, 15, 30].map((minutes) => minutes * MINUTE_MS);

/**
 * Kinds of movement between two places, those drawn first first. Of data: seen or copied without a transfer, or where no law asks for a
 * basis; transferred on a legal basis; transferred without one; seen from or copied to a place that the promise forbids. Of cases: taken by
 * an agent, from the country of the customer; handed over from another centre.
 */
export const FLOW_KINDS = ['seen', 'on a basis', 'without a basis', 'outside', 'taken', 'hand-over'] as const;
export type FlowKind = (typeof FLOW_KINDS)[number];

/** The row of a centre's tier: levels of agents and queues are by centre, then by tier. */
export function rowOf(centre: number, tier: number): number {
  return centre * TIERS.length + tier - 1;
}

/** Movements between two places (data centres, then centres, then countries) in a frame. `kind`: index of FLOW_KINDS. */
function flowColumns(room: number) {
  return {
    kind: new Uint8Array(room),
    from: new Uint16Array(room),
    to: new Uint16Array(room),
    count: new Uint32Array(room),
  };
}

/**
 * What every frame has: agents on duty and busy by centre and tier; `queue`: waiting cases that a tier of the centre may take, each in the
 * queue of all such centres; live copies at each place (data centres, then centres), `boundCopies`: those under a promise with a boundary; waiting cases by
 * the customers' country.
 */
const LEVELS = ['onDuty', 'busy', 'queue', 'copies', 'boundCopies', 'waiting'] as const;
export type ByLevel<Value> = Readonly<Record<(typeof LEVELS)[number], Value>>;

export function mapped<From, To>(levels: ByLevel<From>, to: (level: From) => To): ByLevel<To> {
  return Object.fromEntries(LEVELS.map((name) => [name, to(levels[name])])) as ByLevel<To>;
}

/** The state of the world at the beginning of every step, for drawing any moment. Levels by frame, then by row. */
export interface FrameArrays extends ByLevel<Uint32Array> {
  readonly stepMs: number;
  readonly frames: number;
  readonly flows: ReturnType<typeof flowColumns>;
  /** By frame: index of its first movement; one more at the end. */
  readonly firstFlow: Uint32Array;
}

/** Records the levels of a run step by step, and the movements in each step. */
export class Frames {
  readonly stepMs: number;
  readonly frames: number;
  /** At present. */
  readonly levels: ByLevel<Int32Array>;
  /** 1 for up, 0 for down. */
  readonly centreUp: Uint8Array;
  readonly dataCentreUp: Uint8Array;
  private readonly kept: Omit<FrameArrays, 'flows'>;
  private readonly flows = new GrowingTable(flowColumns);
  private readonly inStep = new Map<number, number>();
  private frame = 0;
  private nextMs = 0;

  /** `queue`: queue lengths by centre and tier, maintained by the caller. */
  constructor(scenario: Scenario, countries: number, queue: Int32Array) {
    const { centres, dataCentres, horizonMs } = scenario;
    const steps = [...STEPS_MS, HOUR_MS];
    this.stepMs =
      steps.find((step) => horizonMs / step <= FRAMES_MAX) ??
      Math.ceil(horizonMs / FRAMES_MAX / HOUR_MS) * HOUR_MS;
    this.frames = Math.ceil(horizonMs / this.stepMs) + 1;
    const places = dataCentres.length + centres.length;
    this.levels = {
      onDuty: new Int32Array(queue.length),
      busy: new Int32Array(queue.length),
      queue,
      copies: new Int32Array(places),
      boundCopies: new Int32Array(places),
      waiting: new Int32Array(countries),
    };
    this.centreUp = new Uint8Array(centres.length).fill(1);
    this.dataCentreUp = new Uint8Array(dataCentres.length).fill(1);
    const { frames, stepMs } = this;
    this.kept = {
      stepMs,
      frames,
      ...mapped(this.levels, ({ length }) => new Uint32Array(frames * length)),
      firstFlow: new Uint32Array(frames + 1),
    };
  }

  /** Records the present state for every step that has begun by `timeMs`. */
  reach(timeMs: number): void {
    while (this.nextMs <= timeMs && this.frame < this.frames) this.note();
  }

  /** A copy of the present state of the world. */
  now(timeMs: number) {
    const { centreUp, dataCentreUp, levels } = this;
    return {
      timeMs,
      ...mapped(levels, (level) => level.slice()),
      centreUp: centreUp.slice(),
      dataCentreUp: dataCentreUp.slice(),
    };
  }

  flow(kind: FlowKind, from: number, to: number): void {
    const key = (FLOW_KINDS.indexOf(kind) * PLACES + from) * PLACES + to;
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
    for (const name of LEVELS) kept[name].set(this.levels[name], frame * this.levels[name].length);
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
