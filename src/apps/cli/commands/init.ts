import { existsSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { failure, success } from '#base';
import {
  type Answers,
  type CentreAnswer,
  type CustomersAnswer,
  idOf,
  parseScenario,
  READ_ANSWER,
  type ReadAnswer,
  readSheet,
  type ShiftAnswer,
  scenarioText,
  TEMPLATE_NAMES,
  TEMPLATES,
  type TemplateName,
  unservedTier,
} from '#scenario';
import { wholly } from '../../shared/files/whole-files.ts';
import { pathInPackage, readText } from '../../shared/host.ts';
import { print } from '../../shared/print.ts';
import { attempt, interrupted, orRefuse, refuse } from '../../shared/problem.ts';

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

/** Answers questions: returns the text of a line, or null at the end. */
interface Respondent {
  ask(question: string): Promise<string | null>;
  tell(line: string): void;
}

/** Thrown only within this file, when the respondent has left. */
class Gone extends Error {}

/** Asks for the contents of a new scenario; null if the respondent leaves early. */
export async function interview(respondent: Respondent): Promise<Answers | null> {
  try {
    return await new Interview(respondent).run();
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

class Interview {
  private readonly respondent: Respondent;

  constructor(respondent: Respondent) {
    this.respondent = respondent;
  }

  async run(): Promise<Answers> {
    const { respondent } = this;
    respondent.tell('Press Enter to accept the value in brackets. Ctrl-C leaves without writing anything.');
    const title = await this.value('Title of the scenario', 'My support', READ_ANSWER.title);
    const centres = await this.several('another centre', (number) => this.centre(number));
    respondent.tell('Customers: their cases, by country and language.');
    const customers = await this.several('other customers', () => this.customers(centres));
    return { title, centres, customers };
  }

  private async centre(number: number): Promise<CentreAnswer> {
    this.respondent.tell(`Centre ${number}: a place where agents work.`);
    const title = await this.value('Name', number === 1 ? 'Dublin' : `Centre ${number}`, READ_ANSWER.title);
    const country = await this.value('Country, two capitals', 'IE', READ_ANSWER.country);
    const timeZone = await this.value('Time zone', 'Europe/Dublin', READ_ANSWER.timeZone);
    const languages = await this.value('Languages that every agent speaks', 'en', READ_ANSWER.languages);
    const shifts = await this.several('another shift', () => this.shift());
    return { title, country, timeZone, groups: [{ title: 'First line', tier: 1, languages, shifts }] };
  }

  private async shift(): Promise<ShiftAnswer> {
    const agents = await this.value('Agents on the shift', '8', READ_ANSWER.agents);
    const days = await this.value('Days', 'mon-fri', READ_ANSWER.days);
    const from = await this.value('From, on the local clock', '08:00', READ_ANSWER.time);
    const to = await this.value('To', '18:00', READ_ANSWER.time);
    return { agents, days, from, to };
  }

  private async customers(centres: readonly CentreAnswer[]): Promise<CustomersAnswer> {
    const first = centres[0] as CentreAnswer;
    const country = await this.value("Customers' country", first.country, READ_ANSWER.country);
    const near = centres.find((centre) => centre.country === country) ?? first;
    const title = await this.value('Name', `Customers in ${country}`, READ_ANSWER.title);
    const timeZone = await this.value('Time zone', near.timeZone, READ_ANSWER.timeZone);
    const spoken = near.groups[0]?.languages[0] ?? 'en';
    const language = await this.value(
      'Language',
      spoken,
      served(READ_ANSWER.oneLanguage, (answer) =>
        unservedTier(centres, { language: answer, promise: 'none' }),
      ),
    );
    const perWeek = await this.volumes();
    const promise = await this.value(
      'Promise to keep their data in the EEA: none, stored, stored and seen',
      'none',
      served(READ_ANSWER.promise, (answer) => unservedTier(centres, { language, promise: answer })),
    );
    return { title, country, timeZone, language, perWeek, promise };
  }

  private async volumes(): Promise<CustomersAnswer['perWeek']> {
    for (;;) {
      const phone = await this.value('Calls per week', '500', READ_ANSWER.perWeek);
      const mail = await this.value('E-mails per week', '300', READ_ANSWER.perWeek);
      const web = await this.value('Web cases per week', '0', READ_ANSWER.perWeek);
      if (phone + mail + web > 0) return { phone, 'e-mail': mail, web };
      this.respondent.tell('  there would be no cases: give at least one channel more than 0');
    }
  }

  /** Asks for at least one, and for more until the respondent says no. */
  private async several<Value>(
    what: string,
    one: (number: number) => Promise<Value>,
  ): Promise<readonly Value[]> {
    const all: Value[] = [];
    do all.push(await one(all.length + 1));
    while ((await this.value(`Add ${what}? yes or no`, 'no', readYes)) === true);
    return all;
  }

  private async value<Value>(question: string, otherwise: string, read: ReadAnswer<Value>): Promise<Value> {
    for (;;) {
      const answer = await this.respondent.ask(`${question} [${otherwise}]: `);
      if (answer === null) throw new Gone();
      const outcome = read(answer.trim() === '' ? otherwise : answer.trim());
      if (outcome.ok) return outcome.value;
      this.respondent.tell(`  ${outcome.problem.message}: ${outcome.problem.remedy}`);
    }
  }
}

const readYes: ReadAnswer<boolean> = (text) => {
  const answer = text.toLowerCase();
  if (['y', 'yes'].includes(answer)) return success(true);
  if (['n', 'no'].includes(answer)) return success(false);
  return failure({ code: 'unknown-word', message: 'neither yes nor no', remedy: "write 'yes' or 'no'" });
};

/** Checks that some centre can serve these customers with this answer. */
function served<Value>(
  read: ReadAnswer<Value>,
  unserved: (answer: Value) => number | null,
): ReadAnswer<Value> {
  return (text) => {
    const outcome = read(text);
    if (!outcome.ok || unserved(outcome.value) === null) return outcome;
    return failure({
      code: 'no-eligible-group',
      message: 'none of these centres could serve such customers',
      remedy: 'with "stored and seen", a centre in the EEA must speak their language; choose another answer',
    });
  };
}

/**
 * Lets `work` ask the user at the terminal. Ctrl-C and Ctrl-D end the answers. Keeps lines that the user types ahead
 * or pastes.
 */
async function atTerminal<Value>(work: (respondent: Respondent) => Promise<Value>): Promise<Value> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const lines = terminal[Symbol.asyncIterator]();
  const ask = async (question: string) => {
    terminal.setPrompt(question);
    terminal.prompt();
    const { done, value } = await lines.next();
    return done === true ? null : value;
  };
  try {
    return await work({ ask, tell: print });
  } finally {
    terminal.close();
  }
}
