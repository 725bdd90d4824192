/** The portal's few requests; every failure becomes a fault in words. */
import type { FileView } from '../../server/http/contract-chat.js';
import type {
  FormFiled,
  OrderRating,
  OrderView,
  RegionRow,
  RepairForm,
} from '../../server/http/contract-citizen.js';
import type { MyOrder } from '../../server/http/contract-phone.js';
import type { OrderAct } from '../../server/http/contract-steps.js';
import { type Said, type Trouble, troubleOf } from './said.js';
import { net } from './words.js';

const OFFLINE: Trouble = { code: 'OFFLINE', message: net.offline, wait: 0 };

async function call<T>(path: string, body?: unknown, pass = ''): Promise<Said<T>> {
  const bearer: Record<string, string> = pass ? { authorization: `Bearer ${pass}` } : {};
  try {
    const reply = await fetch(path, {
      credentials: 'omit',
      ...(body === undefined
        ? { headers: bearer }
        : {
            method: 'POST',
            headers: { ...bearer, 'content-type': 'application/json' },
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

/** What opens an order: its code, or the pass of a proved phone. */
export type Key = { code: string } | { pass: string };

const withKey = <T extends object>(path: string, body: T, key: Key) =>
  'pass' in key ? call<OrderView>(path, body, key.pass) : call<OrderView>(path, { ...body, code: key.code });

export const askOrder = (orderNo: string, key: Key) => withKey('/api/orders/query', { orderNo }, key);
export const rateOrder = (rating: Omit<OrderRating, 'code'>, key: Key) =>
  withKey('/api/orders/rate', rating, key);
export const actOnOrder = (act: Omit<OrderAct, 'code'>, key: Key) => withKey('/api/orders/act', act, key);
export const askMine = (pass: string) => call<MyOrder[]>('/api/orders/mine', undefined, pass);
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
