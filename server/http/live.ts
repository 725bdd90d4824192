/** The socket server, and its limit: one address cannot hold all the seats. */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { ipKeyGenerator } from 'express-rate-limit';
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
  ...parts
}: LiveParts): Server<DefaultEventsMap> {
  // As the rates do: a network that may give itself any number of IPv6 addresses is one.
  const addressOf = (request: IncomingMessage) => ipKeyGenerator(parts.addressOf(request));
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
  // Nothing is served here; whoever comes in all the same would hold a seat for nothing.
  io.use((_socket, next) => next(new Error('NOT_FOUND')));
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
