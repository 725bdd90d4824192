/**
 * A real IMAP and LMTP server in a folder of its own, started and ended by the test. Needs Debian's
 * dovecot-imapd and dovecot-lmtpd, and root (it changes to the user of the mail).
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import nodemailer from 'nodemailer';

const BINARY = '/usr/sbin/dovecot';

/** Null = it can be started; otherwise why not, and what to do. */
export const noDovecot: string | null = !existsSync(BINARY)
  ? 'no Dovecot here: apt-get install -y dovecot-imapd dovecot-lmtpd'
  : process.getuid?.() !== 0
    ? 'Dovecot is started as root only'
    : null;

export interface Dovecot {
  port: number;
  lmtp: number;
  imaps: number;
  /** Path of the certificate, for who wants to trust it. */
  certificate: string;
  password: string;
  /** Hands a mail over as another mail server does. */
  deliver(user: string, raw: Buffer | string, folder?: string): Promise<void>;
  /** A person's own mail program. */
  client(user: string): Promise<ImapFlow>;
  /** The folder's files go; what is made anew has another UIDVALIDITY. */
  wipe(user: string): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  log(): Promise<string>;
  close(): Promise<void>;
}

export interface DovecotOptions {
  /** Where access tokens are asked about: XOAUTH2 is offered then. */
  introspection?: string;
  /** With a certificate of its own: STARTTLS on `port`, TLS from the first byte on `imaps`. */
  tls?: true;
}

const CERTIFICATE =
  'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1'.split(
    ' ',
  );

export const PASSWORD = 'mail-secret-0123456789';

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

interface Ports {
  port: number;
  lmtp: number;
  imaps: number;
}

const config = (
  dir: string,
  { port, lmtp, imaps }: Ports,
  { oauth, tls }: Record<'oauth' | 'tls', boolean>,
): string => `
base_dir = ${dir}/run
state_dir = ${dir}/state
instance_name = jiesu-${port}
log_path = ${dir}/log
protocols = imap lmtp
listen = 127.0.0.1
${tls ? `ssl = yes\nssl_cert = <${dir}/cert.pem\nssl_key = <${dir}/key.pem` : 'ssl = no'}
disable_plaintext_auth = no
auth_mechanisms = plain login${oauth ? ' xoauth2' : ''}
default_login_user = nobody
default_internal_user = nobody
default_internal_group = nogroup
first_valid_uid = 1
mail_location = maildir:${dir}/mail/%u
mail_max_userip_connections = 200
mailbox_idle_check_interval = 1 secs
postmaster_address = postmaster@example.gov.cn
quota_full_tempfail = yes
${oauth ? `passdb {\n  driver = oauth2\n  mechanisms = xoauth2\n  args = ${dir}/oauth2.conf\n}` : ''}
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${dir}/home/%u
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    address = 127.0.0.1
    port = ${tls ? imaps : 0}
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtp}
  }
}
protocol lmtp {
  recipient_delimiter = +
  lda_mailbox_autocreate = yes
}
`;

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Dovecot ended with ${child.exitCode}`);
    const open = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        done(true);
      });
      socket.on('error', () => done(false));
    });
    if (open) return;
    await new Promise((done) => setTimeout(done, 20));
  }
}

export async function openDovecot({ introspection, tls }: DovecotOptions = {}): Promise<Dovecot> {
  const dir = await mkdtemp(join(tmpdir(), 'jiesu-dovecot-'));
  await chmod(dir, 0o755);
  for (const name of ['mail', 'home', 'state', 'run']) {
    await mkdir(join(dir, name));
    await chmod(join(dir, name), name === 'run' ? 0o755 : 0o777);
  }
  const port = await freePort();
  const lmtp = await freePort();
  const imaps = await freePort();
  const certificate = join(dir, 'cert.pem');
  const kinds = { oauth: introspection !== undefined, tls: tls === true };
  await writeFile(join(dir, 'dovecot.conf'), config(dir, { port, lmtp, imaps }, kinds));
  if (tls)
    execFileSync('openssl', [...CERTIFICATE, '-keyout', join(dir, 'key.pem'), '-out', certificate], {
      stdio: 'ignore',
    });
  if (introspection)
    await writeFile(
      join(dir, 'oauth2.conf'),
      `introspection_url = ${introspection}\nintrospection_mode = post\nusername_attribute = email\nactive_attribute = active\nactive_value = true\n`,
    );
  let child: ChildProcess | null = null;
  const clients = new Set<ImapFlow>();
  const postman = nodemailer.createTransport({ host: '127.0.0.1', port: lmtp, lmtp: true, ignoreTLS: true });

  const dovecot: Dovecot = {
    port,
    lmtp,
    imaps,
    certificate,
    password: PASSWORD,
    async deliver(user, raw, folder) {
      const to = folder ? user.replace('@', `+${folder}@`) : user;
      await postman.sendMail({ envelope: { from: 'bayar@example.com', to }, raw });
    },
    async client(user) {
      const client = new ImapFlow({
        host: '127.0.0.1',
        port,
        secure: false,
        doSTARTTLS: false,
        auth: { user, pass: PASSWORD },
        logger: false,
        disableAutoIdle: true,
      });
      client.on('error', () => {});
      await client.connect();
      clients.add(client);
      return client;
    },
    wipe: (user) => rm(join(dir, 'mail', user), { recursive: true, force: true }),
    async start() {
      child = spawn(BINARY, ['-F', '-c', join(dir, 'dovecot.conf')], { stdio: 'ignore', detached: true });
      await listening(port, child);
      await listening(lmtp, child);
    },
    async stop() {
      if (!child || child.exitCode !== null) return;
      const gone = once(child, 'exit');
      // A session that idles outlives its master by minutes: the whole group goes, as when a machine goes down.
      process.kill(-(child.pid as number), 'SIGKILL');
      await gone;
      child = null;
    },
    log: () => readFile(join(dir, 'log'), 'utf8').catch(() => ''),
    async close() {
      for (const client of clients) client.close();
      postman.close();
      await dovecot.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
  await dovecot.start();
  return dovecot;
}
