import { Entity, exponential, Facility, Random, Sim } from './simjs.ts';

type Servers = InstanceType<typeof Facility>;

const SERVERS = 50;
const ARRIVALS_PER_MIN = 45;
const SERVICE_MIN = 1;

/** Customers come one by one and use the facility, which queues them and measures their wait. */
class Source extends Entity {
  private random!: Random;
  private servers!: Servers;
  private toCome = 0;

  start(random: Random, servers: Servers, size: number): void {
    this.random = random;
    this.servers = servers;
    this.toCome = size;
    this.next();
  }

  private next(): void {
    this.setTimer(exponential(this.random, 1 / ARRIVALS_PER_MIN)).done(this.arrive);
  }

  private arrive(): void {
    this.useFacility(this.servers, exponential(this.random, SERVICE_MIN));
    if (--this.toCome > 0) this.next();
  }
}

/** M/M/50 at 90 % load with simjs: `size` customers, until the last has left. Times are minutes. */
export function runMmc(size: number, seed: number): Record<string, number> {
  const sim = new Sim();
  const servers = new Facility('servers', Facility.FCFS, SERVERS);
  const waits = servers.queueStats().durationSeries;
  waits.setHistogram(1e-9, 1e9, 1);
  sim.addEntity(Source, 'customers', new Random(seed), servers, size);
  const start = performance.now();
  sim.simulate(Number.POSITIVE_INFINITY);
  const loop_s = (performance.now() - start) / 1000;
  const [atOnce = 0] = waits.getHistogram();
  const cases = waits.count();
  return {
    n: size,
    cases,
    events: 2 * cases,
    mean_wait: waits.average(),
    p_wait: 1 - atOnce / cases,
    loop_s,
  };
}
