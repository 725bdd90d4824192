/** `node process.js [JSON of an account]`: prints one line of JSON with its two ports, ends on SIGTERM or with its parent. */
import { openPlatform } from './platform.js';
import { ACCOUNT, type Account } from './terms.js';

const account: Account = { ...ACCOUNT, ...(JSON.parse(process.argv[2] ?? '{}') as Partial<Account>) };
const platform = await openPlatform(account);
process.stdout.write(`${JSON.stringify({ api: platform.api, control: platform.control })}\n`);
const end = () => void platform.close().then(() => process.exit(0));
process.on('SIGTERM', end);
// Whoever started it holds its stdin; a parent that was killed can't say good-bye.
process.stdin.on('end', end).resume();
