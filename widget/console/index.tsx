import '../ui/tokens.css';
import './style/base.css';
import './style/frame.css';
import './style/alarms.css';
import './style/desk.css';
import './style/talk.css';
import './style/case.css';
import './style/sheets.css';
import './style/letters.css';
import './style/forms.css';
import './style/narrow.css';
import { createRoot } from 'react-dom/client';
import { Console } from './console.js';

const place = document.getElementById('app');
if (place) createRoot(place).render(<Console />);
