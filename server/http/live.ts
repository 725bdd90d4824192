/** The socket server, and its limit: one address cannot hold all the seats. */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { type DefaultEventsMap, Server } from 'socket.io';

export interface LiveParts {
  server: HttpServer;
  origins: string[];
  socketsPerAddress: number;
  addressOf: (request: IncomingMessage) => string;
}

export function createLive({
  server,
  origins,
  socketsPerAddress,
  addressOf,
}: LiveParts): Server<DefaultEventsMap> {
  const held = new Map<string, number>();
  const io = new Server(server, {
    serveClient: false,
    // A chat line is at most 4,000 units; nothing larger has a reason to come this way.
    maxHttpBufferSize: 64 * 1024,
    pingInterval: 25_000,
    pingTimeout: 20_000,
    connectTimeout: 10_000,
    cors: origins.length > 0 ? { origin: origins } : {},
    perMessageDeflate: false,
    httpCompression: false,
    allowRequest: (request, answer) => {
      const fresh = !new URL(request.url ?? '/', 'http://x').searchParams.has('sid');
      const full = fresh && (held.get(addressOf(request)) ?? 0) >= socketsPerAddress;
      answer(full ? 'too many connections from one address' : null, !full);
    },
  });
  io.engine.on(
    'connection',
    (socket: { request: IncomingMessage; once(name: 'close', run: () => void): void }) => {
      const address = addressOf(socket.request);
      held.set(address, (held.get(address) ?? 0) + 1);
      socket.once('close', () => {
        const left = (held.get(address) ?? 1) - 1;
        if (left > 0) held.set(address, left);
        else held.delete(address);
      });
    },
  );
  return io;
}
