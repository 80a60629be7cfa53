/** For `node --require`: writes a line to stderr as soon as the command, and no longer the loader of the program, listens to SIGTERM. */
const { on } = process;
process.on = function (name, listener, ...rest) {
  const listened = on.call(this, name, listener, ...rest);
  if (name === 'SIGTERM' && listener.name !== 'endEarly') process.stderr.write('heeded\n');
  return listened;
};
