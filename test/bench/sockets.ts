/** Idle chat sockets held by one process, and what they cost. The clients are bare TCP, so that they cost little. */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { call } from '../support/citizen.js';
import { freshDir, removeDir, startChild } from './child.js';
import type { Figure } from './report.js';

const WANTED = 10_000;
const AT_ONCE = 50;

/** A masked text frame, as a client must send it (RFC 6455 §5.3). Payloads up to 65,535 bytes. */
function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const mask = randomBytes(4);
  const head =
    body.length < 126
      ? Buffer.from([0x81, 0x80 | body.length])
      : Buffer.from([0x81, 0xfe, body.length >> 8, body.length & 255]);
  return Buffer.concat([head, mask, body.map((byte, index) => byte ^ (mask[index % 4] ?? 0))]);
}

/** Resolves when the namespace has let it in; answers pings from then on. */
function idle(port: number, thread: string, token: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const key = randomBytes(16).toString('base64');
    socket.write(
      `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    );
    let joined = false;
    socket.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      if (text.includes('0{"sid"'))
        socket.write(frame(`40/chat,${JSON.stringify({ thread, token, after: 0 })}`));
      if (!joined && text.includes('40/chat,')) {
        joined = true;
        resolve(socket);
      }
      // A ping is the two-byte frame 0x81 0x01 and the character 2.
      if (text.endsWith('\x81\x012')) socket.write(frame('3'));
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed')));
  });
}

export async function sockets(): Promise<Figure[]> {
  const dir = await freshDir();
  const house = await startChild(dir);
  const before = await house.memory();
  const held: Socket[] = [];
  let failures = 0;
  const open = async () => {
    const { body } = await call<{ thread: string; token: string }>(`${house.url}/api/chat/threads`, {
      method: 'POST',
    });
    return idle(house.port, body.thread, body.token);
  };
  while (held.length < WANTED && failures === 0) {
    const batch = await Promise.allSettled(Array.from({ length: AT_ONCE }, open));
    for (const result of batch) {
      if (result.status === 'fulfilled') held.push(result.value);
      else failures += 1;
    }
  }
  // Two rounds of pings, so that what is measured is really held.
  await new Promise((resolve) => setTimeout(resolve, 55_000));
  const alive = held.filter((socket) => !socket.destroyed).length;
  const after = await house.memory();
  for (const socket of held) socket.destroy();
  await house.stop();
  await removeDir(dir);
  return [
    {
      bench: 'sockets',
      what: 'idle chat sockets held for 55 s by one process',
      value: alive,
      unit: '',
      target: '10,000',
    },
    { bench: 'sockets', what: 'memory of the process before', value: before, unit: 'MiB' },
    {
      bench: 'sockets',
      what: 'memory of the process with them',
      value: after,
      unit: 'MiB',
      target: '< 1,024 MiB',
    },
    {
      bench: 'sockets',
      what: 'memory a socket',
      value: ((after - before) * 1024) / Math.max(1, alive),
      unit: 'KiB',
    },
  ];
}
