/** E-mail as a channel: mailboxes in, SMTP out, joined in reading order. */
import type { Channel } from '../channel.js';
import type { ChannelKind, House, Values } from '../kind.js';
import { readAccounts } from './accounts.js';
import { createMailbox, type Mailbox } from './mailbox.js';
import { mailNotes, sweep } from './notes.js';
import { createTokens } from './oauth.js';
import { createPost } from './post.js';
import type { Own } from './robots.js';
import { type Sender, send } from './send.js';
import { take } from './take.js';
import { domainOf, shapedLikeOurs, threadOf } from './thread.js';
import { fill, WORDS } from './words.js';

const SHORTEST_KEY = 32;
const DAY_MS = 86_400_000;

export const emailKind: ChannelKind = {
  name: 'email',
  title: WORDS.title,
  settings: [
    {
      key: 'EMAIL_ACCOUNTS',
      says: WORDS.settings.accounts,
      example:
        '[{"address":"12345@example.gov.cn","name":"12345热线","imap":"imaps://imap.example.gov.cn","smtp":"smtps://smtp.example.gov.cn"}]',
    },
    {
      key: 'EMAIL_SECRETS',
      says: WORDS.settings.secrets,
      example: '{"12345@example.gov.cn":{"password":"授权码"}}',
      secret: true,
    },
    { key: 'EMAIL_KEY', says: WORDS.settings.key, example: '（openssl rand -hex 32 的输出）', secret: true },
    {
      key: 'EMAIL_AUTHSERV',
      says: WORDS.settings.authserv,
      example: 'mx.example.gov.cn',
      optional: true,
    },
  ],
  faults(values) {
    const { faults } = readAccounts(values);
    const short = (values.EMAIL_KEY ?? '').length < SHORTEST_KEY;
    return short ? [...faults, fill(WORDS.faults.short, { key: 'EMAIL_KEY' })] : faults;
  },
  open: emailChannel,
};

function emailChannel(values: Values, house: House): Channel {
  const { accounts } = readAccounts(values);
  const key = values.EMAIL_KEY as string;
  const notes = mailNotes(house.notes);
  const domains = new Set(accounts.map(({ address }) => domainOf(address)));
  const own: Own = {
    addresses: new Set(accounts.map(({ address }) => address)),
    sentId: (id) => shapedLikeOurs(id) && domains.has(domainOf(id.replace(/>$/, ''))),
    sealed: (id, address) => threadOf(key, id, address) !== null,
  };
  const tokens = new Map(
    accounts.map(({ address, login }) => [
      address,
      login.kind === 'oauth' ? createTokens(address, login, house) : null,
    ]),
  );
  const senders = new Map<string, Sender>(
    accounts.map((account) => [
      account.address,
      { account, post: createPost(account, tokens.get(account.address) ?? null) },
    ]),
  );
  const unsent = new Map<string, string>();
  let boxes: Mailbox[] = [];
  let stopped = false;
  let sweeping: Promise<void> = Promise.resolve();

  async function sweepDaily(): Promise<void> {
    while (!stopped) {
      await sweep(house.notes, house.now()).catch((error: unknown) =>
        house.log('warn', 'old notes not removed', { error: String(error) }),
      );
      await house.pause(DAY_MS);
    }
  }

  return {
    name: 'email',
    title: WORDS.title,
    bundles: true,
    async start(receive) {
      const parts = { house, notes, receive, key, own, authserv: values.EMAIL_AUTHSERV ?? null };
      boxes = accounts.map((account) =>
        createMailbox({
          account,
          house,
          notes,
          tokens: tokens.get(account.address) ?? null,
          take: (mail) => take(mail, parts),
        }),
      );
      // A server that is down does not keep the house from starting: `trouble` says so.
      for (const box of boxes) box.start();
      sweeping = sweepDaily();
    },
    send: (message) =>
      send(message, {
        house,
        notes,
        key,
        senders,
        trouble(address, reason) {
          if (reason === null) unsent.delete(address);
          else unsent.set(address, fill(WORDS.trouble.send, { address, reason }));
        },
      }),
    async stop() {
      stopped = true;
      await Promise.all([...boxes.map((box) => box.stop()), sweeping]);
      for (const { post } of senders.values()) post.close();
    },
    trouble() {
      const all = [...boxes.map((box) => box.trouble()), ...unsent.values()].filter((one) => one !== null);
      return all.length === 0 ? null : all.join('\n');
    },
  };
}
