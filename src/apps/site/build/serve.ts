import { print } from '../../shared/print.ts';
import type { Outcome } from '../../shared/problem.ts';
import { aborted, runCommand } from '../../shared/run-command.ts';
import { openStudio } from '../../shared/studio/open-studio.ts';

/** `npm run docs [port]`: serves the site, with the studio beside it, to this machine only, until interrupted. */
await runCommand(async ({ signal }): Promise<Outcome> => {
  const { close, url } = await openStudio(undefined, Number(process.argv[2] ?? 0));
  print(`Meridian's pages: ${url}docs/`);
  print('Ctrl-C ends it.');
  await aborted(signal);
  await close();
  return 'clean';
});
