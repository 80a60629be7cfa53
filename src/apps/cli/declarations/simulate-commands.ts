import { Option } from 'commander';
import type { ProgramCommand } from '../options/program-command.ts';

/** Commands that simulate runs, and those for simulating on several machines. */
export function addSimulateCommands(program: ProgramCommand): void {
  addRun(program);
  program
    .command('studio')
    .heedsSignals()
    .examples('studio')
    .summary('explore runs in a local web page')
    .description('explore runs in a local web page: world, service, cases, residency; edit and compare')
    .argument('[scenario]', 'scenario file, or folder of scenarios; without one the page asks what to open')
    .option('--port <number>', 'port of the loopback address; 0 takes any free one', '4747')
    .option('--no-open', 'do not open a browser')
    .does(async () => (await import('../commands/studio.ts')).studio);
  addClusterCommands(program);
}

function addRun(program: ProgramCommand): void {
  program
    .command('run')
    .examples(
      'run scenarios/german-night',
      'run scenarios/first-steps --set "centres.dublin.groups.first-line.shifts.early.agents=7"',
    )
    .summary('simulate a scenario, and audit what happened')
    .description('simulate a scenario; writes summary, ledger, audit and report to a run folder')
    .ofScenario()
    .option('--out <folder>', 'run folder (default: runs/<scenario name>)')
    .withSeed()
    .option('--replication <number>', 'replication number, from 0 (default: 0)')
    .option(
      '--branches <list>',
      'where chance goes another way, as `meridian rare` names a path: "3600000:1.4 7200000:2.17" (ms since the start, and a name)',
    )
    .addOption(
      new Option('--engine <kind>', 'how the life cycle is executed')
        .choices(['compiled', 'interpreted', 'table'])
        .default('compiled'),
    )
    .option('--breach <name>', 'run with a faulty policy (meridian reference breaches lists them)')
    .option('--preference <module>', 'JavaScript module with your own routing preference')
    .withSet()
    .withBacklog()
    .withUntil('end the run early, e.g. "2 days"')
    .option('--snapshot <file>', 'write a snapshot of the end, from which --from goes on')
    .option(
      '--from <file>',
      'go on from a snapshot; the ledger has what follows, figures and audit are of the whole run',
    )
    .option('--no-ledger', 'write no ledger (and so no audit)')
    .option('--no-audit', 'leave the audit to a later `meridian audit`')
    .option('--try', 'search for the best action, as `meridian actions` does')
    .option('--replications <number>', 'number of runs, without ledgers: every figure with its interval')
    .option(
      '--decide [duration]',
      'replications until no target is too close to call, at most for so long (default: 60 s)',
    )
    .option(
      '--events',
      'pairs of replications with and without each planned outage, closure or surge (at most five): what it does, with intervals',
    )
    .withPrecision('run it until service level and speed of answer are known to within this')
    .option(
      '--batch-means [number]',
      'run it once, without a ledger: service, queues and agents with intervals, from this many batches of the run (16)',
    )
    .option(
      '--quantiles <shares>',
      'quantiles of waits, with replications or batches: 50%, 90%, 95%, separated by commas',
    )
    .withWorkers()
    .withWarmUp()
    .withChecks()
    .option('--full', 'print the tables of one run, too, above its answer')
    .withJson()
    .does(async () => (await import('../commands/run-once-or-often.ts')).runOnceOrOften);
}

function addClusterCommands(program: ProgramCommand): void {
  program
    .command('worker')
    .heedsSignals()
    .examples('worker --redis redis://broker:6379')
    .summary('make replications for experiments on other machines')
    .description('make replications that experiments on other machines publish at a broker, until Ctrl-C')
    .withBroker()
    .withThreads()
    .option('--name <text>', 'name shown by `meridian cluster status` (default: host and process)')
    .option('--quiet', 'print nothing but errors')
    .does(async () => (await import('../commands/worker.ts')).worker);

  const cluster = program.command('cluster').description('see and control what runs at a broker');
  cluster
    .command('status')
    .examples('cluster status --redis redis://broker:6379')
    .description('experiments with their progress, workers, and waiting jobs')
    .withBroker()
    .withJson()
    .does(async () => (await import('../commands/cluster.ts')).clusterStatus);
  cluster
    .command('cancel')
    .examples('cluster cancel 3f9a --redis redis://broker:6379')
    .summary('end an experiment')
    .description('end an experiment: its publisher keeps what is done, and can resume it')
    .argument('<experiment>', 'as `status` shows it; its first characters are enough')
    .withBroker()
    .does(async () => (await import('../commands/cluster.ts')).clusterCancel);
  cluster
    .command('purge')
    .examples('cluster purge --yes --redis redis://broker:6379')
    .description('remove everything of the tenant from the broker')
    .withBroker()
    .option('--yes', 'really')
    .does(async () => (await import('../commands/cluster.ts')).clusterPurge);
}
