/** The double in a process of its own: prints one line, its port, and ends on SIGTERM. Settings as JSON. */
import { type DoubleSettings, modelDouble } from './server.js';

const server = modelDouble(JSON.parse(process.argv[2] ?? '{}') as DoubleSettings);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address ? address.port : 0}\n`);
});
process.on('SIGTERM', () => process.exit(0));
