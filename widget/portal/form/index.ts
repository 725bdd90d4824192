/** Makes a form's page better in place; on the other pages of the forms only the large type. */
import { largeType } from '../type.js';
import { readData } from './data.js';
import { startForm } from './page.js';
import './form.css';

largeType(document.getElementById('large'));
const page = document.getElementById('form');
const data = readData();
if (page instanceof HTMLFormElement && data) startForm(page, data);
