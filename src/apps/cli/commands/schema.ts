import { hiringJsonSchema, renderReference, sharedJsonSchema } from '#scenario';
import { printText } from '../../shared/print.ts';
import { type Outcome, refuse } from '../../shared/problem.ts';

interface SchemaOptions {
  readonly hiring?: true;
  readonly reference?: string | true;
}

/**
 * `meridian reference schema`: JSON Schema for editors, of scenario files or, with `--hiring`, of hiring plans. `--reference`: explanations for people, of all keys or those below one.
 */
export function schema({ hiring, reference }: SchemaOptions): Outcome {
  if (hiring === true && reference !== undefined)
    return refuse('--hiring and --reference are both given', 'leave one of them out');
  if (hiring === true) {
    printText(JSON.stringify(hiringJsonSchema()));
    return 'clean';
  }
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
