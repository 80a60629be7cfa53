import type { Command } from 'commander';

/** `meridian studio`, declared apart: it is no command of one run and one result. */
export function addStudioCommand(program: Command): void {
  program
    .command('studio')
    .description(
      'look at runs in a web page of this machine: world, service, cases, residency; edit and compare',
    )
    .argument('[scenario]', 'scenario file, or folder that holds scenario.yaml (default: css-2014)')
    .option('--port <number>', 'port of the loopback address; 0 takes any that is free', '4747')
    .option('--no-open', 'open no browser')
    .action(async (scenario, options) => (await import('./commands/studio.ts')).studio(scenario, options));
}
