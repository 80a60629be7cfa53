import { drawCaseMachine } from '#domain';
import { printText } from '../../shared/print.ts';
import type { Outcome } from '../../shared/problem.ts';

export function machine(): Outcome {
  printText(drawCaseMachine());
  return 'clean';
}
