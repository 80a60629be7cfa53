import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect } from 'vitest';
import { ROOT } from '../../running.ts';

type Some<Item> = readonly [Item, ...Item[]];

interface Bounded {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

interface Invariant {
  readonly id: string;
  readonly violations: number;
  readonly first?: object;
}

/** Fields of answers that tests read. Which of them an answer has depends on its tool. */
export interface Answer {
  readonly isError: boolean;
  readonly problems: readonly { readonly message: string; readonly remedy: string }[];
  readonly command: string;
  readonly exitCode: number;
  readonly answer: Some<string>;
  readonly scenarios: readonly { readonly valid: boolean }[];
  readonly runs: readonly object[];
  /** Of `validate`. */
  readonly valid: boolean;
  readonly assumed: readonly object[];
  readonly issues: readonly { readonly line: number; readonly remedy: string }[];
  /** Of `run` and `compare`. */
  readonly run: string;
  readonly ledger: { readonly root: string; readonly entries: number };
  readonly promises: { readonly verdict: string; readonly invariants: readonly Invariant[] };
  readonly targets: Some<{
    readonly judged: number;
    readonly share: number;
    readonly interval: readonly [low: number, high: number];
  }>;
  readonly measures: Some<{
    readonly id: string;
    readonly estimate: Bounded;
    readonly others: Some<{ readonly difference: Bounded; readonly verdict: string }>;
  }>;
  readonly changes: Some<readonly string[]>;
  /** Of `actions`. */
  readonly before: Bounded;
  readonly tried: Some<{ readonly text: string; readonly gain: Bounded }>;
  /** Of `audit` and `evaluate`. */
  readonly verdict: string;
  readonly invariants: readonly Invariant[];
  readonly untested: readonly string[];
  readonly nearMisses: readonly object[];
  readonly rows: readonly object[];
}

/** `meridian mcp` as an assistant uses it: by the client of the official SDK, over standard input and output. */
export class Assistant {
  private readonly client: Client;
  /** Calls so far. */
  calls = 0;

  private constructor(client: Client) {
    this.client = client;
  }

  static async of(root: string, ...options: readonly string[]): Promise<Assistant> {
    const client = new Client({ name: 'a test', version: '1' });
    const args = [join(ROOT, 'dist/apps/cli/main.js'), 'mcp', '--root', root, ...options];
    await client.connect(new StdioClientTransport({ command: 'node', args }));
    return new Assistant(client);
  }

  async tools(): Promise<Awaited<ReturnType<Client['listTools']>>['tools']> {
    return (await this.client.listTools()).tools;
  }

  /** The answer of a call, which is never longer than 20,000 characters. */
  async asks(name: string, given: Record<string, unknown> = {}): Promise<Answer> {
    this.calls++;
    const call = { name, arguments: given };
    const { content, isError } = await this.client.callTool(call, undefined, { timeout: 300_000 });
    const [{ text }] = content as [{ text: string }];
    expect(text.length).toBeLessThanOrEqual(20_000);
    return { isError: isError === true, ...JSON.parse(text) };
  }

  /** The problems of a call that is refused, each as message and remedy. */
  async isRefused(name: string, given: Record<string, unknown> = {}): Promise<readonly string[]> {
    const { isError, problems } = await this.asks(name, given);
    expect(isError).toBe(true);
    for (const { message, remedy } of problems) expect([message, remedy]).not.toContain('');
    return problems.map(({ message, remedy }) => `${message} → ${remedy}`);
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
