/** A real house, a real Dovecot, a real SMTP server: what happens to the line between them. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emailKind } from '../../../channels/email/channel.js';
import { LIMITS } from '../../../channels/email/limits.js';
import { eventually, linesAtRest, type Row, startChild } from '../../contracts/channel-world.js';
import { type Dovecot, noDovecot, openDovecot, PASSWORD } from '../../support/dovecot.js';
import { type House, startHouse } from '../../support/house.js';
import { type Line, openProxy } from '../../support/proxy.js';
import { quickNlu } from '../../support/quick-nlu.js';
import { openSink, openTokenServer, type Sink, type TokenServer } from '../../support/smtp-sink.js';
import { type Eml, eml } from './eml.js';

const KEY = 'key-0123456789-0123456789-0123456789';
const LONG_MS = 120_000;

let serial = 0;
const mail = (more: Eml = {}): Buffer =>
  eml({
    id: `<m${process.pid}.${++serial}@example.com>`,
    subject: '咨询',
    date: new Date().toUTCString(),
    body: `请问第 Q${serial}Q 号窗口几点上班`,
    ...more,
  });

describe(noDovecot === null ? 'with a real Dovecot' : `not tested here: ${noDovecot}`, () => {
  const on = noDovecot === null ? test : test.skip;
  let dovecot: Dovecot;
  let sink: Sink;
  const closing: (() => Promise<unknown>)[] = [];
  let house: House;

  beforeAll(async () => {
    if (noDovecot !== null) return;
    dovecot = await openDovecot();
  });
  afterAll(async () => {
    await dovecot?.close();
  });
  beforeEach(async () => {
    sink = await openSink({ secret: PASSWORD });
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    await sink.close();
  });

  const overrides = {
    kinds: [emailKind],
    nlu: quickNlu(),
    settle: { quiet: 20, longest: 100 },
    backoff: () => 200,
  };

  function env(
    user: string,
    more: { port?: number; row?: object; secret?: object } = {},
  ): Record<string, string> {
    const address = `${user}@example.gov.cn`;
    const imap = `imap://127.0.0.1:${more.port ?? dovecot.port}?tls=off`;
    const row = { address, imap, smtp: `smtp://127.0.0.1:${sink.port}?tls=off`, ...more.row };
    return {
      EMAIL_ACCOUNTS: JSON.stringify([row]),
      EMAIL_SECRETS: JSON.stringify({ [address]: { password: PASSWORD, ...more.secret } }),
      EMAIL_KEY: KEY,
    };
  }

  async function open(settings: Record<string, string>): Promise<House> {
    house = await startHouse(overrides, settings);
    closing.push(() => house.stop());
    return house;
  }

  const rows = async (): Promise<Row[]> =>
    (await house.aside(linesAtRest)).filter(({ from }) => from === 'citizen');
  const texts = async () => (await rows()).map(({ text }) => text);

  /** Waits until so many mails of the folder are marked. */
  async function marked(
    user: string,
    count: number,
    flag: object = { keyword: '$JiesuTaken' },
  ): Promise<void> {
    const client = await dovecot.client(`${user}@example.gov.cn`);
    await client.mailboxOpen('INBOX');
    await eventually(async () => {
      const found = await client.search(flag, { uid: true });
      return found && found.length >= count;
    });
    await client.logout();
  }

  async function trouble(): Promise<string> {
    const answer = await fetch(`${house.url}/readyz`);
    return JSON.stringify(await answer.json());
  }

  on(
    'first start: what is unread and fresh is taken in, what was read or is old stays as it is',
    async () => {
      const user = 'first';
      await dovecot.deliver(`${user}@example.gov.cn`, mail({ body: '新来信' }));
      await dovecot.deliver(`${user}@example.gov.cn`, mail({ body: '已读来信' }));
      await dovecot.deliver(
        `${user}@example.gov.cn`,
        mail({ body: '旧来信', date: 'Sun, 01 Nov 2020 10:00:00 +0800' }),
      );
      const client = await dovecot.client(`${user}@example.gov.cn`);
      await client.mailboxOpen('INBOX');
      await client.messageFlagsAdd('2', ['\\Seen']);
      await client.logout();
      await open(env(user));
      await marked(user, 1);
      await dovecot.deliver(`${user}@example.gov.cn`, mail({ body: '后来的信' }));
      await marked(user, 2);
      expect((await texts()).sort()).toEqual([
        expect.stringContaining('后来的信'),
        expect.stringContaining('新来信'),
      ]);
    },
    LONG_MS,
  );

  on(
    'the line cut in the middle of a mail: it is fetched again, whole, once',
    async () => {
      const user = 'cut';
      const proxy: Line = await openProxy(dovecot.port);
      closing.push(() => proxy.close());
      await open(env(user, { port: proxy.port }));
      await eventually(() => proxy.count > 0);
      const pdf = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(3_000_000, 0x61)]);
      proxy.cutAfter = 1_000_000;
      await dovecot.deliver(
        `${user}@example.gov.cn`,
        mail({
          parts: [
            { type: 'text/plain; charset=utf-8', body: '照片见附件' },
            {
              type: 'application/pdf; name="a.pdf"',
              body: pdf,
              encoding: 'base64',
              disposition: 'attachment; filename="a.pdf"',
            },
          ],
        }),
      );
      await eventually(() => proxy.cuts > 0);
      await eventually(async () => (await trouble()).includes('连不上邮箱'));
      proxy.cutAfter = null;
      await marked(user, 1);
      expect(await trouble()).not.toContain('连不上邮箱');
      const all = await house.aside(async (database) =>
        database.connection.collection('lines').find({ from: 'citizen' }).toArray(),
      );
      expect(all).toHaveLength(1);
      expect(all[0]?.files).toEqual([expect.objectContaining({ name: 'a.pdf', size: pdf.length })]);
    },
    LONG_MS,
  );

  on(
    'the server restarted and the house restarted, 200 mails in between: each is taken in once, each sender in order',
    async () => {
      const user = 'gap';
      await open(env(user));
      await dovecot.deliver(`${user}@example.gov.cn`, mail({ body: '第一封' }));
      await marked(user, 1);
      await dovecot.stop();
      await eventually(async () => (await trouble()).includes('连不上邮箱'));
      await dovecot.start();
      const client = await dovecot.client(`${user}@example.gov.cn`);
      await house.aside(async () => {
        for (let n = 0; n < 200; n++)
          await client.append(
            'INBOX',
            mail({ from: `<c${n % 10}@example.com>`, body: `来信 N${String(n).padStart(3, '0')}N` }),
          );
      });
      await client.logout();
      await marked(user, 201);
      const found = (await texts()).flatMap((text) => /N\d{3}N/.exec(text) ?? []);
      expect(found).toHaveLength(200);
      expect(new Set(found).size).toBe(200);
      await eventually(() => sink.mails.length >= 201);
    },
    LONG_MS,
  );

  on(
    'one citizen’s ten mails in one go stay in order',
    async () => {
      const user = 'order';
      const client = await dovecot.client(`${user}@example.gov.cn`);
      const first = `<first${process.pid}@example.com>`;
      await client.append('INBOX', mail({ id: first, body: '信 0' }));
      for (let n = 1; n < 10; n++)
        await client.append(
          'INBOX',
          mail({ heads: [`In-Reply-To: ${first}`], subject: 'Re: 咨询', body: `信 ${n}` }),
        );
      await client.logout();
      await open(env(user));
      await marked(user, 10);
      const all = await rows();
      expect(new Set(all.map(({ thread }) => thread)).size).toBe(1);
      expect(all.map(({ text }) => text.slice(-3))).toEqual(Array.from({ length: 10 }, (_, n) => `信 ${n}`));
    },
    LONG_MS,
  );

  on(
    'the folder made anew (UIDVALIDITY): read from its beginning, what was taken in before is not doubled',
    async () => {
      const user = 'anew';
      const box = `${user}@example.gov.cn`;
      await open(env(user));
      const old = [mail({ body: '旧的一' }), mail({ body: '旧的二' })];
      for (const raw of old) await dovecot.deliver(box, raw);
      await marked(user, 2);
      await house.aside(async () => {
        await dovecot.stop();
        await dovecot.wipe(box);
        await dovecot.start();
        // Put back by another way: other trace lines, other sizes, other UIDs.
        for (const raw of [...old].reverse())
          await dovecot.deliver(box, Buffer.concat([Buffer.from('X-Restored: yes\r\n'), raw]));
        await dovecot.deliver(box, mail({ body: '新的三' }));
        await dovecot.deliver(box, mail({ body: '许多年前', date: 'Sun, 01 Nov 2020 10:00:00 +0800' }));
      });
      await marked(user, 3);
      await dovecot.deliver(box, mail({ body: '新的四' }));
      await marked(user, 4);
      expect((await texts()).map((text) => text.slice(-3)).sort()).toEqual(
        ['旧的一', '旧的二', '新的三', '新的四'].sort(),
      );
    },
    LONG_MS,
  );

  on(
    'a mail nobody can read does not hold up the next',
    async () => {
      const user = 'poison';
      await open(env(user));
      const deep = Array.from(
        { length: 80 },
        (_, at) => `Content-Type: multipart/mixed; boundary="b${at}"\r\n\r\n--b${at}\r\n`,
      ).join('');
      await dovecot.deliver(
        `${user}@example.gov.cn`,
        `From: bayar@example.com\r\nMessage-ID: <p@example.com>\r\nDate: ${new Date().toUTCString()}\r\n${deep}\r\nx`,
      );
      await dovecot.deliver(`${user}@example.gov.cn`, mail({ body: '下一封' }));
      await marked(user, 2);
      expect((await texts()).sort()).toEqual(
        [expect.stringContaining('下一封'), expect.stringContaining('无法自动读取')].sort(),
      );
    },
    LONG_MS,
  );

  on(
    'robots, lists and our own mail coming back are left unread in the mailbox and never answered',
    async () => {
      const user = 'robots';
      const box = `${user}@example.gov.cn`;
      await open(env(user));
      await dovecot.deliver(box, mail({ body: '真人来信' }));
      await eventually(() => sink.mails.length > 0);
      const [answer] = sink.mails;
      await dovecot.deliver(box, answer!.raw);
      await dovecot.deliver(
        box,
        mail({ heads: ['Auto-Submitted: auto-replied'], subject: '自动回复: 您的来信' }),
      );
      await dovecot.deliver(box, mail({ heads: ['List-Id: <news.example.com>'] }));
      await dovecot.deliver(box, mail({ from: `"12345" <${box}>` }));
      await marked(user, 4, { keyword: '$JiesuSkipped', seen: false });
      await dovecot.deliver(box, mail({ body: '又一位真人', from: '<second@example.com>' }));
      await eventually(() => sink.mails.length > 1);
      expect(sink.mails.map(({ to }) => to)).toEqual(['bayar@example.com', 'second@example.com']);
      expect(await texts()).toHaveLength(2);
    },
    LONG_MS,
  );

  on(
    'our answer returned: the desk rings for that conversation',
    async () => {
      const user = 'bounce';
      const box = `${user}@example.gov.cn`;
      await open(env(user));
      await dovecot.deliver(box, mail({ body: '请回信', from: '<full@example.com>' }));
      await eventually(() => sink.mails.length > 0);
      const id = sink.mails[0]!.letter.messageId!;
      await dovecot.deliver(
        box,
        mail({
          from: 'MAILER-DAEMON@mx.example.com',
          heads: ['Return-Path: <>'],
          subject: 'Undelivered Mail Returned to Sender',
          type: 'multipart/report; report-type=delivery-status',
          parts: [
            { type: 'text/plain', body: 'sorry' },
            {
              type: 'message/delivery-status',
              body: 'Reporting-MTA: dns; mx\n\nAction: failed\nStatus: 5.2.2\n',
            },
            { type: 'text/rfc822-headers', body: `Message-ID: ${id}\n` },
          ],
        }),
      );
      const seat = await house.seat('ring', ['AGENT']);
      const alarm = await eventually(async () => {
        const { body } = await seat.get<{ kind: string; text: string }[]>('/api/desk/alarms');
        return body.find(({ kind }) => kind === 'undeliverable');
      });
      expect(alarm.text).toContain('退回');
      expect(await texts()).toHaveLength(1);
    },
    LONG_MS,
  );

  on(
    'an attachment of 25 MB arrives to the byte; one over it is named to the citizen’s agent',
    async () => {
      const user = 'large';
      await open(env(user));
      const pdf = (size: number) => Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(size - 9, 0x62)]);
      const part = (name: string, size: number) => ({
        type: `application/pdf; name="${name}"`,
        body: pdf(size),
        encoding: 'base64' as const,
        disposition: `attachment; filename="${name}"`,
      });
      await dovecot.deliver(
        `${user}@example.gov.cn`,
        mail({
          parts: [
            { type: 'text/plain; charset=utf-8', body: '两个大附件' },
            part('a.pdf', LIMITS.file),
            part('b.pdf', LIMITS.file + 1),
          ],
        }),
      );
      await marked(user, 1);
      const [line] = await house.aside(async (database) =>
        database.connection.collection('lines').find({ from: 'citizen' }).toArray(),
      );
      expect(line?.files).toEqual([expect.objectContaining({ name: 'a.pdf', size: LIMITS.file })]);
      expect(line?.text).toContain('附件“b.pdf”未能收下：超过 25 MB');
    },
    LONG_MS,
  );

  on(
    'a wrong password, a missing folder, no encryption: said in Chinese, and no secret with it',
    async () => {
      const wrong = 'wrong-secret-0123456789';
      await open(env('wrong', { secret: { password: wrong } }));
      await eventually(async () => (await trouble()).includes('登录被拒绝'));
      expect(await trouble()).not.toContain(wrong);
      await house.stop();
      closing.pop();
      await open(env('wrong', { row: { folder: '没有这个' } }));
      await eventually(async () => (await trouble()).includes('没有文件夹'));
      await house.stop();
      closing.pop();
      await open(env('wrong', { row: { imap: `imap://127.0.0.1:${dovecot.port}` } }));
      await eventually(async () => (await trouble()).includes('证书或加密'));
    },
    LONG_MS,
  );

  test('a server that says nothing does not keep the house from stopping', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
    const heard = once(silent, 'connection');
    await open(env('silent', { port: (silent.address() as AddressInfo).port }));
    const [socket] = (await heard) as [Socket];
    await house.stop();
    closing.pop();
    socket.destroy();
    await new Promise((done) => silent.close(done));
  });

  on(
    'TLS and STARTTLS: a certificate nobody vouches for is refused, one that is trusted serves both',
    async () => {
      const guarded = await openDovecot({ tls: true });
      closing.push(() => guarded.close());
      await open(env('tls', { row: { imap: `imaps://127.0.0.1:${guarded.imaps}` } }));
      await eventually(async () => (await trouble()).includes('证书或加密'));
      await house.stop();
      closing.pop();
      await open(env('tls', { row: { imap: `imap://127.0.0.1:${guarded.port}` } }));
      await eventually(async () => (await trouble()).includes('证书或加密'));
      await house.stop();
      closing.pop();
      for (const [user, imap] of [
        ['first', `imaps://127.0.0.1:${guarded.imaps}`],
        ['second', `imap://127.0.0.1:${guarded.port}`],
      ] as const) {
        const dir = await mkdtemp(join(tmpdir(), 'jiesu-mail-'));
        const settings = { ...env(user, { row: { imap } }), NODE_EXTRA_CA_CERTS: guarded.certificate };
        const child = await startChild(dir, 'email', settings, ['none', 1]);
        await guarded.deliver(`${user}@example.gov.cn`, mail({ from: `<${user}@example.com>` }));
        await eventually(() => sink.mails.some(({ to }) => to === `${user}@example.com`));
        child.process.kill('SIGTERM');
        await child.gone;
        await rm(dir, { recursive: true, force: true });
      }
    },
    LONG_MS,
  );

  on(
    'OAuth2, both ways: the token is shared, renewed when refused, and its refresh token may change',
    async () => {
      const user = `oauth@example.gov.cn`;
      const tokens: TokenServer = await openTokenServer(user, 'access-token-1', 'refresh-token-1');
      closing.push(() => tokens.close());
      const guarded = await openDovecot({ introspection: `${tokens.url}/introspect` });
      closing.push(() => guarded.close());
      const out = await openSink({ secret: 'access-token-1', oauth: true });
      closing.push(() => out.close());
      const row = {
        address: user,
        imap: `imap://127.0.0.1:${guarded.port}?tls=off`,
        smtp: `smtp://127.0.0.1:${out.port}?tls=off`,
        oauth: { tokenUrl: `${tokens.url}/token`, clientId: 'jiesu' },
      };
      await open({
        EMAIL_ACCOUNTS: JSON.stringify([row]),
        EMAIL_SECRETS: JSON.stringify({ [user]: { refreshToken: 'refresh-token-1', clientSecret: 's' } }),
        EMAIL_KEY: KEY,
      });
      await guarded.deliver(user, mail({ body: '第一封' }));
      await eventually(() => out.mails.length === 1);
      expect(tokens.asked).toHaveLength(1);
      // The mail server forgets the token; the token server hands out another, and another refresh token.
      tokens.token = 'access-token-2';
      tokens.next = 'refresh-token-2';
      out.secret = 'access-token-2';
      await guarded.stop();
      await guarded.start();
      await eventually(() => tokens.asked.length === 2);
      await guarded.deliver(user, mail({ body: '第二封', from: '<second@example.com>' }));
      await eventually(() => out.mails.length === 2);
      tokens.next = null;
      await house.restart();
      await guarded.deliver(user, mail({ body: '第三封', from: '<third@example.com>' }));
      await eventually(() => out.mails.length === 3);
      expect(tokens.asked.at(-1)?.get('refresh_token')).toBe('refresh-token-2');
      // Access is taken back: said, not hidden.
      tokens.refresh = null;
      tokens.token = 'access-token-3';
      await guarded.stop();
      await guarded.start();
      await eventually(async () => (await trouble()).includes('登录被拒绝'));
    },
    LONG_MS,
  );

  on(
    'two mailboxes at once; each citizen is answered from the one written to',
    async () => {
      const address = (user: string) => `${user}@example.gov.cn`;
      const row = (user: string) => ({
        address: address(user),
        imap: `imap://127.0.0.1:${dovecot.port}?tls=off`,
        smtp: `smtp://127.0.0.1:${sink.port}?tls=off`,
      });
      await open({
        EMAIL_ACCOUNTS: JSON.stringify([row('one'), row('two')]),
        EMAIL_SECRETS: JSON.stringify({
          [address('one')]: { password: PASSWORD },
          [address('two')]: { password: PASSWORD },
        }),
        EMAIL_KEY: KEY,
      });
      await dovecot.deliver(address('one'), mail({ from: '<a@example.com>' }));
      await dovecot.deliver(address('two'), mail({ from: '<b@example.com>' }));
      // The same letter to both is one.
      const both = mail({ from: '<c@example.com>' });
      await dovecot.deliver(address('one'), both);
      await marked('one', 2);
      await dovecot.deliver(address('two'), both);
      await marked('two', 2);
      await eventually(() => sink.mails.length >= 3);
      expect(Object.fromEntries(sink.mails.map(({ to, from }) => [to, from]))).toMatchObject({
        'a@example.com': address('one'),
        'b@example.com': address('two'),
      });
      expect(await texts()).toHaveLength(3);
    },
    LONG_MS,
  );
});
