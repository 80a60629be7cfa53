import { drawCaseMachine } from '#domain';
import { printText } from '../../shared/print.ts';

export function machine(): void {
  printText(drawCaseMachine());
}
