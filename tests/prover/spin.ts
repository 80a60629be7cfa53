import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scenario } from '#domain';
import { PROPERTY_BITS, type ProofOptions, promelaModels, startProof } from '#prover';
import { firstOfItsKind } from '../../src/prover/stream-kinds.ts';
import { programOf } from '../programs.ts';

/** What SPIN found in a model. */
export interface SpinFindings {
  /** Stored states without the one before the case exists. */
  readonly states: number;
  /** Properties of which an assertion fails, in the order of reports. */
  readonly broken: readonly string[];
  /** Whether a transfer is recorded that the law leaves open. */
  readonly isLeftOpen: boolean;
  /** Whether an index leaves its table, as with a mutant that forgets who has a case. SPIN reports it as an error; what it finds after that means nothing. */
  readonly leavesTables: boolean;
}

/** A model in a folder of its own. */
export class SpinModel {
  private readonly folder = mkdtempSync(join(tmpdir(), 'spin-'));

  constructor(text: string) {
    writeFileSync(join(this.folder, 'model.pml'), text);
  }

  /** Explores everything, and goes on after each failed assertion. */
  explore(): SpinFindings {
    this.build([]);
    const out = this.run('./pan', ['-c0', '-m4000000', '-w20']);
    const stored = /(\d+) states, stored/.exec(out)?.[1];
    if (stored === undefined) throw new Error(`SPIN has not finished:\n${out.slice(0, 2000)}`);
    if (/max search depth too small|out of memory/i.test(out)) throw new Error(out.slice(0, 2000));
    const bits = new Set(
      [...out.matchAll(/assertion violated[^\n]*&(\d+)\)/g)].map(([, value]) => Math.log2(Number(value))),
    );
    return {
      states: Number(stored) - 1,
      broken: PROPERTY_BITS.filter((_, bit) => bits.has(bit)),
      isLeftOpen: bits.has(PROPERTY_BITS.length),
      leavesTables: /invalid array index/.test(out),
    };
  }

  /** What SPIN tells of a shortest way to break the property. */
  trail(id: string): string {
    const bit = PROPERTY_BITS.findIndex((one) => one === id);
    this.build([`-DJUDGED=${2 ** bit}`], ['-DREACH']);
    this.run('./pan', ['-i', '-m100000', '-w20']);
    return this.run(programOf('spin'), ['-t', '-B', `-DJUDGED=${2 ** bit}`, 'model.pml']);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private build(defines: readonly string[], flags: readonly string[] = []): void {
    this.run(programOf('spin'), ['-a', ...defines, 'model.pml']);
    this.run(programOf('gcc'), ['-w', '-O0', '-DNOREDUCE', '-DSAFETY', ...flags, '-o', 'pan', 'pan.c']);
  }

  private run(program: string, args: readonly string[]): string {
    const { error, status, stdout, stderr } = spawnSync(program, args, {
      cwd: this.folder,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    if (error !== undefined) throw error;
    if (status !== 0 && program !== './pan')
      throw new Error(`${program} ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  }
}

/** The same cases, explored by the proof and by SPIN. */
export interface Compared {
  readonly name: string;
  readonly proof: SpinFindings;
  readonly spin: SpinFindings;
}

/** Explores one kind of streams in both ways. */
export function compared(scenario: Scenario, stream: number, options: ProofOptions = {}): Compared {
  return { ...bySpin(scenario, stream, options), proof: byProof(scenario, stream, options) };
}

export function byProof(scenario: Scenario, stream: number, options: ProofOptions = {}): SpinFindings {
  const prover = startProof(scenario, { ...options, streams: [stream] });
  while (prover.next());
  const { properties, states } = prover.finish();
  const broken = properties.flatMap(({ id, verdict }) => (verdict === 'broken' ? [id] : []));
  const isLeftOpen = properties.some(({ undecided }) => undecided.length > 0);
  return { states, broken, isLeftOpen, leavesTables: false };
}

export function bySpin(
  scenario: Scenario,
  stream: number,
  options: ProofOptions = {},
): Pick<Compared, 'name' | 'spin'> {
  const [model] = [...promelaModels(scenario, { ...options, streams: [stream] })];
  if (model === undefined) throw new Error(`there is no model of stream ${stream}`);
  const spin = new SpinModel(model.text);
  try {
    return { name: model.name, spin: spin.explore() };
  } finally {
    spin.remove();
  }
}

/** The first stream of each kind. */
export function kindsOf(scenario: Scenario): readonly number[] {
  return [...new Set(firstOfItsKind(scenario))];
}
