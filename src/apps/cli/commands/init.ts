import { existsSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import {
  type Answers,
  idOf,
  parseScenario,
  readSheet,
  scenarioText,
  TEMPLATE_NAMES,
  TEMPLATES,
  type TemplateName,
} from '#scenario';
import { wholly } from '../../shared/files/whole-files.ts';
import { pathInPackage, readText } from '../../shared/host.ts';
import { print } from '../../shared/print.ts';
import { attempt, interrupted, orRefuse, refuse } from '../../shared/problem.ts';
import { atTerminal, interview } from '../init/interview.ts';

interface InitOptions {
  readonly template?: TemplateName;
  readonly from?: string;
}

const SCENARIO_FILE = 'scenario.yaml';

/** `meridian init`: writes a commented first scenario. Its first line names the schema of this installation, for editors. */
export async function init(folder: string, options: InitOptions): Promise<void> {
  const place = join(folder, SCENARIO_FILE);
  if (existsSync(place))
    return refuse(`${place} exists already`, 'name another folder, or move the file away');
  const answers = await answersOf(basename(resolve(folder)), options);
  const text = scenarioText(answers, idOf(basename(resolve(folder)), 'my-scenario'), schemaPath(folder));
  orRefuse(
    parseScenario({
      path: place,
      text,
      readFile: () => ({ ok: false, problem: 'a new scenario reads no other file' }),
    }),
  );
  return write(folder, place, text);
}

async function answersOf(title: string, { from, template }: InitOptions): Promise<Answers> {
  if (from !== undefined && template !== undefined)
    return refuse('--template and --from are both given', 'leave one of them out');
  if (template !== undefined) return TEMPLATES[template].answers;
  if (from !== undefined) return answersOfSheet(from, title);
  if (process.stdin.isTTY === true && process.stdout.isTTY === true) {
    return (await atTerminal(interview)) ?? interrupted('nothing was written');
  }
  const listed = TEMPLATE_NAMES.map((name) => `${name} (${TEMPLATES[name].about})`).join(', ');
  return refuse(
    'init asks its questions on a terminal, but input or output is not one',
    `write --template with one of: ${listed}; or --from with a CSV sheet`,
  );
}

function answersOfSheet(path: string, title: string): Answers {
  const text = readText(path);
  if (!text.ok)
    return refuse(`--from: ${text.problem}`, 'name a CSV file; `meridian init --help` lists its columns');
  return orRefuse(readSheet(text.value, path, title));
}

/** The path of the schema from a folder, with slashes; absolute if it is not below the working folder. Null if it is not built. */
function schemaPath(folder: string): string | null {
  const schema = pathInPackage('dist/scenario.schema.json');
  if (schema === null) return null;
  const path = relative('', schema).startsWith('..') ? schema : relative(folder, schema);
  return path.split(sep).join('/');
}

function write(folder: string, place: string, text: string): void {
  return attempt(place, 'name a folder that you may write to', () => {
    wholly((files) => files.write(place, text));
    print(`wrote ${place}, which is valid`);
    print(`next: replace the figures marked ASSUMED, then \`meridian run ${folder}\``);
    print('what is called AHT, ASA, FTE or shrinkage elsewhere: docs/explain/words.md');
  });
}
