/** A proof of work as a browser finds it. */
import { createHash } from 'node:crypto';
import { zeroBits } from '../../server/forms/proof.js';
import type { FormProofAsked, Proof } from '../../server/http/contract-forms.js';
import { call } from './citizen.js';

export async function solve(url: string, form: string): Promise<Proof> {
  const { body, status } = await call<FormProofAsked>(`${url}/api/forms/${form}/proof`);
  if (status !== 200) throw new Error(`no proof asked for ${form}: ${status}`);
  const { challenge, bits } = body;
  for (let count = 0; ; count++) {
    const hash = createHash('sha256').update(`${challenge}:${count}`).digest();
    if (zeroBits(hash) >= bits) return { challenge, count };
  }
}
