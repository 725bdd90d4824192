/** 有用 / 没解决 without leaving the page; where that fails, the form goes its own way. */
const KEY = 'jiesu:site:token';

function token(): string {
  const fresh = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((n) => n.toString(16).padStart(2, '0'))
    .join('');
  try {
    const kept = localStorage.getItem(KEY);
    if (kept) return kept;
    localStorage.setItem(KEY, fresh);
  } catch {
    // For this page only, then.
  }
  return fresh;
}

/** `submit` asks nobody: the listener below is not called again. */
function plainly(form: HTMLFormElement, { name, value }: HTMLButtonElement): void {
  const chosen = Object.assign(document.createElement('input'), { type: 'hidden', name, value });
  form.append(chosen);
  form.submit();
}

export function useful(form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => {
    const button = event.submitter as HTMLButtonElement | null;
    if (!button) return;
    event.preventDefault();
    const said = document.createElement('p');
    said.role = 'status';
    said.className = 'said';
    fetch('/api/qa/useful', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ item: form.dataset.useful, token: token(), useful: button.value === 'yes' }),
    })
      .then((answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        form.before(said);
        // Put in before it is filled: a live region that is born with its words is not read.
        said.textContent = form.dataset.thanks ?? '';
        said.tabIndex = -1;
        said.focus();
        form.remove();
      })
      .catch(() => plainly(form, button));
  });
}
