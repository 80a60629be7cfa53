import type { ProgramCommand } from '../options/program-command.ts';

/** Commands for experiments on several machines. */
export function addClusterCommands(program: ProgramCommand): void {
  program
    .command('worker')
    .heedsSignals()
    .description('make replications that experiments on other machines publish at a broker, until Ctrl-C')
    .withBroker()
    .withThreads()
    .option('--name <text>', 'name shown by `meridian cluster status` (default: host and process)')
    .option('--quiet', 'print nothing but errors')
    .does(async () => (await import('../commands/worker.ts')).worker);

  const cluster = program.command('cluster').description('see and control what runs at a broker');
  cluster
    .command('status')
    .description('experiments with their progress, workers, and waiting jobs')
    .withBroker()
    .withJson()
    .does(async () => (await import('../commands/cluster.ts')).clusterStatus);
  cluster
    .command('cancel')
    .description('end an experiment: its publisher keeps what is done, and can resume it')
    .argument('<experiment>', 'as `status` shows it; its first characters are enough')
    .withBroker()
    .does(async () => (await import('../commands/cluster.ts')).clusterCancel);
  cluster
    .command('purge')
    .description('remove everything of the tenant from the broker')
    .withBroker()
    .option('--yes', 'really')
    .does(async () => (await import('../commands/cluster.ts')).clusterPurge);
}
