/** For `node --require`: writes a line to stderr as soon as the program listens to SIGTERM itself. */
const { on } = process;
process.on = function (name, ...rest) {
  const listened = on.call(this, name, ...rest);
  if (name === 'SIGTERM') process.stderr.write('heeded\n');
  return listened;
};
