import { hiringJsonSchema, renderReference, sharedJsonSchema } from '#scenario';
import { printText } from '../../shared/print.ts';
import { refuse } from '../../shared/problem.ts';

interface SchemaOptions {
  readonly hiring?: true;
  readonly reference?: string | true;
}

/**
 * `meridian reference schema`: JSON Schema for editors, of scenario files or, with `--hiring`, of hiring plans. `--reference`: explanations for people, of all keys or those below one.
 */
export function schema({ hiring, reference }: SchemaOptions): void {
  if (hiring === true && reference !== undefined)
    return refuse('--hiring and --reference are both given', 'leave one of them out');
  if (hiring === true) return printText(JSON.stringify(hiringJsonSchema()));
  if (reference === undefined) return printText(JSON.stringify(sharedJsonSchema()));
  const prefix = reference === true ? '' : reference;
  const text = renderReference(prefix);
  if (text === '') {
    return refuse(`there is no key ${prefix}`, 'name one without ids, e.g. centres.groups.shifts');
  }
  printText(text.trimEnd());
}
