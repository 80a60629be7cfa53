import { parseScenario, type ScenarioInput, scenarioTree } from '#scenario';
import { nameOfFile } from './name-of-file.ts';

/** A scenario among others, before anybody has opened it. */
export interface ScenarioListing {
  readonly name: string;
  readonly title: string;
  readonly path: string;
  /** Paths of the files that it reads: of those that it extends, the nearest first, and of traces. */
  readonly bases: readonly string[];
  /** From the package; from the folder that `meridian studio` was given; or from files that were picked in the page. */
  readonly origin: 'shipped' | 'served' | 'picked';
}

/** Whether a text calls itself a scenario. */
export function isScenarioText(text: string): boolean {
  return /^["']?meridian["']?\s*:/m.test(text);
}

/** Whether a text calls itself a sweep file. */
export function isSweepText(text: string): boolean {
  return /^["']?meridian-sweep["']?\s*:/m.test(text);
}

/**
 * How a scenario is listed. It is not checked, since that takes long, and one with faults is opened as well: the page then shows them. Every file that
 * it needs is read by the input's `readFile`.
 */
export function listingOf(input: ScenarioInput, origin: ScenarioListing['origin']): ScenarioListing {
  const read = new Map<string, string>();
  const readFile: ScenarioInput['readFile'] = (path) => {
    const found = input.readFile(path);
    if (found.ok) read.set(path, found.value);
    return found;
  };
  const tree = scenarioTree({ ...input, readFile });
  // Which files a trace is in is known only when the whole is read.
  if ([input.text, ...read.values()].some((text) => /\btrace["']?\s*:/.test(text)))
    parseScenario({ ...input, readFile });
  const { name = '', title = '' } = (tree.ok ? tree.value : {}) as Readonly<Record<string, unknown>>;
  const named = String(name ?? '') || nameOfFile(input.path);
  return {
    ...{ name: named, title: String(title ?? '') || named, path: input.path },
    ...{ bases: [...read.keys()], origin },
  };
}
