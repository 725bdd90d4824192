/** A real SMTP server that keeps what it takes, and takes it as told: well, busy, or never. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text as read } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { type Letter, readLetter } from '../../channels/email/letter.js';

export interface Taken {
  to: string;
  from: string;
  raw: Buffer;
  letter: Letter;
}

export interface Sink {
  port: number;
  /** What was taken, oldest first. */
  mails: Taken[];
  /** What was refused so far. */
  refused: number;
  /** Null = take it; otherwise the answer to DATA. */
  answer: { code: number; text: string } | null;
  /** The password or token it takes. */
  secret: string;
  close(): Promise<void>;
}

export async function openSink({
  secret,
  oauth = false,
}: {
  secret: string;
  oauth?: boolean;
}): Promise<Sink> {
  const server = new SMTPServer({
    authMethods: oauth ? ['XOAUTH2'] : ['PLAIN', 'LOGIN'],
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    size: 60 * 1024 * 1024,
    onAuth(auth, _session, done) {
      const right = (oauth ? auth.accessToken : auth.password) === sink.secret;
      if (right) return done(null, { user: auth.username });
      if (oauth) return done(null, { data: { status: '401', schemes: 'bearer', scope: 'mail' } });
      return done(Object.assign(new Error('5.7.8 no'), { responseCode: 535 }));
    },
    onData(stream, session, done) {
      buffer(stream).then(
        async (raw) => {
          if (sink.answer) {
            sink.refused += 1;
            done(Object.assign(new Error(sink.answer.text), { responseCode: sink.answer.code }));
            return;
          }
          const { mailFrom, rcptTo } = session.envelope;
          const letter = await readLetter(raw);
          sink.mails.push({
            to: rcptTo[0]?.address ?? '',
            from: mailFrom ? mailFrom.address : '',
            raw,
            letter,
          });
          done();
        },
        (error: Error) => done(error),
      );
    },
  });
  server.on('error', () => {});
  const sink: Sink = {
    port: 0,
    mails: [],
    refused: 0,
    answer: null,
    secret,
    close: () => new Promise((done) => server.close(() => done())),
  };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  sink.port = (server.server.address() as AddressInfo).port;
  return sink;
}

export interface TokenServer {
  url: string;
  /** Forms that were posted to `url/token`. */
  asked: URLSearchParams[];
  /** The token handed out now; introspection knows this one alone. */
  token: string;
  /** The refresh token taken now; null = none. */
  refresh: string | null;
  /** Hands out this refresh token with the next access token. */
  next: string | null;
  close(): Promise<void>;
}

/** An OAuth2 token server, with introspection as Dovecot asks for it. */
export async function openTokenServer(user: string, token: string, refresh: string): Promise<TokenServer> {
  const server: Server = createServer((req, res) => {
    const json = (status: number, body: object) => {
      res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    read(req).then(
      (body) => {
        const form = new URLSearchParams(body);
        if (req.url?.startsWith('/introspect')) {
          const active = form.get('token') === tokens.token;
          return json(200, active ? { active: true, email: user } : { active: false });
        }
        tokens.asked.push(form);
        if (form.get('grant_type') !== 'refresh_token' || form.get('refresh_token') !== tokens.refresh)
          return json(400, { error: 'invalid_grant' });
        if (tokens.next) tokens.refresh = tokens.next;
        return json(200, {
          access_token: tokens.token,
          expires_in: 3600,
          ...(tokens.next ? { refresh_token: tokens.next } : {}),
        });
      },
      () => res.destroy(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const tokens: TokenServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    token,
    refresh,
    next: null,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  return tokens;
}
