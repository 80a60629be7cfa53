import { success } from '#base';
import { print } from '../../shared/print.ts';
import { aborted, runCommand } from '../../shared/run-command.ts';
import { openStudio } from '../../shared/studio/open-studio.ts';

/** `npm run docs [port]`: serves the site, with the studio beside it, to this machine only, until interrupted. */
await runCommand(async ({ signal }) => {
  const opened = await openStudio(undefined, Number(process.argv[2] ?? 0));
  if (!opened.ok) return opened;
  print(`Meridian's pages: ${opened.value.url}docs/`);
  print('Ctrl-C ends it.');
  await aborted(signal);
  await opened.value.close();
  return success('clean');
});
