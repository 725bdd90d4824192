/** The portal's few requests; every failure becomes a fault in words. */
import type {
  FileView,
  FormFiled,
  OrderRating,
  OrderView,
  RegionRow,
  RepairForm,
} from '../../server/http/contract.js';
import { type Said, type Trouble, troubleOf } from './said.js';
import { net } from './words.js';

const OFFLINE: Trouble = { code: 'OFFLINE', message: net.offline, wait: 0 };

async function call<T>(path: string, body?: unknown): Promise<Said<T>> {
  try {
    const reply = await fetch(path, {
      credentials: 'omit',
      ...(body === undefined
        ? {}
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          }),
    });
    const text = await reply.text();
    if (!reply.ok) return { ok: false, trouble: troubleOf(text, reply.headers.get('retry-after')) };
    return { ok: true, value: JSON.parse(text) as T };
  } catch {
    return { ok: false, trouble: OFFLINE };
  }
}

export const askOrder = (orderNo: string, code: string) =>
  call<OrderView>('/api/orders/query', { orderNo, code });
export const rateOrder = (rating: OrderRating) => call<OrderView>('/api/orders/rate', rating);
export const fileRepair = (form: RepairForm) => call<FormFiled>('/api/forms/repair', form);
export const askRegions = () => call<RegionRow[]>('/api/forms/regions');

/** The end of the name, which holds its kind; half a surrogate pair cannot stand in an address. */
const plainName = (name: string): string => [...name.replace(/\p{Surrogate}/gu, '')].slice(-60).join('');

export interface Upload {
  done: Promise<Said<FileView>>;
  stop(): void;
}

/** XMLHttpRequest, because fetch tells nothing of how far an upload has come. */
export function uploadPhoto(file: Blob, name: string, progress: (percent: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<Said<FileView>>((resolve) => {
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) progress(Math.floor((event.loaded / event.total) * 100));
    });
    request.addEventListener('load', () => {
      if (request.status === 201) resolve({ ok: true, value: JSON.parse(request.responseText) as FileView });
      else {
        const wait = request.getResponseHeader('retry-after');
        resolve({ ok: false, trouble: troubleOf(request.responseText, wait) });
      }
    });
    for (const end of ['error', 'abort', 'timeout'])
      request.addEventListener(end, () => resolve({ ok: false, trouble: OFFLINE }));
  });
  request.open('POST', `/api/forms/files?name=${encodeURIComponent(plainName(name))}`);
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.send(file);
  return { done, stop: () => request.abort() };
}
