/** One account's way out: a pool of connections to its SMTP server, opened when there is something to send. */
import type { createTransport } from 'nodemailer';
import type { Account } from './accounts.js';
import type { Tokens } from './oauth.js';

type Transport = ReturnType<typeof createTransport>;
export type Outbound = Parameters<Transport['sendMail']>[0];

export interface Post {
  /** Throws what the server or the line says. */
  send(mail: Outbound): Promise<void>;
  /** The server did not take the login. */
  denied(): void;
  /** No connection is kept from now on; what still must go takes one of its own. */
  close(): void;
}

const CONNECTIONS = 3;
const PATIENCE_MS = 60_000;

/** A module that could not be loaded has nothing to close. */
const shut = (one: unknown): void => (one as Partial<Transport>).close?.();

export function createPost({ smtp, login }: Account, tokens: Tokens | null): Post {
  let open: { transport: Promise<Transport>; token: string | null } | null = null;
  let closed = false;

  const connect = async (token: string | null): Promise<Transport> => {
    const nodemailer = await import('nodemailer');
    return nodemailer.createTransport({
      ...(closed ? {} : { pool: true, maxConnections: CONNECTIONS }),
      host: smtp.host,
      port: smtp.port,
      secure: smtp.tls === 'on',
      requireTLS: smtp.tls === 'start',
      ignoreTLS: smtp.tls === 'off',
      auth:
        token === null
          ? { user: login.user, pass: login.kind === 'password' ? login.password : '' }
          : { type: 'OAuth2', user: login.user, accessToken: token },
      connectionTimeout: PATIENCE_MS,
      greetingTimeout: PATIENCE_MS,
      socketTimeout: PATIENCE_MS,
      // A citizen's words never make the house read a file or a page.
      disableFileAccess: true,
      disableUrlAccess: true,
    } as Parameters<typeof createTransport>[0]);
  };

  async function transport(): Promise<Transport> {
    const token = tokens ? await tokens.get() : null;
    if (open && open.token === token) return open.transport;
    open?.transport.then(shut, shut);
    open = { token, transport: connect(token) };
    return open.transport;
  }

  return {
    async send(mail) {
      await (await transport()).sendMail(mail);
    },
    denied() {
      tokens?.drop();
    },
    close() {
      closed = true;
      open?.transport.then(shut, shut);
      open = null;
    },
  };
}
