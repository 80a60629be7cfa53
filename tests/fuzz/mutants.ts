import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type SecondVerdict, secondVerifier } from '../differential/verifiers/second-verifier.ts';
import type { FuzzKind } from './fuzz-kind.ts';
import type { Answer, Request } from './read-mutants.ts';
import { watched } from './watched.ts';

/** Each reader may take as much processor time as this many readings of the sound ledger. */
const TIMES_AS_LONG = 3;
const MOST_BYTES = 500e6;
/** For the first readings, which also compile the readers. */
const FIRST_CPU_MS = 120_000;
const WARMING = 4;

/** One process with every reader of this project, or one of the second verifier. */
interface Reader {
  readonly child: ChildProcess;
  ask(request: object): Promise<unknown>;
}

async function ourReader(): Promise<Reader> {
  const child = fork(join(import.meta.dirname, 'read-mutants.ts'), {
    execArgv: ['--import', fileURLToPath(import.meta.resolve('tsx'))],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return {
    child,
    ask: async (request) => {
      const answered = once(child, 'message');
      child.send(request);
      return (await answered)[0] as unknown;
    },
  };
}

/** How many ledgers were found to be what. */
export type Tally = Record<
  'named as damage' | 'reported as a violation' | 'refused as another run' | 'unchanged in meaning',
  number
>;

/** Both processes, and what each may take for one ledger. */
class Readers {
  private ours: Reader | null = null;
  private second: Reader | null = null;
  private ourMs = FIRST_CPU_MS;
  private secondMs = FIRST_CPU_MS;
  mostBytes = 0;

  /** What went wrong with a ledger, or null. */
  async failureOf(request: Request, tally: Tally): Promise<string | null> {
    const fresh = this.ours === null || this.second === null;
    this.ours ??= await ourReader();
    this.second ??= secondVerifier();
    if (fresh) await this.warm(this.ours, this.second);
    const first = await this.read<Answer>('ours', request, this.ourMs);
    if (first.value === null) return `a reader of this project: ${first.why}`;
    const answer = first.value;
    const asked = { bundle: answer.bundle, core: true };
    const second = await this.read<SecondVerdict>('second', asked, this.secondMs);
    rmSync(answer.bundle, { recursive: true });
    if (second.value === null) return `${answer.told}: the second verifier: ${second.why}`;
    const failure = wrongIn(answer, second.value);
    if (failure === null) tally[kindOf(answer)]++;
    return failure === null ? null : `${answer.told}: ${failure}`;
  }

  end(): void {
    for (const reader of [this.ours, this.second]) reader?.child.kill();
  }

  private async read<Value>(who: 'ours' | 'second', request: object, cpuMs: number) {
    const reader = this[who] as Reader;
    const asked = reader.ask(request) as Promise<Value>;
    const result = await watched(reader.child, asked, { cpuMs, bytes: MOST_BYTES });
    this.mostBytes = Math.max(this.mostBytes, result.mostBytes);
    if (result.value === null) this[who] = null;
    return result;
  }

  /** Reads the sound ledger until the readers are compiled, and takes the longest of the last two readings as the measure. */
  private async warm(ours: Reader, second: Reader): Promise<void> {
    const ms: number[] = [];
    for (let i = 0; i < WARMING; i++) {
      const answer = (await ours.ask({ seed: 0, round: 'sound' })) as Answer;
      const begun = process.hrtime.bigint();
      await second.ask({ bundle: answer.bundle, core: true });
      this.secondMs = Math.max(500, (TIMES_AS_LONG * Number(process.hrtime.bigint() - begun)) / 1e6);
      rmSync(answer.bundle, { recursive: true });
      const odd = answer.reads.find(({ exitCode }) => exitCode !== 0);
      if (odd !== undefined) throw new Error(`the sound ledger: ${odd.reader}: ${odd.said}`);
      ms.push(answer.cpuMs);
    }
    this.ourMs = TIMES_AS_LONG * Math.max(...ms.slice(-2));
  }
}

function kindOf({ damage, reads }: Answer): keyof Tally {
  if (damage !== null) return 'named as damage';
  const [audit] = reads;
  if (audit?.exitCode === 0) return 'unchanged in meaning';
  return audit?.said.includes('replication') === true ? 'refused as another run' : 'reported as a violation';
}

/** Every reader names a damaged ledger as such, with the entry if it is one, and none throws. */
function wrongIn({ damage, reads }: Answer, second: SecondVerdict): string | null {
  for (const { exitCode, reader, said } of reads) {
    if (![0, 1, 2].includes(exitCode) || /\n\s+at .+:\d+:\d+/.test(said)) return `${reader} fails: ${said}`;
    if (damage !== null && (exitCode === 0 || !said.includes(damage.message)))
      return `${reader} does not say that ${damage.message}, but ends with ${exitCode}: ${said.slice(0, 300)}`;
  }
  const entry = /^entry \d+ /.exec(damage?.message ?? '')?.[0].trim();
  if (damage !== null && second.isSound) return `the second verifier does not see that ${damage.message}`;
  if (entry !== undefined && !second.differences.some((one) => one.includes(`${entry}:`)))
    return `the second verifier does not name ${entry}: ${second.differences[0]}`;
  return null;
}

export interface MutantsOutcome {
  readonly runs: number;
  readonly failures: readonly string[];
  readonly tally: Tally;
  readonly mostBytes: number;
}

export async function readMutants(requests: readonly Request[]): Promise<MutantsOutcome> {
  const tally: Tally = {
    'named as damage': 0,
    'reported as a violation': 0,
    'refused as another run': 0,
    'unchanged in meaning': 0,
  };
  const readers = new Readers();
  const failures: string[] = [];
  try {
    for (const request of requests) {
      const failure = await readers.failureOf(request, tally);
      if (failure !== null)
        failures.push(`mutants, seed ${request.seed}, round ${request.round}: ${failure}`);
    }
  } finally {
    readers.end();
  }
  return { runs: requests.length, failures, tally, mostBytes: readers.mostBytes };
}

/** Changed and sealed again by their maker, ledgers are read by every reader of this project and by the second verifier. */
export const mutants: FuzzKind = {
  title: 'changed ledgers, sealed by their maker, in all readers',
  async run(runs, seed) {
    const outcome = await readMutants(Array.from({ length: runs }, (_, round) => ({ seed, round })));
    const counts = Object.entries(outcome.tally).map(([what, count]) => `${count} ${what}`);
    process.stdout.write(`${counts.join(', ')}; at most ${Math.round(outcome.mostBytes / 1e6)} MB\n`);
    return outcome;
  },
};
