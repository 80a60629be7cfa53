import type { Result } from '#base';
import {
  type ParsedScenario,
  parseScenario,
  type ScenarioInput,
  type ScenarioIssue,
  scenarioTree,
} from '#scenario';
import type { ScenarioSource } from '../../shared/experiment/proposed-staff.ts';
import { isScenarioText, listingOf, type ScenarioListing } from '../../shared/scenario/scenario-listing.ts';
import type { ScenarioText } from '../protocol.ts';
import { goodValue, Refusal } from './work.ts';

/** The scenario files in the page's folder. */
export interface ScenarioFiles {
  /** Text by path, for example `scenarios/css-2014/scenario.yaml`, with all files that they extend or replay. */
  readonly files: Readonly<Record<string, string>>;
  readonly scenarios: readonly ScenarioListing[];
  /** Path of the scenario to open at once; null: the page asks. */
  readonly initial: string | null;
}

/** Files of the page's own folder. Nothing is requested from any other place. */
export class Library {
  private loaded: Promise<ScenarioFiles> | null = null;

  scenarios(): Promise<ScenarioFiles> {
    this.loaded ??= readJson<ScenarioFiles>('scenarios.json');
    return this.loaded;
  }

  /** Adds scenarios from the user's files. They replace scenarios with the same path. */
  async add(texts: readonly ScenarioText[]): Promise<readonly ScenarioListing[]> {
    const before = await this.scenarios();
    const files = { ...before.files, ...Object.fromEntries(texts.map(({ path, text }) => [path, text])) };
    const readFile = (file: string) => readFrom(files, file);
    const added = texts
      .filter(({ text }) => isScenarioText(text))
      .map((text) => listingOf({ ...text, readFile }, 'picked'));
    if (added.length === 0)
      throw new Refusal(
        'none of these files is a scenario: pick YAML files that begin with meridian: 1, or their folder',
      );
    const paths = new Set(added.map(({ path }) => path));
    const others = before.scenarios.filter(({ path }) => !paths.has(path));
    this.loaded = Promise.resolve({ ...before, files, scenarios: [...added, ...others] });
    return added;
  }

  /** `backlog`: the cases that are open at its start, instead of those that it names. */
  async parse(
    text: ScenarioText,
    backlog?: ScenarioInput['backlog'],
  ): Promise<Result<ParsedScenario, readonly ScenarioIssue[]>> {
    return parseScenario({ ...(await this.input(text)), backlog });
  }

  /** The scenario with the contents of its file. Throws BadScenario if the text is invalid. */
  async source(text: ScenarioText): Promise<ScenarioSource & Pick<ParsedScenario, 'events'>> {
    const input = await this.input(text);
    const { events, scenario, warnings } = goodValue(parseScenario(input));
    return { input, tree: goodValue(scenarioTree(input)), scenario, events, warnings };
  }

  async input({ path, text }: ScenarioText): Promise<ScenarioInput> {
    const { files } = await this.scenarios();
    return { path, text, readFile: (file) => readFrom(files, file) };
  }
}

function readFrom(files: ScenarioFiles['files'], file: string): Result<string, string> {
  const text = Object.hasOwn(files, file) ? files[file] : undefined;
  return text === undefined
    ? { ok: false, problem: 'it is not in the folder of the page' }
    : { ok: true, value: text };
}

async function readJson<Value>(name: string): Promise<Value> {
  const answer = await fetch(new URL(name, globalThis.location.href));
  if (!answer.ok) throw new Error(`${name} cannot be read: ${answer.status}`);
  return (await answer.json()) as Value;
}
