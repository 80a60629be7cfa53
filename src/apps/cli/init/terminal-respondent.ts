import { createInterface } from 'node:readline';
import { print } from '../../shared/terminal.ts';
import type { Respondent } from './interview.ts';

/**
 * Lets `work` ask the user at the terminal. Ctrl-C and Ctrl-D end the answers. Keeps lines that the user types ahead
 * or pastes.
 */
export async function atTerminal<Value>(work: (respondent: Respondent) => Promise<Value>): Promise<Value> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const lines = terminal[Symbol.asyncIterator]();
  const ask = async (question: string) => {
    terminal.setPrompt(question);
    terminal.prompt();
    const { done, value } = await lines.next();
    return done === true ? null : value;
  };
  try {
    return await work({ ask, tell: print });
  } finally {
    terminal.close();
  }
}
