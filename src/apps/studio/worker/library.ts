import type { Result } from '#base';
import { type ParsedScenario, parseScenario, type ScenarioIssue } from '#scenario';
import type { ScenarioListing, ScenarioText } from '../protocol.ts';

/** The scenario files that stand beside the page. */
export interface ScenarioFiles {
  /** Text by path, e.g. `scenarios/css-2014/scenario.yaml`, with all that they extend and replay. */
  readonly files: Readonly<Record<string, string>>;
  readonly scenarios: readonly ScenarioListing[];
  /** Path of the one that is opened first. */
  readonly initial: string;
}

/** Files of the page's own folder: nothing is asked of any other place. */
export class Library {
  private loaded: Promise<ScenarioFiles> | null = null;

  scenarios(): Promise<ScenarioFiles> {
    this.loaded ??= readJson<ScenarioFiles>('scenarios.json');
    return this.loaded;
  }

  async parse({ path, text }: ScenarioText): Promise<Result<ParsedScenario, readonly ScenarioIssue[]>> {
    const { files } = await this.scenarios();
    return parseScenario({ path, text, readFile: (file) => readFrom(files, file) });
  }

  async input({ path, text }: ScenarioText) {
    const { files } = await this.scenarios();
    return { path, text, readFile: (file: string) => readFrom(files, file) };
  }
}

function readFrom(files: ScenarioFiles['files'], file: string): Result<string, string> {
  const text = Object.hasOwn(files, file) ? files[file] : undefined;
  return text === undefined
    ? { ok: false, problem: 'it is not beside this page' }
    : { ok: true, value: text };
}

async function readJson<Value>(name: string): Promise<Value> {
  const answer = await fetch(new URL(name, globalThis.location.href));
  if (!answer.ok) throw new Error(`${name} cannot be read: ${answer.status}`);
  return (await answer.json()) as Value;
}
