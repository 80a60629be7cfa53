/** For `node --require`: sends this process SIGNAL, AFTER_MS after it first listens to signals. */
const { on } = process;
process.on = function (name, ...rest) {
  const listened = on.call(this, name, ...rest);
  if (name !== 'SIGTERM') return listened;
  process.on = on;
  setTimeout(() => process.kill(process.pid, process.env.SIGNAL), Number(process.env.AFTER_MS)).unref();
  return listened;
};
