/** Takes the place of the plain forms that index.html carries for browsers without script. */
import { render } from 'preact';
import { idOf } from './field.js';
import { Portal } from './portal.js';
import { largeType } from './type.js';
import { once, typedIn } from './typed.js';
import './portal.css';

const root = document.getElementById('app');
const typed = root && typedIn(root.querySelectorAll<HTMLInputElement>('input, textarea'));
if (root && typed) {
  const at = root.contains(document.activeElement) ? document.activeElement?.getAttribute('name') : null;
  root.replaceChildren();
  render(<Portal typed={{ progress: once(typed), repair: once(typed) }} />, root);
  if (at) document.getElementById(idOf(at))?.focus();
}
largeType(document.getElementById('large'));
