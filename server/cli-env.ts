/** `npm run env`: prints every key the service reads. */
import { printExample } from './config.js';

process.stdout.write(printExample());
