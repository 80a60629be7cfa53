import { Argument, Command, CommanderError, Option } from 'commander';
import { BAD_INPUT } from '../shared/exit-codes.ts';
import { note, noteText, printText } from '../shared/terminal.ts';
import { tuneForStart } from '../shared/v8-flags.ts';
import { VERSION } from '../shared/version.ts';
import { addClusterCommands, executor, tenant } from './cluster-commands.ts';
import { addStudioCommand } from './studio-command.ts';

tuneForStart();

const threads = () => new Option('--threads <number>', 'worker threads (default: one for each core)');

class ProgramCommand extends Command {
  override createCommand(name?: string): ProgramCommand {
    return new ProgramCommand(name);
  }

  /** The options of all commands whose work is shared among threads or machines, and kept for the next call. */
  withWorkers(resume = 'go on with replications that an earlier call has left'): this {
    return this.option('--resume', resume)
      .option('--quiet', 'print nothing but errors')
      .addOption(threads())
      .addOption(executor())
      .addOption(tenant());
  }
}

/**
 * The command line. Commands are loaded when they are called, so that `--help` and `validate` start at once.
 * Exit codes: 0 clean, 1 violation or unstable run, 2 bad input.
 */
const program = new ProgramCommand('meridian')
  .description('Simulates support-case routing under data-residency promises, and audits what happened.')
  .version(VERSION)
  .showHelpAfterError('(meridian --help lists the commands)')
  .exitOverride()
  .configureOutput({ writeOut: printText, writeErr: noteText });

const warmUp = () =>
  new Option(
    '--warm-up <duration>',
    "what measures leave out at the beginning: a duration, auto, or none (default: the scenario's)",
  );
const several = (value: string, all: readonly string[]) => [...all, value];
const formats = (names: string) =>
  new Option('--format <name>', `${names}; may be given several times`)
    .argParser<readonly string[]>(several)
    .default([] as readonly string[], 'oscal, csv, gdpr');
const goals = (otherwise: string) =>
  new Option(
    '--goal <bound>',
    `e.g. "service level>=80%" or "speed of answer/premier/phone<=30 s"; may be given several times${otherwise}`,
  )
    .argParser(several)
    .default([] as readonly string[], 'none');
const measures = () =>
  new Option('--measures <names>', 'only these, separated by commas, e.g. "service level/germany/phone"');
const json = () => new Option('--json', 'print the result as JSON');

program
  .command('run')
  .description('simulate a scenario; leaves summary, ledger, audit and report in a run folder')
  .argument('<scenario>', 'scenario file, or folder that holds scenario.yaml')
  .option('--out <folder>', 'run folder (default: runs/<scenario name>)')
  .option('--seed <text>', "seed (default: the scenario's)")
  .option('--replication <number>', 'replication number, from 0 on', '0')
  .addOption(
    new Option('--engine <kind>', 'how the life cycle is executed')
      .choices(['compiled', 'interpreted', 'table'])
      .default('compiled'),
  )
  .option('--breach <name>', 'run with a faulty policy (meridian breaches lists them)')
  .option('--preference <module>', 'JavaScript module with a routing preference of your own')
  .option('--until <duration>', 'end the run early, e.g. "2 days"')
  .option('--no-ledger', 'keep no ledger (and so no audit)')
  .option('--no-audit', 'leave the audit to a later `meridian audit`')
  .option(
    '--replications <number>',
    'run it so many times instead, without ledgers: every figure with its interval',
  )
  .option(
    '--precision <share>',
    'as often as it takes until service level and speed of answer are known to within this',
  )
  .option('--maximum <number>', 'the most replications with --precision (default: 1000)')
  .option('--level <share>', 'confidence of the intervals', '95%')
  .option(
    '--batch-means [number]',
    'run it once, without ledger: every figure with its interval from so many batches of the run (16)',
  )
  .option(
    '--quantiles <shares>',
    'of waits, with replications or batches: 50%, 90%, 95%, separated by commas',
  )
  .withWorkers()
  .addOption(warmUp())
  .addOption(json())
  .action(async (scenario, options) =>
    (await import('./commands/run-once-or-often.ts')).runOnceOrOften(scenario, options),
  );

addStudioCommand(program);

