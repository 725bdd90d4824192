/** The platform in one process: its API on one port, the tests' hand on it on another. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Asked, createCalls, type Said } from './calls.js';
import { createCitizens } from './citizens.js';
import { createClock } from './clock.js';
import { createPusher } from './push.js';
import type { Account, Controls, Media, Mood } from './terms.js';
import { createTokens } from './tokens.js';

export interface Platform {
  api: number;
  control: number;
  close(): Promise<void>;
}

const whole = async (request: IncomingMessage): Promise<Buffer> =>
  Buffer.concat((await request.toArray()) as Buffer[]);

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

export async function openPlatform(given: Account): Promise<Platform> {
  const account = { ...given };
  const clock = createClock();
  const citizens = createCitizens(account, clock);
  const tokens = createTokens(account, clock);
  const calls = createCalls(account, clock, citizens, tokens);
  const pusher = createPusher(account, clock, citizens);
  const moods = new Map<string, { mood: Mood; left: number; after: number }>();
  const counts: Record<string, number> = {};

  function moodOf(path: string): Mood | null {
    const there = moods.get(path);
    if (!there) return null;
    there.after -= 1;
    if (there.after >= 0) return null;
    there.left -= 1;
    if (there.left <= 0) moods.delete(path);
    return there.mood;
  }

  /** True = it went wrong as ordered, and is answered (or never will be). */
  function misbehave(mood: Mood, response: ServerResponse): void {
    if ('hang' in mood) return;
    if ('cut' in mood) return void response.destroy();
    if ('http' in mood) return void response.writeHead(mood.http).end('<html>Bad Gateway</html>');
    response.writeHead(200, { 'content-type': 'application/json; encoding=utf-8' });
    response.end(JSON.stringify({ errcode: mood.code, errmsg: 'as ordered rid: 0000' }));
  }

  function bytes(media: Media, response: ServerResponse): void {
    const all = Buffer.from(media.base64, 'base64');
    response.writeHead(200, {
      'content-type': media.type,
      'content-length': all.length,
      'content-disposition': 'attachment; filename="MEDIA_ID"',
    });
    if (media.mood !== 'slow' && media.mood !== 'cut') return void response.end(all);
    response.write(all.subarray(0, all.length / 2), () => {
      if (media.mood === 'cut') response.destroy();
    });
  }

  function send(said: Said | null, response: ServerResponse): void {
    if (said && 'media' in said) {
      const { media } = said as { media: Media };
      if (media.mood === 'film') {
        const address = `http://127.0.0.1:${port}/films/${calls.idOf(media)}`;
        response.writeHead(200, { 'content-type': 'text/plain' });
        response.end(JSON.stringify({ video_url: address }));
      } else bytes(media, response);
      return;
    }
    response.writeHead(said ? 200 : 404, { 'content-type': 'application/json; encoding=utf-8' });
    response.end(JSON.stringify(said ?? {}));
  }

  const api = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const path = url.pathname;
    const film = /^\/films\/(.+)$/.exec(path);
    if (film) {
      const media = calls.film(film[1] as string);
      return media
        ? bytes({ ...media, mood: undefined as never }, response)
        : void response.writeHead(404).end();
    }
    counts[path] = (counts[path] ?? 0) + 1;
    const mood = moodOf(path);
    if (mood) {
      request.resume();
      return misbehave(mood, response);
    }
    const asked: Asked = {
      method: request.method ?? '',
      query: url.searchParams,
      request,
      body: () => whole(request),
    };
    calls.answer(path, asked).then(
      (said) => send(said, response),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  const port = await listen(api);

  const controls: Controls = {
    house: async (url) => pusher.house(url),
    verify: pusher.verify,
    push: pusher.push,
    pushed: async (msgId) => pusher.pushed(msgId),
    reached: async (openid) => citizens.reached(openid),
    more: citizens.more,
    async mood(path, mood, times, after = 0) {
      if (mood) moods.set(path, { mood, left: times, after });
      else moods.delete(path);
    },
    media: async (media) => calls.put(media),
    endTokens: async () => tokens.end(),
    async secret(secret) {
      account.secret = secret;
    },
    async quota(quota) {
      account.quota = quota;
    },
    async perMinute(count) {
      account.perMinute = count;
    },
    advance: (ms) => clock.advance(ms),
    counts: async () => ({ calls: counts, tokens: tokens.asked() }),
  };
  const hand = createServer(async (request, response) => {
    const { name, args } = JSON.parse((await whole(request)).toString()) as {
      name: keyof Controls;
      args: never[];
    };
    const control = controls[name] as (...given: never[]) => Promise<unknown>;
    control(...args).then(
      (result) => response.end(JSON.stringify({ result: result ?? null })),
      (error: unknown) => response.writeHead(500).end(JSON.stringify({ error: String(error) })),
    );
  });
  const control = await listen(hand);

  return {
    api: port,
    control,
    async close() {
      clock.stop();
      for (const server of [api, hand]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
