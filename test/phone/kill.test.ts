/** Killed between the sending of a code and its proof, and right after it: the code is good once, in the end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CodeSent, PhoneProved } from '../../server/http/contract-phone.js';
import { call, citizenOf, openCitizen } from '../support/citizen.js';
import { startTexting } from '../support/gateway/texting.js';

const SCRIPT = fileURLToPath(new URL('../support/crash-house.js', import.meta.url));
const PHONE = '13800001234';

const post = <T>(url: string, body: object, token = '') =>
  call<T>(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });

test('kill -9 between sending and proving, and after: still good, and only once', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'jiesu-phone-'));
  const texting = await startTexting();
  const start = async () => {
    const child = spawn(process.execPath, [SCRIPT, dir, 'none'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...texting.env, NODE_OPTIONS: '' },
    });
    const gone = once(child, 'exit');
    const [port] = await once(createInterface({ input: child.stdout }), 'line');
    const kill = async () => {
      child.kill('SIGKILL');
      await gone;
    };
    return { url: `http://127.0.0.1:${String(port)}`, kill };
  };
  let house = await start();
  const again = async () => {
    await house.kill();
    house = await start();
  };
  try {
    const { thread, token } = await openCitizen(house.url);
    const at = () => `${house.url}/api/chat/threads/${thread}/phone`;
    const { body } = await post<CodeSent>(`${at()}/codes`, { phone: PHONE }, token);
    await again();
    const shown = { id: body.id, phone: PHONE, code: texting.codeFor(PHONE) };
    expect((await post<PhoneProved>(at(), shown, token)).status).toBe(200);
    await again();
    expect((await post(at(), shown, token)).status).toBe(422);
    const lines = await citizenOf(house.url, thread, token).lines();
    expect(lines.map(({ text }) => text)).toEqual(['手机号 138****1234 已用短信验证码核对。']);
    // The wait between two codes outlives the process as well.
    expect((await post(`${at()}/codes`, { phone: PHONE }, token)).status).toBe(429);
  } finally {
    await house.kill();
    texting.stop();
    await rm(dir, { recursive: true, force: true });
  }
}, 120_000);
