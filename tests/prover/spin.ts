import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROPERTY_BITS } from '#prover';
import { programOf } from '../programs.ts';


/** What SPIN found in a model. */
export interface SpinFindings {
  /** Stored states without the one before the case exists. */
  readonly states: number;
  /** Properties of which an assertion fails, in the order of reports. */
  readonly broken: readonly string[];
  /** Whether a transfer is recorded that the law leaves open. */
  readonly isLeftOpen: boolean;
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
    if (/max search depth too small|out of memory|invalid array/i.test(out)) throw new Error(out.slice(0, 2000));
    const bits = new Set([...out.matchAll(/assertion violated[^\n]*&(\d+)\)/g)].map(([, value]) => Math.log2(Number(value))));
    return {
      states: Number(stored) - 1,
      broken: PROPERTY_BITS.filter((_, bit) => bits.has(bit)),
      isLeftOpen: bits.has(PROPERTY_BITS.length),
    };
  }

  /** What SPIN tells of a shortest way to break the property. */
  trail(id: string): string {
    const bit = PROPERTY_BITS.findIndex((one) => one === id);
    this.build([`-DJUDGED=${2 ** bit}`], ['-DBFS']);
    this.run('./pan', ['-c1', '-w20']);
    return this.run(programOf('spin'), ['-t', '-B', `-DJUDGED=${2 ** bit}`, 'model.pml']);
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
    if (status !== 0 && program !== './pan') throw new Error(`${program} ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  }
}
