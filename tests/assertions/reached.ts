import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What V8 writes of a script when `NODE_V8_COVERAGE` names a folder. Inner ranges follow those around them. */
interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly ranges: readonly {
        readonly startOffset: number;
        readonly endOffset: number;
        readonly count: number;
      }[];
    }[];
  }[];
}

/** Whether the run whose coverage lies in the folder executed a place of the script. */
export function reachedIn(folder: string, script: string): (at: number) => boolean {
  const [name] = readdirSync(folder);
  const { result } = JSON.parse(readFileSync(join(folder, name ?? ''), 'utf8')) as Coverage;
  const own = result.find(({ url }) => url === pathToFileURL(script).href);
  if (own === undefined) throw new Error(`no coverage of ${script}`);
  const isReached = new Uint8Array(own.functions[0]?.ranges[0]?.endOffset ?? 0);
  const ranges = own.functions.flatMap((one) => one.ranges);
  // Ranges never overlap in part: they are nested or apart. Outer ones are filled first, since the innermost one counts.
  ranges.sort((one, other) => one.startOffset - other.startOffset || other.endOffset - one.endOffset);
  for (const { count, endOffset, startOffset } of ranges)
    isReached.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  return (at) => isReached[at] === 1;
}
