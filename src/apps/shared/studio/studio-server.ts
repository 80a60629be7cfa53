import { constants, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { filesBelow } from '../files/regular-file.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.md': 'text/markdown; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

const LOOPBACK = '127.0.0.1';
/**
 * Host names by which a browser on this machine reaches the server. Any other name may be one that an attacker made
 * point here.
 */
const HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * A page may run its own scripts, contact its own origin and show its own pages, and nothing else: no code from text, no inline styles or
 * scripts, no frames of others, no forms.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `${CONTENT_SECURITY_POLICY}; frame-ancestors 'self'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
};

export interface StudioServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the studio's files to this machine only: the files in its folder at start-up, with those of `extra` (text by
 * name) taking precedence. Writes nothing, fetches nothing, and no other origin can read it. `port`: 0 takes any free
 * port. Rejects if the port is taken.
 */
export function startStudioServer(
  folder: string,
  port: number,
  extra: Readonly<Record<string, string>> = {},
): Promise<StudioServer> {
  const files = new Map<string, string>();
  for (const path of filesBelow(folder)) {
    const place = join(folder, path);
    if (statSync(place).isFile()) files.set(`/${path}`, place);
  }
  const server = createServer((request, response) => {
    // A broken connection ends only its own answer.
    answer(request, response, files, extra).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ url: `http://${LOOPBACK}:${taken}/`, close: () => closed(server) });
    });
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, string>,
  extra: Readonly<Record<string, string>>,
): Promise<void> {
  const { headers, method = '', url = '/' } = request;
  if (!HOSTS.includes((headers.host ?? '').replace(/:\d+$/, ''))) return refuse(response, 421);
  if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405);
  const asked = url.split(/[?#]/)[0] ?? '/';
  const path = asked.endsWith('/') ? `${asked}index.html` : asked;
  const type = TYPES[extname(path)];
  const name = path.slice(1);
  const file = files.get(path);
  if (type === undefined || (file === undefined && !Object.hasOwn(extra, name)))
    return refuse(
      response,
      404,
      path.startsWith('/docs/') && !files.has('/docs/index.html') ? NO_SITE : undefined,
    );
  const head = { ...HEADERS, 'Content-Type': type };
  if (Object.hasOwn(extra, name)) {
    response.writeHead(200, head).end(method === 'HEAD' ? undefined : extra[name]);
  } else await send(file as string, method === 'HEAD', head, response);
}

/** Sends a file and always closes it. Sends no headers before the file is open. */
async function send(
  path: string,
  isHead: boolean,
  head: Readonly<Record<string, string>>,
  response: ServerResponse,
): Promise<void> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return refuse(response, isGone ? 404 : 500);
  }
  try {
    if (!(await file.stat()).isFile()) return refuse(response, 500);
    response.writeHead(200, head);
    if (isHead) response.end();
    else await pipeline(file.createReadStream({ autoClose: false }), response);
  } finally {
    await file.close();
  }
}

/** An install from a git address has no pages. */
const NO_SITE = 'the guide is not in this installation; in a clone, `npm run build` makes it\n';

function refuse(
  response: ServerResponse,
  status: number,
  text = status === 500 ? 'the file cannot be read\n' : 'not found\n',
): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(text);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
