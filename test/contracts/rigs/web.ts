/** The other side of web chat: browsers on the plain HTTP way, each with the token of its conversation. */
import { webChannel } from '../../../channels/web.js';
import type { Line } from '../../../server/http/contract-chat.js';
import type { ChannelRig, Delivery, Told } from '../channel-rig.js';
import { asked, OF_THE_HOUSE, posted, shownText } from './asked.js';

interface Window {
  thread: string;
  token: string;
}

export const webRig: ChannelRig = {
  kind: null,
  own: () => webChannel(() => new Date()),
  cannot: {
    ...OF_THE_HOUSE,
    logged: 'a browser with a worn-out token is no break-in; the request log has its 401',
  },
  async open() {
    const windows = new Map<string, Window>();
    /** Asked for once a citizen, however many messages leave at the same moment. */
    const opening = new Map<string, Promise<Window | null>>();
    let house = '';

    async function openWindow(citizen: string): Promise<Window | null> {
      const { body } = await asked<Window>(`${house}/api/chat/threads`, { method: 'POST' });
      if (body) windows.set(citizen, body);
      opening.delete(citizen);
      return body;
    }

    async function windowOf(citizen: string): Promise<Window | null> {
      const there = windows.get(citizen);
      if (there) return there;
      const soon = opening.get(citizen) ?? openWindow(citizen);
      opening.set(citizen, soon);
      return soon;
    }

    async function say({ id, citizen, text }: Delivery, forged = ''): Promise<Told> {
      const window = await windowOf(citizen);
      if (!window) return 'failed';
      const at = `${house}/api/chat/threads/${window.thread}/messages`;
      return (await posted(at, { id, text }, { authorization: `Bearer ${window.token}${forged}` })).told;
    }

    return {
      env: {},
      async house(url) {
        house = url;
      },
      deliver: (delivery) => say(delivery),
      forge: (delivery) => say(delivery, 'x'),
      async reached(citizen) {
        const window = windows.get(citizen);
        if (!window) return [];
        const { body } = await asked<Line[]>(`${house}/api/chat/threads/${window.thread}/messages?after=0`, {
          headers: { authorization: `Bearer ${window.token}` },
        });
        return (body ?? []).filter(({ from }) => from !== 'citizen').map(shownText);
      },
      secrets: () => [...windows.values()].map(({ token }) => token),
      async close() {},
    };
  },
};
