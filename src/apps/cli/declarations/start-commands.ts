import { Option } from 'commander';
import type { ProgramCommand } from '../options/program-command.ts';

/** Repeated here so that `--help` need not load the scenario room; a test compares the two. */
const TEMPLATES = ['one-desk', 'follow-the-sun', 'eea-promise'];

const SYSTEMS = ['zendesk', 'servicenow', 'jira', 'salesforce'];

const HELP = `
Without --template and --from, it asks its questions on a terminal.

Columns of the CSV sheet, in any order, named in its first row:
  row        shift or volume: a shift of a centre, or the cases of customers
  place      name of the centre or of the customers
  country    two capitals of ISO 3166-1: IE
  time zone  IANA name: Europe/Dublin
  languages  shift: all that every agent speaks, separated by blanks: en de; volume: one
  group      shift: group of agents (first line where empty)
  tier       shift: 1, 2 or 3 (1 where empty)
  agents     shift: how many
  days       shift: mon-fri, "sat, sun" or daily (daily where empty)
  from, to   shift: begin and end on the local clock: 08:00,18:00
  phone, e-mail, web  volume: cases in a normal week (0 where empty)
  promise    volume: none (where empty), stored (in the EEA), or stored and seen (from there only)

  row,place,country,time zone,languages,agents,days,from,to,phone,e-mail,promise
  shift,Dublin,IE,Europe/Dublin,en de,8,mon-fri,08:00,18:00,,,
  volume,Germany,DE,Europe/Berlin,de,,,,,500,300,stored and seen`;

/** Commands that begin with what you have: answers, a sheet, a log of another system, or a scenario file. */
export function addStartCommands(program: ProgramCommand): void {
  program
    .command('init')
    .examples('init my-desk --template one-desk')
    .summary('write a scenario from answers, a template or a sheet')
    .description('write a commented scenario to start from, using answers, a template or a sheet')
    .argument('[folder]', 'folder in which to write scenario.yaml', '.')
    .addOption(new Option('--template <name>', 'start with an organisation of this kind').choices(TEMPLATES))
    .option('--from <sheet>', 'take centres, groups, shifts and volumes from this CSV file')
    .addHelpText('after', HELP)
    .does(async () => (await import('../commands/init.ts')).init);

  program
    .command('import')
    .examples('import tickets.csv --guess', 'import tickets.csv --map mapping.yaml')
    .summary("turn another system's log of cases into a case log")
    .description("turn another system's log of cases into a case log: two Parquet tables and a report")
    .argument(
      '<log>',
      'log in CSV, XLSX, XES (.xes) or OCEL 2.0 (.json), possibly compressed (.gz, .br); - for CSV on standard input',
    )
    .option('--map <mapping>', 'mapping file that names columns and says what values mean')
    .addOption(new Option('--preset <system>', 'map the columns that this system exports').choices(SYSTEMS))
    .option('--guess', 'print a mapping proposed by names and values of the columns, and import nothing')
    .option('--sheet <name>', 'sheet of a workbook (default: the only visible one)')
    .option('--time-zone <zone>', 'zone of times that say no offset from UTC, e.g. Europe/Dublin')
    .option('--time-format <format>', "form of times, e.g. 'd/M/yyyy H:mm'")
    .option(
      '--skip-refused',
      'leave out rows that cannot be read; without it, nothing is written if there are any',
    )
    .option('--out <folder>', 'folder of the case log')
    .withJson()
    .does(async () => (await import('../commands/import.ts')).importLog);

  addCalibration(program);
  addForecast(program);
  addToday(program);

  program
    .command('validate')
    .examples('validate scenarios/css-2014')
    .summary('list every issue of scenario files')
    .description('list every issue of scenario files, and the hours in which nobody is scheduled')
    .argument('<scenario...>', 'scenario files, folders that hold scenario.yaml, or - for standard input')
    .option('--sarif <file>', 'write the issues as SARIF 2.1.0, for code scanning; - writes to stdout')
    .option('--github', 'annotate the job of GitHub Actions')
    .withJson()
    .does(async () => (await import('../commands/validate.ts')).validate);
}

