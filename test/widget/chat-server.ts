/** The chat's wire, spoken by the smallest thing that can: what the citizen's side is tried against. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import type { Fault } from '../../server/http/contract.js';
import type { Kept, Line, Say, ThreadState } from '../../server/http/contract-chat.js';
import type { ChatClientEvents, ChatServerEvents } from '../../server/http/contract-live.js';

const OPEN: ThreadState = { holder: 'bot', seat: null, queue: null, desk: { open: true, opens: null } };
const NO_TOKEN: Fault = { error: { code: 'NO_TOKEN', message: '对话凭据缺失或已失效' } };

export interface ChatServer {
  url: string;
  /** Threads opened so far. */
  opened: number;
  /** Every say that arrived, repeats included. */
  arrived: Say[];
  lines: Line[];
  seen: number;
  /** What came along with each sign that somebody writes. */
  typed: unknown[][];
  /** From now on this one has the conversation. */
  hold(holder: ThreadState['holder']): void;
  /** Called after a say is stored; nobody has been told yet. */
  afterKept: (say: Say) => void;
  /** Judges a say before it is stored. */
  judge: (say: Say) => Fault | null;
  /** Lines are stored and not handed out. */
  mute: boolean;
  sockets: boolean;
  http: boolean;
  expired: boolean;
  /** Cuts every connection there is. */
  cut(): void;
  push(line: Partial<Line>): void;
  /** Resolves once a page has its socket. */
  connected(): Promise<void>;
  close(): Promise<void>;
}

export async function chatServer(): Promise<ChatServer> {
  const http = createServer((req, res) => void answer(req, res));
  const io = new Server<ChatClientEvents, ChatServerEvents>(http, {
    allowRequest: (_, give) => give(null, self.sockets),
  });
  const chat = io.of('/chat');
  const known = new Map<string, number>();
  const waiting = new Set<() => void>();

  function store(line: Partial<Line>): Line {
    const seq = self.lines.length + 1;
    const whole: Line = {
      id: randomUUID(),
      from: 'bot',
      text: '',
      at: new Date().toISOString(),
      ...line,
      seq,
    };
    self.lines.push(whole);
    return whole;
  }

  function tell(line: Line): void {
    if (self.mute) return;
    chat.emit('line', line);
    for (const wake of waiting) wake();
  }

  function take(say: Say): Kept | Fault {
    self.arrived.push(say);
    const fault = self.judge(say);
    if (fault) return fault;
    const was = known.get(say.id);
    if (was !== undefined) return { seq: was, seen: true };
    const line = store({ from: 'citizen', id: `t:${say.id}`, text: say.text });
    known.set(say.id, line.seq);
    const reply = store({ text: `答${say.text}` });
    self.afterKept(say);
    tell(line);
    tell(reply);
    return { seq: line.seq, seen: false };
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!self.http) return void req.socket.destroy();
    const give = (status: number, body: unknown) => {
      res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const url = new URL(req.url ?? '', 'http://x');
    if (url.pathname === '/api/chat/threads') {
      self.opened++;
      return give(201, { thread: `t${self.opened}`, token: 'k' });
    }
    if (self.expired) return give(401, NO_TOKEN);
    if (!url.pathname.endsWith('/messages')) return give(200, OPEN);
    if (req.method === 'POST') {
      const parts: Buffer[] = [];
      for await (const part of req) parts.push(part as Buffer);
      const kept = take(JSON.parse(Buffer.concat(parts).toString()) as Say);
      if (!self.http) return void req.socket.destroy();
      return give('error' in kept ? 400 : 202, kept);
    }
    const after = Number(url.searchParams.get('after'));
    if (self.lines.length <= after && url.searchParams.get('wait') !== '0') {
      await new Promise<void>((resolve) => {
        waiting.add(resolve);
        req.on('close', resolve);
      });
    }
    give(200, self.mute ? [] : self.lines.slice(after));
  }

  chat.use((_, next) => next(self.expired ? new Error('NO_TOKEN') : undefined));
  chat.on('connection', (socket) => {
    const { after } = socket.handshake.auth;
    if (!self.mute) for (const line of self.lines.slice(Number(after))) socket.emit('line', line);
    socket.emit('state', OPEN);
    socket.on('say', (say, ack) => ack(take(say)));
    socket.on('seen', (seq) => {
      self.seen = seq;
    });
    socket.on('typing', (...told: unknown[]) => self.typed.push(told));
  });

  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const self: ChatServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    opened: 0,
    arrived: [],
    lines: [],
    seen: 0,
    typed: [],
    hold: (holder) => void chat.emit('state', { ...OPEN, holder }),
    afterKept: () => {},
    judge: () => null,
    mute: false,
    sockets: true,
    http: true,
    expired: false,
    cut() {
      // The line goes dead under the socket; nobody says goodbye.
      for (const socket of chat.sockets.values()) socket.conn.close(true);
      http.closeAllConnections();
    },
    connected: () =>
      new Promise((resolve) => {
        if (chat.sockets.size > 0) resolve();
        else chat.once('connection', () => resolve());
      }),
    push: (line) => tell(store(line)),
    async close() {
      for (const wake of waiting) wake();
      http.closeAllConnections();
      await io.close();
    },
  };
  return self;
}
