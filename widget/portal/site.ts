/** Makes the pages of the house better where there is script; each part looks for what it improves. */
import { carry } from './site/carry.js';
import { letterForm } from './site/letter.js';
import { suggestions } from './site/suggest.js';
import { useful } from './site/useful.js';
import { largeType } from './type.js';
import './site.css';

largeType(document.getElementById('large'));
suggestions(document.querySelector<HTMLInputElement>('input[data-suggest]'));
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-useful]')) useful(form);
carry(document.querySelectorAll<HTMLButtonElement>('button[data-chat]'));
letterForm(document.querySelector<HTMLFormElement>('form[data-letter]'));