program
  .command('compare')
  .description('compare scenarios with the first of them, under common random numbers')
  .argument('<scenario...>', 'two or more scenarios; the first is the baseline')
  .option('--replications <number>', 'pairs of replications; with --precision the least', '10')
  .option('--precision <share>', 'replicate until the measures over all cases are known to within this share')
  .option('--maximum <number>', 'the most replications with --precision (default: 1000)')
  .option('--level <share>', 'confidence that all intervals hold together', '95%')
  .addOption(measures())
  .option('--seed <text>', "seed (default: the first scenario's)")
  .option('--until <duration>', 'end each run early, e.g. "2 days"')
  .option('--out <folder>', 'folder of the results')
  .withWorkers()
  .addOption(warmUp())
  .addOption(json())
  .action(async (scenarios, options) => (await import('./commands/compare.ts')).compare(scenarios, options));

program
  .command('price')
  .description(
    'the price of residency: service with the promise step by step against none, and the staff that buys it back',
  )
  .argument('<scenario>', 'scenario file, or folder that holds scenario.yaml')
  .option('--replications <number>', 'replications of each variant; with --precision the least', '10')
  .option(
    '--precision <share>',
    'replicate until the service level of restricted customers is known to within this',
  )
  .option('--maximum <number>', 'the most replications with --precision (default: 1000)')
  .option('--level <share>', 'confidence that all intervals hold together', '95%')
  .option('--no-staff', 'leave the search for staff out')
  .option('--seed <text>', "seed (default: the scenario's)")
  .option('--until <duration>', 'end each run early, e.g. "2 days"')
  .option('--out <folder>', 'folder of the results')
  .withWorkers()
  .addOption(warmUp())
  .addOption(json())
  .action(async (scenario, options) => (await import('./commands/price.ts')).price(scenario, options));

const baseline = program
  .command('baseline')
  .description("keep the intervals of a scenario's measures, and check later runs against them");
baseline
  .command('save')
  .description('measure the scenario and keep the intervals in a file')
  .argument('<scenario>', 'scenario file, or folder that holds scenario.yaml')
  .argument('<file>', 'where to keep them (JSON)')
  .option('--replications <number>', 'replications', '10')
  .option('--level <share>', 'confidence of the intervals', '95%')
  .option('--seed <text>', "seed (default: the scenario's)")
  .option('--until <duration>', 'end each run early, e.g. "2 days"')
  .addOption(measures())
  .withWorkers()
  .action(async (scenario, file, options) =>
    (await import('./commands/baseline.ts')).saveBaseline(scenario, file, options),
  );
baseline
  .command('check')
  .description('measure again as the file says; exit code 1 when a measure has left its interval')
  .argument('<scenario>', 'scenario file, or folder that holds scenario.yaml')
  .argument('<file>', 'made by `meridian baseline save`')
  .withWorkers()
  .addOption(json())
  .action(async (scenario, file, options) =>
    (await import('./commands/baseline.ts')).checkBaseline(scenario, file, options),
  );

program
  .command('staff')
  .description('find the fewest agent hours that meet service goals; no promise is relaxed')
  .argument('<scenario>', 'scenario file, or folder that holds scenario.yaml')
  .addOption(goals(''))
  .option(
    '--replications <number>',
    'replications of each staffing; the final check takes four times as many',
    '5',
  )
  .option('--level <share>', 'confidence of the final check', '95%')
  .option('--seed <text>', "seed (default: the scenario's)")
  .option('--until <duration>', 'end each run early, e.g. "2 days"')
  .option('--out <folder>', 'folder of the results')
  .withWorkers('go on with what an earlier call has tried')
  .addOption(warmUp())
  .addOption(json())
  .action(async (scenario, options) => (await import('./commands/staff.ts')).staff(scenario, options));

program
  .command('sweep')
  .description('run a scenario at many points of its parameters')
  .argument('<file>', 'sweep file (YAML): scenario, design, and what is varied')
  .option('--replications <number>', "replications of each point (default: the file's)")
  .option(
    '--precision <share>',
    'replicate until the service level of every point is known to within this share',
  )
  .option('--maximum <number>', 'the most replications with --precision (default: 1000)')
  .addOption(measures())
  .addOption(goals("; otherwise the scenario's service levels"))
  .option('--level <share>', 'confidence of the intervals', '95%')
  .option('--seed <text>', "seed (default: the scenario's)")
  .option('--out <folder>', 'folder of the results')
  .withWorkers()
  .addOption(json())
  .action(async (file, options) => (await import('./commands/sweep.ts')).sweep(file, options));

