/** The other side of the website's letters: browsers that write one, go on writing to it, and read the answer. */
import { websiteChannel } from '../../../channels/website.js';
import type { LetterFiled, LetterView } from '../../../server/http/contract-letters.js';
import type { ChannelRig, Delivery, Told } from '../channel-rig.js';
import { OF_THE_HOUSE, posted, shownText } from './asked.js';

type Sign = Pick<LetterFiled, 'letterNo' | 'code'>;

export const websiteRig: ChannelRig = {
  kind: null,
  own: websiteChannel,
  cannot: {
    ...OF_THE_HOUSE,
    forged: 'anybody may write a letter; who reads it is judged by number and code (test/letters)',
    logged: 'anybody may write a letter; who reads it is judged by number and code (test/letters)',
  },
  async open() {
    const signs = new Map<string, Sign>();
    /** The delivery that opened the letter: again, it is the letter again. */
    const first = new Map<string, string>();
    let house = '';

    async function write({ id, citizen, text }: Delivery): Promise<Told> {
      const { told, body } = await posted<LetterFiled>(`${house}/api/letters`, {
        ...{ id: `letter-${id}`, kind: 'consult', title: '咨询办事时间', content: text },
        ...{ anonymous: false, name: '王小满', phone: '13800001234' },
      });
      if (body) signs.set(citizen, { letterNo: body.letterNo, code: body.code });
      return told;
    }

    return {
      env: {},
      async house(url) {
        house = url;
      },
      async deliver(delivery) {
        const { id, citizen, text } = delivery;
        const opener = first.get(citizen) ?? id;
        first.set(citizen, opener);
        if (opener === id) return write(delivery);
        const sign = signs.get(citizen);
        if (!sign) return 'failed';
        return (await posted(`${house}/api/letters/more`, { ...sign, id: `more-${id}`, text })).told;
      },
      async reached(citizen) {
        const sign = signs.get(citizen);
        if (!sign) return [];
        const { body } = await posted<LetterView>(`${house}/api/letters/query`, sign);
        return (body?.lines ?? []).filter(({ from }) => from !== 'citizen').map(shownText);
      },
      secrets: () => [...signs.values()].map(({ code }) => code),
      async close() {},
    };
  },
};
