/** Makes a form's page better in place; on the other pages of the forms only the large type. */
import { largeType } from '../type.js';
import { readData } from './data.js';
import { today } from './judge.js';
import { startForm } from './page.js';
import './form.css';

largeType(document.getElementById('large'));
const page = document.getElementById('form');
const data = readData();
// The page may be of yesterday, so the last day to choose is set here.
for (const field of document.querySelectorAll<HTMLInputElement>('input[data-past]')) field.max = today();
if (page instanceof HTMLFormElement && data) startForm(page, data);