program
  .command('sensitivity')
  .description('which inputs move the answer: the parameters of a sweep file, ranked by what they do')
  .argument(
    '<file>',
    'sweep file (YAML): scenario, and what is varied; every input between its first and last value',
  )
  .addOption(
    new Option('--method <name>', 'one at a time, elementary effects, or shares of variance')
      .choices(['oat', 'morris', 'sobol'])
      .default('oat'),
  )
  .option('--trajectories <number>', "walks through the inputs' space, for morris", '10')
  .option('--samples <number>', 'rows of each of the two samples, for sobol', '64')
  .option('--replications <number>', "replications of each point (default: the file's)")
  .addOption(measures())
  .addOption(goals("; otherwise the scenario's service levels"))
  .option('--level <share>', 'confidence of the intervals', '95%')
  .option('--seed <text>', "seed (default: the scenario's)")
  .option('--out <folder>', 'folder of the results')
  .withWorkers()
  .addOption(json())
  .action(async (file, options) => (await import('./commands/sensitivity.ts')).sensitivity(file, options));

program
  .command('audit')
  .description('check the invariants over the ledger of a run')
  .argument('<run>', 'run folder')
  .addOption(
    new Option('--law <known>', 'bases as they were known then, or as they are known now')
      .choices(['then', 'now'])
      .default('then'),
  )
  .option('--near-misses', 'tell as well what came close to a violation (a sixth more time)')
  .addOption(json())
  .action(async (folder, options) => (await import('./commands/audit.ts')).audit(folder, options));

program
  .command('bundle')
  .description('everything that a run proves, in a signed folder that an auditor can take away')
  .argument('<run>', 'run folder')
  .option('--out <folder>', 'where to put it (default: <run>.bundle)')
  .option(
    '--key <file>',
    'private Ed25519 key (PKCS #8, PEM); default: one of yours, made when it is first wanted',
  )
  .addOption(formats('cloudevents, ocel, xes, oscal, csv, gdpr, parquet or all'))
  .option('--compress', 'large logs of events as .gz (default: for long ledgers)')
  .option('--no-compress', 'all files as they are')
  .addOption(json())
  .action(async (folder, options) => (await import('./commands/bundle.ts')).bundle(folder, options));

program
  .command('export')
  .description('a run in formats that other tools read')
  .argument('<run>', 'run folder')
  .option(
    '--format <name>',
    'cloudevents, ocel, ocel-sqlite, xes, oscal, csv, gdpr or parquet; may be given several times',
    several,
    [] as readonly string[],
  )
  .option('--out <folder>', 'where to put the files (default: <run>.export)')
  .addOption(json())
  .action(async (folder, options) => (await import('./commands/export.ts')).exportRun(folder, options));

program
  .command('query')
  .description('ask a run questions in SQL; tables: entries, cases, accesses, copies, transfers, waits')
  .argument('<run>', 'run folder, or evidence bundle')
  .argument('<sql>', 'e.g. "SELECT country, count(*) FROM accesses GROUP BY country"')
  .option('--out <file>', 'write the answer to a file, .csv or .json')
  .addOption(json())
  .action(async (folder, sql, options) => (await import('./commands/query.ts')).query(folder, sql, options));

program
  .command('statement')
  .description('where the data of one customer is and was, who saw it, and what was done with it')
  .argument('<run>', 'run folder, or evidence bundle')
  .requiredOption(
    '--customer <name>',
    'a customer by all channels, e.g. premier/DE/894; or all of a segment (premier), or of it in a country (premier/DE)',
  )
  .option('--out <folder>', 'where to put statement.html and statement.json (default: <run>.statement)')
  .option('--key <file>', 'private Ed25519 key that signs the checkpoint of a run, as of `bundle`')
  .addOption(json())
  .action(async (folder, options) => (await import('./commands/statement.ts')).statement(folder, options));

program
  .command('verify')
  .description('recompute everything that a bundle contains, offline, and report the first difference')
  .argument(
    '<bundle>',
    'folder that `meridian bundle` has written, the JSON of a statement, or (with --scenario) any case log',
  )
  .option(
    '--checkpoint <file>',
    'a checkpoint noted earlier (or an earlier bundle): the log must continue it',
  )
  .option('--statement <file>', 'JSON of a statement, to be recomputed from the bundle')
  .option(
    '--scenario <scenario>',
    'audit a case log that was not made here (.ndjson, .csv; also .gz, .br), by the tables of a scenario',
  )
  .option('--violations <folder>', 'with --scenario: where lists of all violations go (NDJSON and CSV)')
  .option('--key <key>', 'who must have signed: <name>+<id>+<base64>, or a file that holds it')
  .option(
    '--witness <key...>',
    'who must have cosigned the checkpoint: keys of witnesses, or files that hold them',
  )
  .option(
    '--core',
    'check only ledger, log, signatures and audit; the answer names the files it did not open',
  )
  .addOption(json())
  .action(async (bundle, options) => (await import('../shared/verify/verify.ts')).verify(bundle, options));

