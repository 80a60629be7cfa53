import { type Command, Option } from 'commander';

export const tenant = () =>
  new Option('--tenant <name>', 'whose experiments these are, where several share a broker');

/** Of every command whose replications may be made elsewhere. */
export const executor = () =>
  new Option(
    '--executor <address>',
    'workers at a broker make the replications: redis://host:port, rediss://host:port, or env',
  );

/** The commands of experiments on many machines. */
export function addClusterCommands(program: Command): void {
  const redis = () =>
    new Option(
      '--redis <address>',
      'broker: redis://host:port, rediss://host:port, or env (MERIDIAN_REDIS_URL)',
    ).makeOptionMandatory();
  const json = () => new Option('--json', 'print the result as JSON');

  program
    .command('worker')
    .description('make replications that experiments on other machines publish at a broker, until Ctrl-C')
    .addOption(redis())
    .addOption(tenant())
    .option('--threads <number>', 'worker threads (default: one for each core)')
    .option('--name <text>', 'name shown by `meridian cluster status` (default: host and process)')
    .option('--quiet', 'print nothing but errors')
    .action(async (options) => (await import('./commands/worker.ts')).worker(options));

  const cluster = program.command('cluster').description('see and steer what runs at a broker');
  cluster
    .command('status')
    .description('experiments with their progress, workers, and jobs that wait')
    .addOption(redis())
    .addOption(tenant())
    .addOption(json())
    .action(async (options) => (await import('./commands/cluster.ts')).clusterStatus(options));
  cluster
    .command('cancel')
    .description('end an experiment: its publisher keeps what is done, and can resume it')
    .argument('<experiment>', 'as `status` shows it; its beginning is enough')
    .addOption(redis())
    .addOption(tenant())
    .action(async (id, options) => (await import('./commands/cluster.ts')).clusterCancel(id, options));
  cluster
    .command('purge')
    .description('remove everything of the tenant from the broker')
    .addOption(redis())
    .addOption(tenant())
    .option('--yes', 'really')
    .action(async (options) => (await import('./commands/cluster.ts')).clusterPurge(options));
}
