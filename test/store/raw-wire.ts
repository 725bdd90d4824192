/** A client that says exactly the bytes it is given. */
import { connect, type Socket } from 'node:net';
import { deserialize, serialize } from 'bson';

type Doc = Record<string, unknown>;

export function message(body: Doc, flags = 0, sections: Buffer[] = []): Buffer {
  const document = Buffer.from(serialize(body));
  const head = Buffer.alloc(21);
  const rest = Buffer.concat([document, ...sections]);
  head.writeInt32LE(21 + rest.length, 0);
  head.writeInt32LE(7, 4);
  head.writeInt32LE(2013, 12);
  head.writeUInt32LE(flags, 16);
  return Buffer.concat([head, rest]);
}

export const sequenceOf = (name: string, documents: Doc[]): Buffer =>
  rawSequence(
    name,
    documents.map((one) => Buffer.from(serialize(one))),
  );

export function rawSequence(name: string, rows: Buffer[]): Buffer {
  const names = Buffer.from(`${name}\0`);
  const head = Buffer.alloc(5);
  head[0] = 1;
  head.writeInt32LE(4 + names.length + rows.reduce((sum, row) => sum + row.length, 0), 1);
  return Buffer.concat([head, names, ...rows]);
}

export function query(body: Doc, collection = 'admin.$cmd'): Buffer {
  const document = Buffer.from(serialize(body));
  const name = Buffer.from(`${collection}\0`);
  const head = Buffer.alloc(20);
  const tail = Buffer.alloc(8);
  tail.writeInt32LE(-1, 4);
  head.writeInt32LE(28 + name.length + document.length, 0);
  head.writeInt32LE(9, 4);
  head.writeInt32LE(2004, 12);
  return Buffer.concat([head, name, tail, document]);
}

export class RawClient {
  readonly #socket: Socket;
  #held = Buffer.alloc(0);
  #waiting: ((reply: Doc) => void)[] = [];
  readonly closed: Promise<void>;

  constructor(path: string) {
    this.#socket = connect(path);
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => this.#socket.on('close', () => resolve()));
  }

  #take(chunk: Buffer): void {
    this.#held = Buffer.concat([this.#held, chunk]);
    while (this.#held.length >= 4 && this.#held.length >= this.#held.readInt32LE(0)) {
      const size = this.#held.readInt32LE(0);
      const start = this.#held.readInt32LE(12) === 1 ? 36 : 21;
      this.#waiting.shift()?.(deserialize(this.#held.subarray(start, size)));
      this.#held = this.#held.subarray(size);
    }
  }

  send(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  ask(bytes: Buffer): Promise<Doc> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#socket.write(bytes);
    });
  }

  end(): void {
    this.#socket.destroy();
  }
}
