import { join } from 'node:path';
import type { OpenStudio } from '../../tests/apps/studio/browser.ts';
import { ChildFailed, runChild } from '../whole-run/child.ts';
import type { Progress } from '../whole-run/progress.ts';

/** What the parts of the studio's benchmark work with. */
export interface Bench {
  readonly studio: OpenStudio;
  /** Folder of the repository. */
  readonly root: string;
  /** For what is written on the way. */
  readonly folder: string;
  readonly progress: Progress;
}

/** The ledger root that the command line of the built package gives for a scenario file. */
export async function rootOfCommandLine({ folder, root }: Bench, scenario: string): Promise<string> {
  const program = join(root, 'dist/apps/cli/main.js');
  const out = join(folder, 'run');
  const args = ['run', scenario, '--json', '--no-audit', '--out', out];
  const { stdout } = await runChild(process.execPath, [program, ...args], root);
  const { ledger } = JSON.parse(stdout) as { readonly ledger?: { readonly root?: string } };
  if (ledger?.root === undefined) throw new ChildFailed(`the run of ${scenario} has no ledger`);
  return ledger.root;
}
