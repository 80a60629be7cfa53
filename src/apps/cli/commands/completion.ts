import type { Command } from 'commander';
import { bashCompletion } from '../completion/bash.ts';
import { commandShapes } from '../completion/command-shapes.ts';
import { fishCompletion } from '../completion/fish.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { CLEAN } from '../exit-codes.ts';
import { printText } from '../print.ts';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** `meridian completion`: a script for a shell, made from the commands as they are declared. */
export function completion(shell: keyof typeof SHELLS, program: Command): void {
  printText(SHELLS[shell](commandShapes(program)));
  process.exitCode = CLEAN;
}
