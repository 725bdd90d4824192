/** What express never sees: sockets that say nothing, heads that never end, one address with all sockets. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { type ErrorCode, Problem } from '../errors.js';
import { fault } from './error-page.js';

export interface Hardness {
  /** Time for the head of a request. */
  headersMs: number;
  /** Time for a whole request; above the app's own time for an upload, whose refusal reads better. */
  requestMs: number;
  keepAliveMs: number;
  /** Open sockets of one address; null behind a proxy, where all come from one. */
  socketsPerAddress: number | null;
}

export const HARDNESS: Hardness = {
  headersMs: 15_000,
  requestMs: 150_000,
  keepAliveMs: 20_000,
  socketsPerAddress: 2_000,
};

const STATUS: Partial<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
};

function reply(socket: Socket, code: ErrorCode, status: number): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(fault(new Problem(code)));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS[status] ?? ''}\r\nConnection: close\r\n` +
      'Content-Type: application/json; charset=utf-8\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Call before `listen`. */
export function harden(server: Server, wanted: Partial<Hardness> = {}): void {
  const hardness = { ...HARDNESS, ...wanted };
  server.headersTimeout = hardness.headersMs;
  server.requestTimeout = Math.max(hardness.requestMs, hardness.headersMs);
  server.keepAliveTimeout = hardness.keepAliveMs;
  server.maxHeadersCount = 100;

  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET') socket.destroy();
    else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') reply(socket as Socket, 'SLOW_BODY', 408);
    else if (error.code === 'HPE_HEADER_OVERFLOW') reply(socket as Socket, 'TOO_LARGE', 431);
    else reply(socket as Socket, 'BAD_REQUEST', 400);
  });

  const { socketsPerAddress: most } = hardness;
  if (most === null) return;
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    if (count > most) reply(socket, 'TOO_MANY', 429);
  });
}
