/** What is shown of the server's answers: warnings before filing, number and code after. */

import type { FormFiledReply, FormWarning } from '../../../server/http/contract-forms.js';
import { button, el, link, tel } from '../../chat/el.js';
import type { Say } from './data.js';

type Doors = { name: string; number?: string | undefined; url?: string | undefined }[];

const doorList = (doors: Doors, say: Say) =>
  doors.length === 0
    ? null
    : el(
        'ul',
        { class: 'doors' },
        doors.map(({ name, number, url }) =>
          el(
            'li',
            {},
            name,
            ' ',
            number ? tel(number, number) : null,
            ' ',
            url ? link(url, say('open')) : null,
          ),
        ),
      );

function warningOf(warning: FormWarning, say: Say, leave: (form: string) => void): HTMLElement {
  const text = el('p', {}, warning.text);
  switch (warning.kind) {
    case 'emergency':
      return el(
        'div',
        { class: 'warn urgent-box' },
        text,
        el(
          'p',
          { class: 'dial' },
          warning.doors.map(({ name, number = '' }) => tel(number, `${number} ${name}`)),
        ),
      );
    case 'otherForm':
      return el(
        'div',
        { class: 'warn' },
        text,
        el(
          'p',
          {},
          button(say('goTo', { title: warning.title }), () => leave(warning.form), { class: 'main' }),
        ),
      );
    default:
      return el('div', { class: 'warn grey' }, text, doorList(warning.doors, say));
  }
}

export function showWarnings(warnings: FormWarning[], say: Say, leave: (form: string) => void): void {
  const box = document.getElementById('warnings');
  if (!box) return;
  box.replaceChildren(
    ...(warnings.length > 0 ? [el('h2', {}, say('seen'))] : []),
    ...warnings.map((warning) => warningOf(warning, say, leave)),
  );
  if (warnings.length === 0) return;
  box.setAttribute('role', 'alert');
  box.focus();
  box.scrollIntoView({ block: 'start' });
}

/** The clipboard of pages that came by plain http. */
function copyOldWay(text: string): boolean {
  const box = el('textarea', {});
  box.value = text;
  document.body.append(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  return done;
}

export function showFiled({ orderNo, code, next, refused, doors, proved }: FormFiledReply, say: Say): void {
  const main = document.getElementById('main');
  if (!main) return;
  const row = (name: string, sign: string) =>
    el('div', {}, el('dt', {}, name), el('dd', { class: 'sign' }, sign));
  const status = el('p', { role: 'status' });
  const both = say('both', { orderNo, code });
  const told = (ok: boolean) => {
    status.textContent = say(ok ? 'copied' : 'copyFailed');
  };
  const copy = button(
    say('copy'),
    () =>
      void (
        navigator.clipboard ? navigator.clipboard.writeText(both) : Promise.reject(new Error('none'))
      ).then(
        () => told(true),
        () => told(copyOldWay(both)),
      ),
    { class: 'main' },
  );
  const head = el('h1', { tabindex: '-1' }, say(refused ? 'recorded' : 'filed'));
  main.replaceChildren(
    head,
    el(
      'article',
      { class: 'filed' },
      el('dl', {}, row(say(refused ? 'record' : 'orderNo'), orderNo), row(say('code'), code)),
      next.split('\n').map((text) => el('p', {}, text)),
      doorList(doors ?? [], say),
      proved ? el('p', {}, say('proved')) : null,
      el('p', {}, el('strong', {}, say('keep'))),
      el(
        'p',
        { class: 'acts' },
        copy,
        el('a', { class: 'act', href: '/portal#progress' }, say('progress')),
        button(say('another'), () => location.reload()),
      ),
      status,
    ),
    el('p', {}, el('a', { href: '/portal/forms' }, say('forms'))),
  );
  head.focus();
  scrollTo({ top: 0 });
}
