import { scenarioJsonSchema } from '#scenario';
import { printJson } from '../print.ts';

export function schema(): void {
  printJson(scenarioJsonSchema());
}
