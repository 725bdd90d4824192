/** An upload that goes on where the line broke: in parts, at the offset that the server names. */
import type { UploadState } from '../../../server/http/contract-forms.js';
import { type Said, type Trouble, troubleOf } from '../said.js';
import { ask, OFFLINE } from './net.js';

const PART = 256 * 1024;
const WAITS_MS = [500, 1000, 2000, 4000, 8000];
/** What the network did, not the file: worth another try. */
const PASSING = new Set([
  OFFLINE,
  'STRANGE',
  'UPLOAD_OFFSET',
  'TOO_MANY',
  'BUSY',
  'STOPPING',
  'SLOW_BODY',
  'INTERNAL',
]);

export type Progress = (percent: number, going: boolean) => void;
export type File_ = NonNullable<UploadState['file']>;

export interface Upload {
  done: Promise<Said<File_>>;
  stop(): void;
}

/** XMLHttpRequest, because fetch tells nothing of how far a part has come. */
function append(
  { id, offset }: UploadState,
  part: Blob,
  progress: (loaded: number) => void,
  hold: (request: XMLHttpRequest) => void,
): Promise<Said<UploadState>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    hold(request);
    const broken: Trouble = { code: OFFLINE, message: '', wait: 0 };
    request.upload.addEventListener('progress', (event) => progress(event.loaded));
    request.addEventListener('load', () => {
      if (request.status === 200)
        resolve({ ok: true, value: JSON.parse(request.responseText) as UploadState });
      else
        resolve({
          ok: false,
          trouble: troubleOf(request.responseText, request.getResponseHeader('retry-after')),
        });
    });
    for (const end of ['error', 'abort', 'timeout'])
      request.addEventListener(end, () => resolve({ ok: false, trouble: broken }));
    request.open('PATCH', `/api/forms/uploads/${id}`);
    request.timeout = 60_000;
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('upload-offset', String(offset));
    request.send(part);
  });
}

export function upload(blob: Blob, name: string, progress: Progress): Upload {
  let stopped = false;
  let running: XMLHttpRequest | null = null;
  let wake = (): void => {};

  /** Until the time is over, or the browser says that the line is back. */
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => wake(), ms);
      wake = () => {
        clearTimeout(timer);
        removeEventListener('online', wake);
        resolve();
      };
      addEventListener('online', wake);
    });

  async function run(): Promise<Said<File_>> {
    let state: UploadState | null = null;
    let failures = 0;
    let reopened = false;
    const percent = (more = 0): number =>
      Math.min(99, Math.floor((((state?.offset ?? 0) + more) / blob.size) * 100));
    for (;;) {
      if (stopped) return { ok: false, trouble: { code: 'STOPPED', message: '', wait: 0 } };
      let said: Said<UploadState>;
      if (!state) said = await ask('POST', '/api/forms/uploads', { name, size: blob.size });
      else if (failures > 0) said = await ask('GET', `/api/forms/uploads/${state.id}`);
      else {
        progress(percent(), true);
        const part = blob.slice(state.offset, state.offset + PART);
        const hold = (request: XMLHttpRequest) => {
          running = request;
        };
        said = await append(state, part, (loaded) => progress(percent(loaded), true), hold);
      }
      if (said.ok) {
        state = said.value;
        failures = 0;
        if (state.file) return { ok: true, value: state.file };
        continue;
      }
      const { code, wait } = said.trouble;
      if (code === 'UPLOAD_GONE' && !reopened) {
        reopened = true;
        state = null;
        continue;
      }
      if (!PASSING.has(code) || stopped) return said;
      progress(percent(), false);
      await pause(Math.max(wait * 1000, WAITS_MS[Math.min(failures, WAITS_MS.length - 1)] ?? 0));
      failures += 1;
    }
  }
  return {
    done: run(),
    stop() {
      stopped = true;
      running?.abort();
      wake();
    },
  };
}
