import { Option } from 'commander';
import type { ProgramCommand } from '../options/program-command.ts';

/** Commands that prove and audit promises, and those that make and check evidence. */
export function addProveAndAuditCommands(program: ProgramCommand): void {
  program
    .command('prove')
    .examples(
      'prove scenarios/german-night',
      'prove scenarios/german-night --export promela --out runs/models',
    )
    .summary('explore every possible run: which properties hold in all')
    .description('explore every possible run: which properties hold in all of them, and who can be stranded')
    .ofScenario()
    .option('--breach <name>', 'prove a faulty policy (meridian reference breaches lists them)')
    .option(
      '--trials <number>',
      'simulated runs that try to reproduce each counterexample and stranding; 0 for none',
      '3',
    )
    .withUntil('only dated changes before that, e.g. "2 days"')
    .option(
      '--out <folder>',
      'folder for proof and counterexamples (default, if something is broken: runs/<name>-proof)',
    )
    .option(
      '--export <format>',
      'promela: models that SPIN explores by itself; itf: the counterexamples as ITF traces (default folder: runs/<name>-<format>)',
    )
    .option(
      '--trail <file>',
      'tell the counterexample that `spin -t` has printed, as a run for meridian trace',
    )
    .option('--quiet', 'no progress')
    .withJson()
    .does(async () => (await import('../commands/prove.ts')).prove);

  addRareCommand(program);
  addAuditCommand(program);
  addBundleCommand(program);
  addVerifyCommand(program);
  addStatementCommands(program);
  addEvaluateCommand(program);
  addWitnessCommand(program);
}

function addRareCommand(program: ProgramCommand): void {
  program
    .command('rare')
    .heedsSignals()
    .examples('rare scenarios/bench-mmc --event "wait of all > 3 min" --until "1 h" --runs 5 --paths 40')
    .summary('how probable an event is that runs hardly ever show')
    .description(
      'how probable an event is that runs hardly ever show: multilevel splitting, with an interval and the work that it saved',
    )
    .ofScenario()
    .requiredOption(
      '--event <event>',
      'e.g. "wait of premier > 4 h", "stranding of premier > 1 h", "loss of all"; after "each": the share of cases; kinds: wait, stranding, loss, refusal, abandonment',
    )
    .option(
      '--count <cases>',
      'whose number makes the levels: in system, waiting (of the segment), in system of all, waiting of all',
      'in system',
    )
    .option('--runs <number>', 'independent runs of splitting, which give the interval', '20')
    .option('--paths <number>', 'paths of each run from level to level', '200')
    .withLevel('confidence of the interval')
    .withSeed()
    .withUntil()
    .withWarmUp()
    .withThreads()
    .option('--quiet', 'no progress')
    .withJson()
    .does(async () => (await import('../commands/rare.ts')).rare);
}

function addAuditCommand(program: ProgramCommand): void {
  program
    .command('audit')
    .examples('audit runs/german-night')
    .summary('check the invariants over a run or a case log')
    .description('check the invariants over the ledger of a run, or over a case log of what happened')
    .argument(
      '<folder>',
      'run folder, a case log that meridian import has written, or - for a ledger on standard input',
    )
    .option(
      '--scenario <scenario>',
      'for a case log: scenario with the promises, centres and data centres; for -: that of the ledger',
    )
    .option('--from <date>', 'for a case log: only events from then on, e.g. 2014-03-03')
    .option('--until <date>', 'for a case log: only events before that')
    .option('--out <folder>', 'for a case log: folder of audit.json and audit.html')
    .addOption(
      new Option('--law <known>', 'bases as known then, or as known now')
        .choices(['then', 'now'])
        .default('then'),
    )
    .withAfter()
    .option(
      '--list',
      'for a run: list every violation by this law in its folder, as violations.csv and .ndjson, or violations-now',
    )
    .option('--near-misses', 'also report near misses (takes a sixth longer)')
    .withJson()
    .does(async () => (await import('../commands/audit.ts')).audit);
}

function addBundleCommand(program: ProgramCommand): void {
  program
    .command('bundle')
    .examples('bundle runs/german-night')
    .summary('everything that a run proves, in a signed folder')
    .description('everything that a run proves, in a signed folder that an auditor can take away')
    .ofRun()
    .option('--out <folder>', 'where to put it (default: <run>.bundle)')
    .option('--key <file>', 'private Ed25519 key (PKCS #8, PEM); default: your own, made on first use')
    .withSeveral(
      '--format <name>',
      'a format that `meridian reference formats` lists, or all',
      'those that auditors open',
    )
    .option(
      '--against <requirements>',
      'file of requirements that the bundle keeps, with the answers of the run; or the name of one that comes with the program',
    )
    .option('--compress', 'large event logs as .gz (default: for long ledgers)')
    .option('--no-compress', 'all files uncompressed')
    .withSeveral('--witness <url>', 'service that shall cosign the checkpoint', 'none')
    .option(
      '--policy <file>',
      'keys of witnesses (C2SP tlog-policy); those with a URL are asked, and its quorum must be reached',
    )
    .withJson()
    .does(async () => (await import('../commands/bundle.ts')).bundle);
}

