/** One tap into the chat, the question along; the buttons show themselves once there is a chat. */

interface Chat extends HTMLElement {
  carry(...said: string[]): void;
}

/** What the chat's own button types. */
const PERSON = '转人工';

export function carry(buttons: NodeListOf<HTMLButtonElement>): void {
  void customElements.whenDefined('jiesu-chat').then(() => {
    for (const button of buttons) {
      button.hidden = false;
      button.addEventListener('click', () => {
        const { say = '', person } = button.dataset;
        document
          .querySelector<Chat>('jiesu-chat')
          ?.carry(...(say === '' ? [] : [say]), ...(person === undefined ? [] : [PERSON]));
      });
    }
  });
}
