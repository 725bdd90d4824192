/** A TCP line between a client and a server that a test can cut. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Line {
  port: number;
  /** Connections so far. */
  count: number;
  /** Cut every line once this many bytes have come from the server; null = never. Counted anew for each. */
  cutAfter: number | null;
  /** How often a line was cut. */
  cuts: number;
  close(): Promise<void>;
}

export async function openProxy(target: number): Promise<Line> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    proxy.count += 1;
    const far = connect(target, '127.0.0.1');
    let bytes = 0;
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (part: Buffer) => {
      bytes += part.length;
      if (proxy.cutAfter !== null && bytes > proxy.cutAfter) {
        proxy.cuts += 1;
        // In the middle of a literal: half of what came is let through.
        near.write(part.subarray(0, part.length / 2), () => near.destroy());
        far.destroy();
        return;
      }
      near.write(part);
    });
    far.on('end', () => near.end());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const proxy: Line = {
    port: (server.address() as AddressInfo).port,
    count: 0,
    cutAfter: null,
    cuts: 0,
    close: () =>
      new Promise((done) => {
        for (const socket of open) socket.destroy();
        server.close(() => done());
      }),
  };
  return proxy;
}