function addVerifyCommand(program: ProgramCommand): void {
  program
    .command('verify')
    .examples('verify runs/german-night.bundle')
    .summary('recompute everything that a bundle contains, offline')
    .description('recompute everything that a bundle contains, offline, and report the first difference')
    .argument(
      '<bundle>',
      'folder that `meridian bundle` has written, the JSON of a statement, a .tlog-proof, or (with --scenario) any case log',
    )
    .option(
      '--checkpoint <file>',
      'a checkpoint noted earlier (or an earlier bundle): the log must continue it',
    )
    .option('--statement <file>', 'JSON of a statement, to be recomputed from the bundle')
    .option(
      '--scenario <scenario>',
      'audit a case log from another system (.ndjson, .csv; also .gz, .br), by the tables of a scenario',
    )
    .option('--violations <folder>', 'with --scenario: folder for lists of all violations (NDJSON and CSV)')
    .option('--key <key>', 'who must have signed: <name>+<id>+<base64>, or a file that holds it')
    .option(
      '--witness <key...>',
      'who must have cosigned the checkpoint: keys of witnesses, or files that hold them',
    )
    .option(
      '--policy <file>',
      'which logs and witnesses to trust, and how many must have cosigned (C2SP tlog-policy)',
    )
    .option(
      '--core',
      'check only ledger, log, signatures and audit; the answer names the files it did not open',
    )
    .withJson()
    .does(async () => (await import('../../shared/verify/verify.ts')).verify);
}

function addStatementCommands(program: ProgramCommand): void {
  program
    .command('statement')
    .examples('statement runs/german-night.bundle --customer premier/DE/24')
    .summary('where the data of one customer is and was, and who saw it')
    .description('where the data of one customer is and was, who saw it, and what was done with it')
    .argument('<run>', 'run folder, or evidence bundle')
    .requiredOption(
      '--customer <name>',
      'a customer on all channels, e.g. premier/DE/894; or all of a segment (premier), or of a segment in a country (premier/DE)',
    )
    .option(
      '--out <folder>',
      'where to put statement.html, statement.json and single proofs (default: <run>.statement)',
    )
    .option('--key <file>', 'private Ed25519 key that signs the checkpoint of a run, as of `bundle`')
    .withJson()
    .does(async () => (await import('../commands/statement.ts')).statement);

  program
    .command('boundary')
    .examples('boundary scenarios/travelling-expert --proof')
    .summary('what stays inside a promised boundary, and what leaves it')
    .description(
      'what stays inside a promised boundary, what leaves it and for how long, as a statement to publish',
    )
    .argument(
      '<source>',
      'scenario file or folder (which is simulated), run folder, evidence bundle, or (with --scenario) a case log that meridian import has written',
    )
    .option('--scenario <scenario>', 'for a case log: scenario with the promises, centres and data centres')
    .option('--from <date>', 'for a case log: only events from then on, e.g. 2014-03-03')
    .option('--proof', 'also prove what can never happen in any possible run; not for a case log')
    .option('--breach <name>', 'simulate a faulty policy (meridian reference breaches lists them)')
    .option(
      '--until <end>',
      'end the run early, e.g. "2 days"; for a case log: only events before a date, e.g. 2014-04-01',
    )
    .option(
      '--out <folder>',
      'where to put boundary.md, .html and .json (default: <run>.boundary, <log>.boundary, or runs/<name>.boundary)',
    )
    .option('--quiet', 'no progress')
    .withJson()
    .does(async () => (await import('../commands/boundary.ts')).boundary);
}

function addEvaluateCommand(program: ProgramCommand): void {
  program
    .command('evaluate')
    .examples('evaluate scenarios/zurich-eea --until "3 h" --against eu-data-boundary --prove')
    .summary('whether requirements of a customer or a law are met')
    .description(
      'whether a scenario, a run, a bundle or a case log meets the requirements in a file: met, broken, open, or cannot be told, each with its reason',
    )
    .argument(
      '<source>',
      'scenario file or folder (which is simulated), run folder, evidence bundle, or (with --scenario) a case log that meridian import has written',
    )
    .requiredOption(
      '--against <requirements>',
      'file of requirements, or the name of one that comes with the program, e.g. promise-2014',
    )
    .option('--prove', 'also prove what can never happen in any possible run; not for a case log')
    .option(
      '--dora',
      'also write rows for the register of information under DORA: dora-b-02-02.csv, dora-b-05-02.csv',
    )
    .option('--replications <number>', 'simulated runs of a scenario (default: 3)')
    .option('--breach <name>', 'simulate a faulty policy (meridian reference breaches lists them)')
    .option('--scenario <scenario>', 'for a case log: scenario with its places, people and contracts')
    .option('--from <date>', 'for a case log: only events from then on, e.g. 2014-03-03')
    .option(
      '--until <end>',
      'end each run early, e.g. "2 days"; for a case log: only events before a date, e.g. 2014-04-01',
    )
    .option(
      '--out <folder>',
      'where to put evaluation.html, .json and .csv (default: <run>.evaluation, <log>.evaluation, or runs/<name>.evaluation)',
    )
    .option('--quiet', 'no progress')
    .withJson()
    .does(async () => (await import('../commands/evaluate.ts')).evaluate);
}

function addWitnessCommand(program: ProgramCommand): void {
  program
    .command('witness')
    .heedsSignals()
    .examples('witness runs/witness --log runs/german-night.bundle --port 8411')
    .summary('cosign the checkpoints of logs')
    .description(
      'cosign the checkpoints of logs, as long as each continues the one before it (C2SP tlog-witness)',
    )
    .argument('<folder>', 'where it keeps what it has cosigned, and its keys; made on first use')
    .withSeveral('--log <key>', 'log to cosign: its key, a file with one key a line, or a bundle', 'none')
    .option('--name <name>', 'name of its keys, e.g. witness.example/w1 (default: localhost/<folder>)')
    .withSeveral(
      '--key <file>',
      'private key, Ed25519 or ML-DSA-44 (PKCS #8, PEM)',
      'an Ed25519 key of its own, made on first use',
    )
    .option('--ml-dsa-44', 'also sign with an ML-DSA-44 key of its own, made on first use')
    .option('--port <number>', 'port on this machine; 0 takes any free one', '8411')
    .does(async () => (await import('../commands/witness.ts')).witness);
}
