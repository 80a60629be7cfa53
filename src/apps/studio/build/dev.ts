import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { print } from '../../shared/print.ts';
import type { Outcome } from '../../shared/problem.ts';
import { runCommand } from '../../shared/run-command.ts';
import { startStudioServer } from '../../shared/studio/studio-server.ts';

/**
 * `npm run dev [port]`: serves the studio and builds it again at each change of its sources or of a room that it uses; open pages then load
 * anew. What is no program (document, styles, map, scenarios) is written again with it.
 */
const STUDIO = 'dist/studio';
const PROGRAMS = ['studio.js', 'worker.js'];
const LOOK_MS = 300;
const RELOAD = `const builtAt = () => fetch('built.json', { cache: 'no-store' }).then((answer) => answer.text());
const first = await builtAt();
setInterval(async () => { if (await builtAt().catch(() => first) !== first) location.reload(); }, 500);
`;

/** What the server answers from memory: the page with the script that reloads it. */
const extra: Record<string, string> = { 'reload.js': RELOAD };

function builtAt(): number {
  return Math.max(
    ...PROGRAMS.map((name) => statSync(join(STUDIO, name), { throwIfNoEntry: false })?.mtimeMs ?? 0),
  );
}

function offer(builtMs: number): void {
  const page = readFileSync(join(STUDIO, 'index.html'), 'utf8');
  extra['index.html'] = page.replace('</head>', '<script type="module" src="reload.js"></script>\n</head>');
  extra['built.json'] = JSON.stringify(builtMs);
}

await runCommand(async ({ signal }): Promise<Outcome> => {
  let shownMs = builtAt();
  offer(shownMs);
  const { close, url } = await startStudioServer(STUDIO, Number(process.argv[2] ?? 0), extra);
  print(`Meridian Studio: ${url}`);
  print('Each change is built and shown. Ctrl-C ends it.');
  const builder = spawn('node_modules/.bin/rolldown', ['-c', 'rolldown.config.ts', '--watch'], {
    stdio: 'ignore',
  });
  while (!signal.aborted) {
    await setTimeout(LOOK_MS);
    const builtMs = builtAt();
    if (builtMs === shownMs || builtMs === 0) continue;
    shownMs = builtMs;
    const assets = spawn('node_modules/.bin/tsx', ['src/apps/studio/build/write-assets.ts'], {
      stdio: 'inherit',
    });
    await new Promise((resolve) => assets.on('exit', resolve));
    offer(shownMs);
    print(`built at ${new Date(builtMs).toISOString()}`);
  }
  builder.kill();
  await close();
  return 'clean';
});
