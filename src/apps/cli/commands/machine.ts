import { drawCaseMachine } from '#domain';

export function machine(): void {
  process.stdout.write(drawCaseMachine());
}