program
  .command('prove')
  .description(
    'explore every run there could be: which properties hold in all of them, and who can be stranded',
  )
  .argument('<scenario>', 'scenario file, or folder that holds scenario.yaml')
  .option('--breach <name>', 'of a faulty policy (meridian breaches lists them)')
  .option('--tries <number>', 'simulated runs in which each counterexample and stranding is looked for', '3')
  .option('--until <duration>', 'only dated changes before that, e.g. "2 days"')
  .option(
    '--out <folder>',
    'where proof and counterexamples go (default, where something is broken: runs/<name>-proof)',
  )
  .option('--quiet', 'no progress')
  .addOption(json())
  .action(async (scenario, options) => (await import('./commands/prove.ts')).prove(scenario, options));

program
  .command('mutants')
  .description(
    'break policy, life cycle, tables and the reading of the law piece by piece, and tell who finds it out: proof, audit or neither',
  )
  .argument('[scenario]', 'scenario file, or folder that holds scenario.yaml', 'scenarios/proving-ground')
  .option('--only <text>', 'mutants whose name contains this')
  .addOption(json())
  .action(async (scenario, options) => (await import('./commands/mutants.ts')).mutants(scenario, options));

program
  .command('validate')
  .description('list every issue of scenario files')
  .argument('<scenario...>', 'scenario files, or folders that hold scenario.yaml')
  .addOption(json())
  .action(async (scenarios, options) =>
    (await import('./commands/validate.ts')).validate(scenarios, options),
  );

program
  .command('trace')
  .description("tell one case's whole story: where its data was, who saw it, why")
  .argument('<run>', 'run folder')
  .argument('<case>', 'case number')
  .addOption(json())
  .action(async (folder, caseNumber, options) =>
    (await import('./commands/trace.ts')).trace(folder, caseNumber, options),
  );

program
  .command('explain')
  .description('explain every routing decision about one case')
  .argument('<run>', 'run folder')
  .argument('<case>', 'case number')
  .option('--preference <module>', 'the module that chose in the run, if one did: it is executed again')
  .addOption(json())
  .action(async (folder, caseNumber, options) =>
    (await import('./commands/explain.ts')).explain(folder, caseNumber, options),
  );

program
  .command('breaches')
  .description('list the faulty policies that `run --breach` takes')
  .addOption(json())
  .action(async (options) => (await import('./commands/breaches.ts')).breaches(options));

program
  .command('invariants')
  .description('the promises R1 to R26: what each says, where it comes from, and whether it is judged')
  .argument('[id]', 'one of them, e.g. R7')
  .addOption(json())
  .action(async (id, options) => (await import('./commands/invariants.ts')).invariants(id, options));

program
  .command('machine')
  .description("print the case's life cycle as a Mermaid state diagram")
  .action(async () => (await import('./commands/machine.ts')).machine());

program
  .command('schema')
  .description('print the JSON Schema of scenario files, for completion in editors')
  .option(
    '--reference [key]',
    'print instead what every key means, or the keys below one, e.g. routing.stages',
  )
  .action(async (options) => (await import('./commands/schema.ts')).schema(options));

program
  .command('completion')
  .description('print a script that completes commands, options and scenarios in your shell')
  .addArgument(new Argument('<shell>', 'whose script').choices(['bash', 'zsh', 'fish']))
  .action(async (shell) => (await import('./commands/completion.ts')).completion(shell, program));

addClusterCommands(program);

// The reader of the output may stop early, as `head` does. That is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') note(`error  the output cannot be written: ${error.message}`);
  process.exit(error.code === 'EPIPE' ? (process.exitCode ?? 0) : BAD_INPUT);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : BAD_INPUT;
  else if (isOutOfFiles(error)) {
    // Nothing more can be loaded to say it better.
    noteText('error  too many files are open\n       raise the limit of open files: ulimit -n 1024');
    process.exit(BAD_INPUT);
  } else {
    const { UserProblem } = await import('#base');
    if (error instanceof UserProblem) {
      (await import('../shared/print.ts')).complain(error.message, error.remedy);
      process.exit(BAD_INPUT);
    }
    // Our own mistake. Node would print the trace as it is, with whatever names stand in it.
    noteText(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  }
}

/** This process, or the whole machine, may open no more files: also not those of the program itself. */
function isOutOfFiles(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EMFILE' || error.code === 'ENFILE');
}
