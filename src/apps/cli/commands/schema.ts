import { renderReference, sharedJsonSchema } from '#scenario';
import { printText } from '../../shared/print.ts';
import { type Outcome, refuse } from '../../shared/problem.ts';

/**
 * `meridian reference schema`: JSON Schema for editors. `--reference`: explanations for people, of all keys or those below one.
 */
export function schema({ reference }: { readonly reference?: string | true }): Outcome {
  if (reference === undefined) {
    printText(JSON.stringify(sharedJsonSchema()));
    return 'clean';
  }
  const prefix = reference === true ? '' : reference;
  const text = renderReference(prefix);
  if (text === '') {
    return refuse(`there is no key ${prefix}`, 'name one without ids, e.g. centres.groups.shifts');
  }
  printText(text.trimEnd());
  return 'clean';
}
