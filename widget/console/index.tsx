import '../ui/tokens.css';
import './style.css';
import { createRoot } from 'react-dom/client';
import { Console } from './console.js';

const place = document.getElementById('app');
if (place) createRoot(place).render(<Console />);
