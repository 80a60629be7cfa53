import { failure, type Result, success } from '#base';

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly username: string | null;
  readonly password: string | null;
  /** Null: unencrypted. `ca`: the certificate (PEM) of an authority to trust in addition to the usual ones. */
  readonly tls: { readonly ca: string | null } | null;
  /** The form for messages, without secrets. */
  readonly shown: string;
}

export interface AddressProblem {
  readonly problem: string;
  readonly remedy: string;
}

/** Environment variables that complete a broker's address. Their values never appear in a message. */
export const VARIABLES = {
  url: 'MERIDIAN_REDIS_URL',
  username: 'MERIDIAN_REDIS_USERNAME',
  password: 'MERIDIAN_REDIS_PASSWORD',
  passwordFile: 'MERIDIAN_REDIS_PASSWORD_FILE',
  ca: 'MERIDIAN_REDIS_CA',
} as const;

const DEFAULT_PORT = 6379;
const EXAMPLE = 'write e.g. redis://broker.example:6379 or rediss://broker.example:6380/1';

/**
 * Reads `redis://host:port/database`, or `rediss://` for TLS. Refuses a password in the address, because all users of a machine can list
 * the arguments of its processes.
 */
export function addressOf(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => Result<string, string>,
): Result<BrokerAddress, AddressProblem> {
  const wrong = (problem: string, remedy = EXAMPLE) => failure({ problem, remedy });
  const url = URL.canParse(text) ? new URL(text) : null;
  const username = url === null ? null : decoded(url.username);
  const given = url === null ? null : decoded(url.password);
  if (username === undefined || given === undefined) {
    return wrong(
      'the user or the password in the address of the broker contains a % that is not part of a code such as %20',
      'write %25 for a %, %40 for an @',
    );
  }
  if (url === null || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '') {
    return wrong(`${withoutSecrets(text)} is not the address of a broker`);
  }
  if (url.password !== '' || (url.username !== '' && environment[VARIABLES.url] !== text)) {
    if (environment[VARIABLES.url] !== text) {
      return wrong(
        'the address of the broker contains a user or a password, which everybody on this machine can read',
        `put it into ${VARIABLES.password}, into a file that ${VARIABLES.passwordFile} names, or the whole address into ${VARIABLES.url}`,
      );
    }
  }
  const path = url.pathname.replace(/^\//, '');
  if (!/^\d{0,4}$/.test(path))
    return wrong(`the part after the host in ${withoutSecrets(text)} is not the number of a database`);
  if (url.search !== '' || url.hash !== '')
    return wrong(`${withoutSecrets(text)} has more than an address in it`);
  const secret = passwordOf(environment, readFile);
  if (!secret.ok) return secret;
  const caFile = environment[VARIABLES.ca];
  const ca = caFile === undefined ? null : readFile(caFile);
  if (ca !== null && !ca.ok)
    return wrong(ca.problem, `set ${VARIABLES.ca} to the path of a certificate file`);
  const port = url.port === '' ? DEFAULT_PORT : Number(url.port);
  return success({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    database: path === '' ? 0 : Number(path),
    username: username ?? environment[VARIABLES.username] ?? null,
    password: given ?? secret.value,
    tls: url.protocol === 'rediss:' ? { ca: ca?.value ?? null } : null,
    shown: `${url.protocol}//${url.hostname}:${port}${path === '' ? '' : `/${path}`}`,
  });
}

function passwordOf(
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => Result<string, string>,
): Result<string | null, AddressProblem> {
  const given = environment[VARIABLES.password];
  if (given !== undefined) return success(given);
  const file = environment[VARIABLES.passwordFile];
  if (file === undefined) return success(null);
  const read = readFile(file);
  if (read.ok) return success(read.value.trimEnd());
  return failure({
    problem: read.problem,
    remedy: `set ${VARIABLES.passwordFile} to the path of a file with the password`,
  });
}

/** Null if empty, undefined if wrongly encoded. */
function decoded(encoded: string): string | null | undefined {
  try {
    return encoded === '' ? null : decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

/** An address may hold a password before an @ or in a query field. In a malformed one it may be anywhere. */
function withoutSecrets(text: string): string {
  if (/^(?:[a-z]+:\/\/)?[\w.-]*(?::\d{1,5})?\/?$/i.test(text)) return text;
  return `${/^[a-z]+:\/\//i.exec(text)?.[0] ?? ''}…`;
}
