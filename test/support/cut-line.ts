/** A line to a house that can be cut: plain TCP in between, so that a browser meets what a bad network does. */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Line {
  url: string;
  /** Cuts everything once this many bytes more have gone to the house, and lets nobody through until `mend`. */
  cutAfter(bytes: number): void;
  mend(): void;
  /** Connections that found the line cut. */
  refused(): number;
  close(): Promise<void>;
}

export async function openLine(house: string): Promise<Line> {
  const port = Number(new URL(house).port);
  const sockets = new Set<Socket>();
  let left = Number.POSITIVE_INFINITY;
  let cut = false;
  let refused = 0;

  function sever(): void {
    cut = true;
    for (const socket of sockets) socket.resetAndDestroy();
  }
  const server: Server = createServer((near) => {
    if (cut) {
      refused += 1;
      near.resetAndDestroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (part) => {
      left -= part.length;
      far.write(part);
      if (left <= 0) sever();
    });
    far.pipe(near);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutAfter(bytes) {
      left = bytes;
    },
    mend() {
      left = Number.POSITIVE_INFINITY;
      cut = false;
    },
    refused: () => refused,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => done());
      }),
  };
}
