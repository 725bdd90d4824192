/** The form's phone may be proved on the way: then the order stands among those of its phone. Filing waits for none of it. */
import type { FormDef } from '../../../server/http/contract-forms.js';
import type { PhoneProved } from '../../../server/http/contract-phone.js';
import { el } from '../../chat/el.js';
import { phoneOn } from '../../ui/phone-on.js';
import { phoneProof } from '../../ui/phone-proof.js';
import { sayer } from './data.js';
import type { Values } from './judge.js';

export interface Proven {
  /** Of the phone as it is filed; another one typed since has none. */
  pass(values: Values): string | null;
}

export function provenOf(page: HTMLFormElement, form: FormDef, words: Record<string, string>): Proven {
  const say = sayer(words);
  const name = form.ui.order.find((one) => form.ui.fields[one]?.role === 'phone');
  const input = name ? page.querySelector<HTMLInputElement>(`#f-${name}`) : null;
  const place = name ? page.querySelector(`[data-field="${name}"]`) : null;
  let proved: { pass: string; phone: string } | null = null;
  if (input && place && page.dataset.preview === undefined)
    void phoneOn().then((on) => {
      if (!on) return;
      const proof = phoneProof<PhoneProved>({
        codes: async () => '/api/phone/codes',
        proofs: async () => '/api/phone/proofs',
        purpose: 'form',
        phone: () => input.value,
        done({ pass }, phone) {
          proved = { pass, phone };
        },
      });
      place.append(el('details', { class: 'prove' }, el('summary', {}, say('provePhone')), proof));
    });
  return {
    pass: (values) => (name && proved && values[name] === proved.phone ? proved.pass : null),
  };
}
