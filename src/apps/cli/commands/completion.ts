import type { Command } from 'commander';
import { printText } from '../../shared/print.ts';
import { bashCompletion } from '../completion/bash.ts';
import { commandShapes } from '../completion/command-shapes.ts';
import { fishCompletion } from '../completion/fish.ts';
import { zshCompletion } from '../completion/zsh.ts';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** `meridian reference completion`: a completion script for a shell, generated from the command declarations. */
export function completionOf(program: Command): (shell: keyof typeof SHELLS) => void {
  return (shell) => printText(SHELLS[shell](commandShapes(program)));
}
