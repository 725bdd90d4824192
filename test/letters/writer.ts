/** A citizen who writes letters, and an editor who lets them out; by the house's HTTP alone. */
import { randomUUID } from 'node:crypto';
import type { ThreadCard } from '../../server/http/contract-desk.js';
import type { LetterDesk, LetterFiled, LetterView } from '../../server/http/contract-letters.js';
import { call, type Reply } from '../support/citizen.js';
import type { House } from '../support/house.js';
import type { Seat } from '../support/seat.js';

export const post = <T = Record<string, unknown>>(url: string, body: unknown): Promise<Reply<T>> =>
  call<T>(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

export const form = (more: Record<string, unknown> = {}) => ({
  id: randomUUID(),
  kind: 'help',
  title: '小区门口路灯不亮',
  content: '赛罕区示例小区门口三盏路灯不亮，有一个星期了，晚上出门看不清路，希望尽快修好。',
  region: '150105',
  anonymous: false,
  name: '王小满',
  phone: '13800002468',
  reply: 'public',
  publish: true,
  ...more,
});

export interface Sent {
  letterNo: string;
  code: string;
}

export async function write(house: House, more: Record<string, unknown> = {}): Promise<LetterFiled> {
  const { status, body } = await post<LetterFiled>(`${house.url}/api/letters`, form(more));
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

export const look = (house: House, { letterNo, code }: Sent) =>
  post<LetterView>(`${house.url}/api/letters/query`, { letterNo, code });

/** Asks until there is something; turns take their time, results end the wait. */
export async function eventually<T>(ask: () => Promise<T | null | undefined>): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = await ask();
    if (found) return found;
    if (Date.now() > deadline) throw new Error('it did not come');
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** Reads until the letter looks as wanted. */
export const until = (house: House, sent: Sent, want: (view: LetterView) => boolean): Promise<LetterView> =>
  eventually(async () => {
    const { body } = await look(house, sent);
    return want(body) ? body : null;
  });

/** The bot has had its turn. */
export const served = (house: House, sent: Sent): Promise<LetterView> =>
  until(house, sent, ({ lines }) => lines.some(({ from }) => from !== 'citizen'));

export async function answer(house: House, seat: Seat, sent: Sent, text: string): Promise<void> {
  await served(house, sent);
  const thread = `website:${sent.letterNo}`;
  const { body } = await seat.get<{ card: ThreadCard }>(`/api/desk/threads/${thread}`);
  const claimed = await seat.post(`/api/desk/threads/${thread}/claim`, { version: body.card.version });
  if (claimed.status !== 200) throw new Error(JSON.stringify(claimed));
  const said = await seat.post(`/api/desk/threads/${thread}/messages`, { id: randomUUID(), text });
  if (said.status !== 202) throw new Error(JSON.stringify(said));
}

export const desk = async (editor: Seat, { letterNo }: Pick<Sent, 'letterNo'>): Promise<LetterDesk> =>
  (await editor.get<LetterDesk>(`/api/desk/letters/${letterNo}`)).body;

/** Publishes what was proposed, or what is given in its place. */
export async function publish(
  editor: Seat,
  sent: Pick<Sent, 'letterNo'>,
  more: Record<string, unknown> = {},
) {
  const { card, proposal } = await desk(editor, sent);
  return editor.post(`/api/desk/letters/${sent.letterNo}/publish`, {
    ...proposal,
    version: card.version,
    waived: [],
    ...more,
  });
}
