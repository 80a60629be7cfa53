import { parseScenario, type ScenarioInput, scenarioTree } from '#scenario';
import { nameOfFile } from './name-of-file.ts';

export interface ScenarioListing {
  readonly name: string;
  readonly title: string;
  readonly path: string;
  /** Paths of the files it reads: first those it extends, the nearest first, then traces. */
  readonly bases: readonly string[];
  /** Included in the package, in the folder given to `meridian studio`, or picked in the page. */
  readonly origin: 'shipped' | 'served' | 'picked';
}

export function isScenarioText(text: string): boolean {
  return /^["']?meridian["']?\s*:/m.test(text);
}

export function isSweepText(text: string): boolean {
  return /^["']?meridian-sweep["']?\s*:/m.test(text);
}

/**
 * Lists a scenario without checking it: checks take long, and the page also opens scenarios with errors and shows
 * these. Reads every file it needs through the input's `readFile`.
 */
export function listingOf(input: ScenarioInput, origin: ScenarioListing['origin']): ScenarioListing {
  const read = new Map<string, string>();
  const readFile: ScenarioInput['readFile'] = (path) => {
    const found = input.readFile(path);
    if (found.ok) read.set(path, found.value);
    return found;
  };
  const tree = scenarioTree({ ...input, readFile });
  // Only a complete read shows which files contain a trace.
  if ([input.text, ...read.values()].some((text) => /\btrace["']?\s*:/.test(text)))
    parseScenario({ ...input, readFile });
  const { name = '', title = '' } = (tree.ok ? tree.value : {}) as Readonly<Record<string, unknown>>;
  const named = String(name ?? '') || nameOfFile(input.path);
  return {
    name: named,
    title: String(title ?? '') || named,
    path: input.path,
    bases: [...read.keys()],
    origin,
  };
}
