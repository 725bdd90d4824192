/**
 * The other side of self-service forms: browsers that find a proof of work and file. What reaches a citizen is
 * the order number and code of the filing's own answer.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formChannel } from '../../../channels/forms.js';
import type { FormFiledReply } from '../../../server/http/contract-forms.js';
import { DEFAULT_POLICY } from '../../../server/policy/policy.js';
import { FILLINGS } from '../../forms/support.js';
import { solve } from '../../support/proof.js';
import type { ChannelRig, Delivery, Told } from '../channel-rig.js';
import { OF_THE_HOUSE, posted } from './asked.js';

const FORM = 'suggest';
/** A proof that costs a browser a second would cost a burst of a thousand a quarter of an hour. */
const PROOF_BITS = 4;

async function cheapPolicy(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'jiesu-policy-'));
  await cp(DEFAULT_POLICY, dir, { recursive: true });
  const path = join(dir, 'knobs.json');
  const knobs = JSON.parse(await readFile(path, 'utf8'));
  knobs.forms.proofBits = PROOF_BITS;
  await writeFile(path, JSON.stringify(knobs));
  return dir;
}

export const formRig: ChannelRig = {
  kind: null,
  own: formChannel,
  cannot: {
    ...OF_THE_HOUSE,
    logged: 'a wrong proof is a slow or clever browser, no break-in; the request log has its refusal',
    order: 'a filing is a conversation of one message',
    agent: 'a form has no way back: what becomes of the order is read by number and code',
  },
  async open() {
    const dir = await cheapPolicy();
    const filed = new Map<string, Map<string, FormFiledReply>>();
    let house = '';

    async function file({ id, citizen, text }: Delivery, of = FORM): Promise<Told> {
      const proof = await solve(house, of).catch(() => null);
      if (!proof) return 'failed';
      const { told, body } = await posted<FormFiledReply>(`${house}/api/forms/${FORM}`, {
        ...{ id, version: 1, proof },
        values: { ...FILLINGS[FORM], content: text },
      });
      if (body) filed.set(citizen, (filed.get(citizen) ?? new Map()).set(body.orderNo, body));
      return told;
    }

    return {
      env: { POLICY_DIR: dir },
      async house(url) {
        house = url;
      },
      deliver: (delivery) => file(delivery),
      // The proof of another form: its challenge is signed for that form alone.
      forge: (delivery) => file(delivery, 'noise'),
      reached: (citizen) => [...(filed.get(citizen)?.keys() ?? [])],
      secrets: () => [...filed.values()].flatMap((orders) => [...orders.values()].map(({ code }) => code)),
      close: () => rm(dir, { recursive: true, force: true }),
    };
  },
};
