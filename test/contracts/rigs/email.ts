/**
 * The other side of e-mail: a Dovecot the house reads and an SMTP server it writes to. A mail counts as taken
 * in when the house has marked it in the mailbox.
 */
import { emailKind } from '../../../channels/email/channel.js';
import { noDovecot, openDovecot, PASSWORD } from '../../support/dovecot.js';
import { openSink } from '../../support/smtp-sink.js';
import type { ChannelRig, Delivery } from '../channel-rig.js';

const ADDRESS = '12345@example.gov.cn';
const ANSWER = {
  well: null,
  busy: { code: 451, text: '4.3.2 try later' },
  gone: { code: 550, text: '5.1.1 no such user' },
} as const;

export const email: ChannelRig = {
  kind: emailKind,
  lacks: noDovecot,
  cannot: {
    forged: 'a mailbox has no signatures: anybody may write to it',
    logged: 'a mailbox has no signatures: anybody may write to it',
  },
  async open() {
    const dovecot = await openDovecot();
    const sink = await openSink({ secret: PASSWORD });
    const box = await dovecot.client(ADDRESS);
    await box.mailboxOpen('INBOX');
    /** A citizen's mail program answers in the conversation it has. */
    const first = new Map<string, string>();
    const waiting = new Map<number, () => void>();
    let closed = false;

    const mailOf = ({ id, citizen, text }: Delivery): string => {
      const before = first.get(citizen) ?? id;
      first.set(citizen, before);
      return [
        `From: <${citizen}@example.com>`,
        `To: <${ADDRESS}>`,
        'Subject: =?utf-8?B?5ZKo6K+i?=',
        `Message-ID: <${id}@example.com>`,
        ...(before === id
          ? []
          : [`In-Reply-To: <${before}@example.com>`, `References: <${before}@example.com>`]),
        `Date: ${new Date().toUTCString().replace(/:\d\d GMT/, ':00 GMT')}`,
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: base64',
        '',
        Buffer.from(text).toString('base64'),
        '',
      ].join('\r\n');
    };

    let watching = false;
    async function watchMarks(): Promise<void> {
      watching = true;
      while (waiting.size > 0 && !closed) {
        const from = Math.min(...waiting.keys());
        const marked = await box.search({ uid: `${from}:*`, keyword: '$JiesuTaken' }, { uid: true });
        for (const uid of marked || []) {
          waiting.get(uid)?.();
          waiting.delete(uid);
        }
        await new Promise((done) => setTimeout(done, 20));
      }
      watching = false;
    }
    const taken = (uid: number): Promise<void> =>
      new Promise((done, fail) => {
        waiting.set(uid, done);
        if (!watching) watchMarks().catch(fail);
      });

    const dates = new Map<string, string>();
    return {
      env: {
        EMAIL_ACCOUNTS: JSON.stringify([
          {
            address: ADDRESS,
            imap: `imap://127.0.0.1:${dovecot.port}?tls=off`,
            smtp: `smtp://127.0.0.1:${sink.port}?tls=off`,
          },
        ]),
        EMAIL_SECRETS: JSON.stringify({ [ADDRESS]: { password: PASSWORD } }),
        EMAIL_KEY: 'key-0123456789-0123456789-0123456789',
      },
      async house() {},
      async deliver(delivery) {
        const mail = dates.get(delivery.id) ?? mailOf(delivery);
        dates.set(delivery.id, mail);
        const put = await box.append('INBOX', mail);
        if (!put || put.uid === undefined) return 'failed';
        await taken(put.uid);
        return 'ok';
      },
      reached: (citizen) =>
        sink.mails.filter(({ to }) => to === `${citizen}@example.com`).map(({ letter }) => letter.text),
      mood(mood) {
        sink.answer = ANSWER[mood];
      },
      async close() {
        closed = true;
        await sink.close();
        await dovecot.close();
      },
    };
  },
};
