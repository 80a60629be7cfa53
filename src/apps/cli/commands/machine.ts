import { success } from '#base';
import { drawCaseMachine } from '#domain';
import { printText } from '../../shared/print.ts';
import type { CommandResult } from '../../shared/run-command.ts';

export function machine(): CommandResult {
  printText(drawCaseMachine());
  return success('clean');
}
