import { existsSync } from 'node:fs';
import { keyText } from '#bundle';
import { checkEd25519 } from '../../shared/evidence/ed25519.ts';
import { print } from '../../shared/print.ts';
import { attempt, refusalOf } from '../../shared/problem.ts';
import { aborted, type CommandContext } from '../../shared/run-command.ts';
import { wholeNumber } from '../options/values.ts';
import { startWitness } from '../witness/witness-server.ts';
import { cosignersOf, type KeyOptions, logsOf } from '../witness/witness-setup.ts';
import { WitnessState } from '../witness/witness-state.ts';

export interface WitnessOptions extends KeyOptions {
  readonly log: readonly string[];
  readonly port: string;
}

const PORT_MAX = 65_535;

/** `meridian witness`: cosigns checkpoints of logs as long as each continues the one before it, until interrupted. */
export async function witness(
  folder: string,
  options: WitnessOptions,
  context: CommandContext,
): Promise<void> {
  const port = wholeNumber('--port', options.port, 0, PORT_MAX, 8411);
  const logs = logsOf(options.log);
  const isNew = !existsSync(folder);
  const cosigners = await cosignersOf(folder, options);
  const state = attempt(folder, 'name a folder that can be written', () => new WitnessState(folder));
  const now = () => Math.floor(Date.now() / 1000);
  // From here on an interruption ends the service in order.
  const { signal } = context;
  const parts = {
    cosigners,
    logs,
    state,
    check: checkEd25519,
    now,
  };
  try {
    const server = await startWitness(parts, port);
    print(`Witness: ${server.url}`);
    for (const { key } of cosigners) print(`key: ${keyText(key)}`);
    for (const { name } of logs) {
      const size = state.last(name)?.checkpoint.size;
      print(
        `log: ${name}, ${size === undefined ? 'of which it has cosigned nothing yet' : `last cosigned with ${size} leaves`}`,
      );
    }
    if (isNew && options.key.length > 0)
      print(
        `${folder} is new. If these keys have cosigned before, with another folder, make new keys: what they have seen is not known here.`,
      );
    print('Only programs on this machine can reach it. Ctrl-C ends it.');
    await aborted(signal);
    await server.close();
  } catch (error) {
    throw refusalOf(error, `port ${port}`, 'choose another one with --port');
  }
}
