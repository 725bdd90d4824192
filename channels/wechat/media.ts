/** A picture, voice or film by its media_id: fetched in time or given up, so that the words never wait for it. */
import type { FileRef } from '../channel.js';
import type { House } from '../kind.js';
import { type Api, type Download, fetched } from './api.js';
import { meaningOf } from './codes.js';
import type { MediaKind } from './incoming.js';
import { WORDS } from './words.js';

/** A push is tried three times, five seconds apart: by then the words must be kept, with or without the file. */
export const MEDIA_MS = 8000;

const NAMES: Readonly<Record<MediaKind, string>> = {
  image: '.jpg',
  voice: '.amr',
  video: '.mp4',
  shortvideo: '.mp4',
};

export type Fetched = { file: FileRef } | { why: string };

export interface MediaParts {
  api: Pick<Api, 'download'>;
  house: Pick<House, 'keep' | 'pause'>;
}

export async function fetchMedia(
  { api, house }: MediaParts,
  media: { id: string; kind: MediaKind },
  thread: string,
): Promise<Fetched> {
  const late = new AbortController();
  let done = false;
  void house.pause(MEDIA_MS).then(() => {
    if (!done) late.abort();
  });
  try {
    const got = await bytesOf(api, media.id, late.signal);
    if ('why' in got) return got;
    let broken = false;
    got.bytes.once('error', () => {
      broken = true;
    });
    try {
      const kept = await house.keep(got.bytes, `${WORDS.kinds[media.kind]}${NAMES[media.kind]}`, thread);
      return 'refused' in kept ? { why: kept.refused } : { file: kept };
    } catch (error) {
      // A disk that fails is ours, and the platform may try again; a source that fails is only late or gone.
      if (broken || late.signal.aborted) return { why: WORDS.mediaWhy };
      throw error;
    }
  } finally {
    done = true;
  }
}

async function bytesOf(
  api: MediaParts['api'],
  id: string,
  signal: AbortSignal,
): Promise<Download | { why: string }> {
  const got = await api.download('/cgi-bin/media/get', { media_id: id }, signal);
  if (!got.ok) return { why: meaningOf(got.fault).why };
  if (!('json' in got.body)) return got.body;
  // A film comes as an address.
  const { video_url: address } = got.body.json as { video_url?: unknown };
  if (typeof address !== 'string' || !URL.canParse(address) || !/^https?:/.test(address))
    return { why: WORDS.mediaWhy };
  const film = await fetched(new URL(address), signal).catch(() => null);
  return film?.ok && !('json' in film.body) ? film.body : { why: WORDS.mediaWhy };
}
