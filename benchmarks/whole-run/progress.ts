/** One line on standard error that is written over; nothing where nobody looks at it. */
export interface Progress {
  at(text: string): void;
  clear(): void;
}

export function startProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { at() {}, clear() {} };
  const write = (text: string) => stream.write(`\r${text}\u001b[K`);
  return { at: (text) => write(text.slice(0, stream.columns - 1)), clear: () => write('') };
}
