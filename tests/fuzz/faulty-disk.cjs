/**
 * Loaded before a program (`node --require`): lets the n-th write to the file system fail, or kills the process at it.
 *
 *     MERIDIAN_DISK=full:5    from the fifth write on, the disk is full
 *     MERIDIAN_DISK=kill:5    the process is killed at the fifth write, half of which is done
 *     MERIDIAN_DISK=count     nothing fails
 *
 * The number of writes goes to the file that MERIDIAN_DISK_REPORT names, if it is set.
 */
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const { isMainThread } = require('node:worker_threads');

const [fault, number = '0'] = (process.env.MERIDIAN_DISK ?? 'count').split(':');
const at = Number(number);
const kept = { ...fs };
let writes = 0;

/** Takes effect on files, not on the terminal. */
function due(isSpaceNeeded) {
  writes++;
  if (fault === 'kill') return writes === at;
  return fault === 'full' && isSpaceNeeded && writes >= at;
}

function fail(path) {
  if (fault === 'kill') process.kill(process.pid, 'SIGKILL');
  throw Object.assign(new Error(`ENOSPC: no space left on device, write '${path}'`), {
    code: 'ENOSPC',
    errno: -28,
    syscall: 'write',
  });
}

function patch(name, isSpaceNeeded, half = () => {}) {
  const real = kept[name];
  fs[name] = (...args) => {
    if (due(isSpaceNeeded)) {
      half(args);
      fail(args[0]);
    }
    return real(...args);
  };
}

if (isMainThread) {
  const halfOf = (data) => Buffer.from(data).subarray(0, Math.floor(Buffer.byteLength(data) / 2));
  patch('writeFileSync', true, ([path, data]) => kept.writeFileSync(path, halfOf(data)));
  patch('appendFileSync', true, ([path, data]) => kept.appendFileSync(path, halfOf(data)));
  patch('mkdirSync', true);
  patch('writeSync', true);
  patch('renameSync', false);
  patch('rmSync', false);
  const open = kept.openSync;
  fs.openSync = (path, flags, ...rest) => {
    if (flags === 'w' && due(true)) fail(path);
    return open(path, flags, ...rest);
  };
  syncBuiltinESMExports();
  const report = process.env.MERIDIAN_DISK_REPORT;
  if (report !== undefined) process.on('exit', () => kept.writeFileSync(report, String(writes)));
}