function addCalibration(program: ProgramCommand): void {
  ofCaseLog(program.command('calibrate'))
    .examples(
      'calibrate tickets.case-log --until 2025-03-12 --zone DE=Europe/Berlin --zone IN=Asia/Kolkata --zone US=America/Denver --out desk',
    )
    .summary('write a scenario whose figures come from a case log')
    .description('write a scenario, or an overlay over one, whose figures come from a case log')
    .option('--scenario <scenario>', 'extend this scenario, whose segments the log names')
    .option(
      '--sessions <file>',
      'sessions of software that answers first, as CSV: case, start, end, outcome, product, channel',
    )
    .option(
      '--from <date>',
      'use cases opened from this date on (default: from the last step in arrivals on, or all)',
    )
    .option('--until <date>', 'use what happened before this date, e.g. 2016-04-18 (default: the whole log)')
    .option('--names', 'name agents in comments as the log does (default: they are numbered)')
    .option('--out <folder>', 'folder of scenario.yaml, calibration.json and calibration.html')
    .withJson()
    .does(async () => (await import('../commands/calibrate.ts')).calibrateFromLog);

  ofCaseLog(program.command('validate-against'))
    .examples('validate-against tickets.case-log --scenario desk --from 2025-03-12')
    .summary('compare a scenario with a part of a case log')
    .description('compare a scenario with a part of a case log that it was not calibrated from')
    .requiredOption('--scenario <scenario>', 'scenario file, or folder that holds scenario.yaml')
    .requiredOption('--from <date>', 'compare with cases opened from this date on')
    .option('--until <date>', 'compare with what happened before this date (default: last opening)')
    .option('--out <folder>', 'folder of validation.json and validation.html')
    .withJson()
    .does(async () => (await import('../commands/validate-against.ts')).validateAgainst);
}

/** The case log, and what it may leave out. */
function ofCaseLog(command: ProgramCommand): ProgramCommand {
  return ofPast(command, '<case-log>', 'folder that meridian import has written').option(
    '--runs <number>',
    'simulated runs that are compared with history',
    '5',
  );
}

function ofPast(command: ProgramCommand, name: string, text: string): ProgramCommand {
  return command
    .argument(name, text)
    .option('--time-zone <zone>', "clock of people and dates (default: the log's, or UTC)")
    .withSeveral('--zone <country=zone>', 'clock of the customers of a country, e.g. DE=Europe/Berlin')
    .option('--country <country>', 'country of customers and centres if the log names none (default: IE)')
    .option('--channel <channel>', 'channel of cases if the log names none (default: phone)');
}

function addToday(program: ProgramCommand): void {
  ofPast(
    program.command('today'),
    '<log>',
    'folder that meridian import has written, or a table of counts by time in CSV',
  )
    .examples(
      'today counts.csv --scenario scenarios/first-steps --at 2014-12-17T12:00:00Z --out scenarios/today',
    )
    .summary('what the rest of the day brings, and what to do about it')
    .description(
      'the demand of the rest of a day from what came so far, the chance of each target by its end, and at most three moves that are possible today',
    )
    .requiredOption('--scenario <scenario>', 'the desk, whose segments the log names')
    .option('--at <instant>', 'now, e.g. 2016-04-18T12:00:00Z (default: the last event of the log)')
    .withSeveral(
      '--holiday <date>',
      'a holiday, past or today, of all customers or of a country: DE=2016-05-05',
    )
    .option('--segment <id>', 'segment of a table of counts that names none (default: all)')
    .option('--time-format <format>', "form of dates of a table of counts, e.g. 'd/M/yyyy'")
    .option('--replications <number>', 'runs of the rest of the day, at least 20', '100')
    .withSeed("the scenario's")
    .withThreads()
    .option('--out <folder>', 'folder of scenario.yaml, today.json and today.html')
    .withJson()
    .does(async () => (await import('../commands/today.ts')).today);
}

function addForecast(program: ProgramCommand): void {
  ofPast(
    program.command('forecast'),
    '<log>',
    'folder that meridian import has written, or a table of counts in CSV',
  )
    .examples('forecast counts.csv --ahead 28d --scenario scenarios/first-steps --out scenarios/next-month')
    .summary('forecast arrivals by segment and channel')
    .description(
      'forecast arrivals by segment and channel, with intervals, a backtest, and a scenario that draws its rates',
    )
    .option('--ahead <days>', 'how far', '28d')
    .option(
      '--origin <date>',
      'first day of the forecast, e.g. 2016-04-18 (default: the day after the last whole day)',
    )
    .option('--from <date>', 'use days from this one on (default: all)')
    .option('--scenario <scenario>', 'write an overlay over this scenario, whose segments the log names')
    .withSeveral(
      '--holiday <date>',
      'a holiday, past or ahead, of all customers or of a country: DE=2016-05-05',
    )
    .option('--origins <number>', 'forecasts of the past that are compared with what came', '26')
    .option('--segment <id>', 'segment of a table of counts that names none (default: all)')
    .option('--time-format <format>', "form of dates of a table of counts, e.g. 'd/M/yyyy'")
    .option(
      '--runs <number>',
      'runs with --scenario that say how much of the spread of service is forecast; 0: none',
      '20',
    )
    .withThreads()
    .option('--out <folder>', 'folder of scenario.yaml, forecast.json and forecast.html')
    .withJson()
    .does(async () => (await import('../commands/forecast.ts')).forecastLog);
}
