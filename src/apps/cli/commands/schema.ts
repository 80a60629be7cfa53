import { renderReference, scenarioJsonSchema } from '#scenario';
import { BAD_INPUT } from '../../shared/exit-codes.ts';
import { complain, printJson, printText } from '../../shared/print.ts';

/** `meridian schema`: for editors; `--reference`: for people, all keys or those below one. */
export function schema({ reference }: { readonly reference?: string | true }): void {
  if (reference === undefined) return printJson(scenarioJsonSchema());
  const prefix = reference === true ? '' : reference;
  const text = renderReference(prefix);
  if (text !== '') return printText(text.trimEnd());
  process.exitCode = BAD_INPUT;
  complain(`there is no key ${prefix}`, 'name one without ids, e.g. centres.groups.shifts');
}
