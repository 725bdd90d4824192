/** 大字: one tap, remembered. */
const KEY = 'jiesu:portal:large';

function read(): boolean {
  try {
    return localStorage.getItem(KEY) === '1';
  } catch {
    return false;
  }
}

function keep(on: boolean): void {
  try {
    localStorage.setItem(KEY, on ? '1' : '0');
  } catch {
    // For this page only, then.
  }
}

export function largeType(button: HTMLElement | null): void {
  if (!button) return;
  const apply = (on: boolean): void => {
    document.documentElement.dataset.type = on ? 'large' : '';
    button.setAttribute('aria-pressed', String(on));
  };
  apply(read());
  button.hidden = false;
  button.addEventListener('click', () => {
    const on = button.getAttribute('aria-pressed') !== 'true';
    apply(on);
    keep(on);
  });
}
