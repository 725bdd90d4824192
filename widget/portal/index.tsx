/** Takes the place of the plain forms that index.html carries for browsers without script. */
import { render } from 'preact';
import { Portal } from './portal.js';
import { largeType } from './type.js';
import './portal.css';

const root = document.getElementById('app');
if (root) {
  root.replaceChildren();
  render(<Portal />, root);
}
largeType(document.getElementById('large'));
