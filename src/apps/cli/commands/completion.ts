import type { Command } from 'commander';
import { CLEAN } from '../../shared/exit-codes.ts';
import { printText } from '../../shared/print.ts';
import { bashCompletion } from '../completion/bash.ts';
import { commandShapes } from '../completion/command-shapes.ts';
import { fishCompletion } from '../completion/fish.ts';
import { zshCompletion } from '../completion/zsh.ts';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** `meridian completion`: a script for a shell, made from the commands as they are declared. */
export function completion(shell: keyof typeof SHELLS, program: Command): void {
  printText(SHELLS[shell](commandShapes(program)));
  process.exitCode = CLEAN;
}
