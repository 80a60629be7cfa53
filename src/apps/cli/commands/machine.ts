import { drawCaseMachine } from '#domain';
import { printText } from '../print.ts';

export function machine(): void {
  printText(drawCaseMachine());
}
