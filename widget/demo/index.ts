/** The page's own button opens the chat; without the chat's script it stays hidden. */
import './demo.css';

interface Chat extends HTMLElement {
  open(): void;
}

const opener = document.querySelector<HTMLButtonElement>('[data-open-chat]');
void customElements.whenDefined('jiesu-chat').then(() => {
  if (!opener) return;
  opener.hidden = false;
  opener.addEventListener('click', () => document.querySelector<Chat>('jiesu-chat')?.open());
});
